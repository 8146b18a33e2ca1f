package dev.hec.telemetry;

import dev.hec.Admission;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** An append that took long; its stack trace shows which log call. Confined to the thread that appends. */
@Name("hec.SlowAppend")
@Label("Slow Append")
@Category("HEC appenders")
@Description("A log call spent long in the appender")
@Threshold("1 ms")
final class SlowAppendEvent extends Event implements AppendWatch {

    @Label("Client")
    @Nullable
    String client;

    @Label("Bytes")
    @DataAmount
    int bytes;

    @Label("Admission")
    @Nullable
    String admission;

    @Override
    public void ended(String client, int bytes, Admission admission) {
        end();
        if (shouldCommit()) {
            this.client = client;
            this.bytes = bytes;
            this.admission = admission.name();
            commit();
        }
    }
}
