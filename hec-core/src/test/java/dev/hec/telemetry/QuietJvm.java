package dev.hec.telemetry;

import com.sun.management.ThreadMXBean;
import dev.hec.Admission;
import dev.hec.DropReason;
import java.lang.management.ManagementFactory;

/** An application that records nothing; says how many bytes the events cost it. */
final class QuietJvm {

    private QuietJvm() {}

    public static void main(String[] arguments) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = 0;
        // The first round loads classes.
        for (int round = 0; round < 2; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            tellAll();
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        System.out.println("allocated " + allocated);
    }

    private static void tellAll() {
        for (int i = 0; i < 1_000; i++) {
            AppendWatch append = JfrEvents.watchAppend();
            BatchWatch batch = JfrEvents.watchBatch();
            if (append != null || batch != null) {
                throw new AssertionError("nobody records");
            }
            JfrEvents.dropped("app", DropReason.EXPIRED, 1);
            JfrEvents.refused("app", Admission.FULL, 1);
            JfrEvents.paused("app", 1, "HTTP 503");
        }
    }
}
