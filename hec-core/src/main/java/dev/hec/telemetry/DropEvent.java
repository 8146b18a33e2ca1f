package dev.hec.telemetry;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** Log events lost, admitted or not. Confined to the thread that made it. */
@Name("hec.Drop")
@Label("Drop")
@Category("HEC appenders")
@Description("Log events were given up, or refused at the door")
@StackTrace(false)
final class DropEvent extends Event {

    @Label("Client")
    @Nullable
    String client;

    @Label("Reason")
    @Nullable
    String reason;

    @Label("Events")
    long events;
}
