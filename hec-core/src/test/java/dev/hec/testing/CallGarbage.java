package dev.hec.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Counts what a log call allocates on the thread that logs. The JVM counts exactly for the current thread, so no collection
 * and no other thread can disturb the result.
 *
 * <p>Stateless; everything runs on the caller's thread.
 */
public final class CallGarbage {

    /** How much more than a call into an appender that does nothing a call into one of ours may allocate. */
    public static final double ALLOWED_BYTES = 64;

    private static final int CALLS = 10_000;

    /** So many events fit into a batch together, so that the buffer needs no more memory. */
    private static final int PORTION = 500;

    private static final int WARM_UP_PORTIONS = 60;

    private CallGarbage() {}

    /** Something done, that may throw. */
    @FunctionalInterface
    public interface Step {
        void run() throws Exception;
    }

    /**
     * Bytes per call, of ten thousand calls after as many as it takes to warm up.
     *
     * @param call what is counted
     * @param settle run after some calls, and not counted: lets the appender deliver them
     */
    public static double bytesPerCall(Runnable call, Step settle) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        threads.setThreadAllocatedMemoryEnabled(true);
        long thread = Thread.currentThread().getId();
        for (int i = 0; i < WARM_UP_PORTIONS; i++) {
            portion(call);
            settle.run();
        }
        long bytes = 0;
        for (int i = 0; i < CALLS / PORTION; i++) {
            long before = threads.getThreadAllocatedBytes(thread);
            portion(call);
            bytes += threads.getThreadAllocatedBytes(thread) - before;
            settle.run();
        }
        return (double) bytes / CALLS;
    }

    private static void portion(Runnable call) {
        for (int i = 0; i < PORTION; i++) {
            call.run();
        }
    }
}
