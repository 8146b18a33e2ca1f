package dev.hec.telemetry;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A pause in sending, told when it begins. Confined to the thread that made it. */
@Name("hec.Pause")
@Label("Pause")
@Category("HEC appenders")
@Description("Sending pauses from now on")
@StackTrace(false)
final class PauseEvent extends Event {

    @Label("Client")
    @Nullable
    String client;

    @Label("Length")
    @Timespan(Timespan.NANOSECONDS)
    long nanos;

    @Label("Cause")
    @Nullable
    String cause;
}
