package dev.hec.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/**
 * Measures one subject in a JVM of its own, so that no other one has shaped the compiled code. Started by {@link CallerCost}.
 *
 * <p>Cost is the CPU time of the calling thread, not the time on the clock: what other processes and the delivery threads take
 * does not count, only what they do to the caches. A batch of calls is small enough to find room in the buffer; between
 * batches the subject is left time to deliver.
 */
final class CostProbe {

    private static final int CALLS = 5_000;
    private static final int WARM_UP = 60;
    private static final int BATCHES = 31;
    private static final int BURSTS = 15;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Subject subject;

    private CostProbe(Subject subject) {
        this.subject = subject;
    }

    /** Prints medians: nanoseconds of CPU and bytes per call, then calls per second of 1 and of 8 threads. */
    public static void main(String[] arguments) throws Exception {
        try (Subject subject = Subject.of(arguments[0], arguments[1])) {
            CostProbe probe = new CostProbe(subject);
            double[] cost = probe.cost();
            // The order takes turns, so that one does not always find the warmer machine.
            double[] one = new double[BURSTS];
            double[] eight = new double[BURSTS];
            probe.burst(8);
            for (int i = 0; i < BURSTS; i++) {
                one[i] = probe.burst(1);
                eight[i] = probe.burst(8);
            }
            System.out.printf("%.1f %.2f %.0f %.0f%n", cost[0], cost[1], median(one), median(eight));
        }
    }

    private double[] cost() throws Exception {
        subject.enter();
        double[] nanos = new double[BATCHES];
        double[] bytes = new double[BATCHES];
        long thread = Thread.currentThread().getId();
        for (int i = -WARM_UP; i < BATCHES; i++) {
            long bytesBefore = threads.getThreadAllocatedBytes(thread);
            long nanosBefore = threads.getCurrentThreadCpuTime();
            calls(CALLS);
            long nanosAfter = threads.getCurrentThreadCpuTime();
            long bytesAfter = threads.getThreadAllocatedBytes(thread);
            if (i >= 0) {
                nanos[i] = (nanosAfter - nanosBefore) / (double) CALLS;
                bytes[i] = (bytesAfter - bytesBefore) / (double) CALLS;
            }
            subject.settle();
        }
        return new double[] {median(nanos), median(bytes)};
    }

    private void calls(int calls) {
        for (int i = 0; i < calls; i++) {
            subject.log("4711-0815", i);
        }
    }

    /** Calls per second of so many threads together, for a burst that the buffer holds. */
    private double burst(int count) throws Exception {
        CyclicBarrier start = new CyclicBarrier(count);
        long[] began = new long[count];
        long[] ended = new long[count];
        List<Thread> started = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = i;
            Thread thread = new Thread(() -> {
                subject.enter();
                await(start);
                began[index] = System.nanoTime();
                calls(4 * CALLS / count);
                ended[index] = System.nanoTime();
            });
            thread.start();
            started.add(thread);
        }
        for (Thread thread : started) {
            thread.join();
        }
        subject.settle();
        // From the first call to the last, by the threads' own word: whoever waits for them is late to see either.
        long nanos = Arrays.stream(ended).max().orElseThrow()
                - Arrays.stream(began).min().orElseThrow();
        return 4 * CALLS / (nanos / 1e9);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
