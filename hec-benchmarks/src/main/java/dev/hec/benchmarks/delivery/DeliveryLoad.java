package dev.hec.benchmarks.delivery;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Logs into one candidate, in a JVM of its own, and prints what that took as {@code name=value} pairs. Started by
 * {@link DeliveryBenchmark}.
 *
 * <p>The load never runs more than {@value #WINDOW} events ahead of what the sink has found, so that peers which drop have no
 * reason to; what is lost all the same is told.
 */
final class DeliveryLoad {

    private static final int WINDOW = 100_000;
    private static final int LOOK_EVERY = 256;
    private static final int PACED_PER_SECOND = 10_000;
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(Integer.getInteger("warmUpSeconds"));
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Candidate candidate;
    private final Target target;
    private final Progress progress;
    private final int delayMillis;
    private final String[] orders = orders();
    private int number;

    private DeliveryLoad(Candidate candidate, Target target, Progress progress, int delayMillis) {
        this.candidate = candidate;
        this.target = target;
        this.progress = progress;
        this.delayMillis = delayMillis;
    }

    /** @param arguments the candidate, what to do, how many events, milliseconds the sink waits before each reply */
    public static void main(String[] arguments) throws Exception {
        Candidate candidate = Candidate.valueOf(arguments[0]);
        int events = candidate.events(Integer.parseInt(arguments[2]));
        int delayMillis = Integer.parseInt(arguments[3]);
        long began = System.nanoTime();
        try (Progress progress = new Progress(Integer.getInteger("progressPort"));
                Target target = Target.of(candidate)) {
            DeliveryLoad load = new DeliveryLoad(candidate, target, progress, delayMillis);
            switch (arguments[1]) {
                case "burst" -> load.burst(events);
                case "paced" -> load.paced(events);
                case "idle" -> load.idle();
                case "start" -> load.start(began);
                default -> throw new IllegalArgumentException(arguments[1]);
            }
        }
    }

    private void burst(int events) throws Exception {
        target.enter();
        warmUp(events);
        progress.reset(delayMillis);
        long fileBefore = fileBytes();
        long thread = Thread.currentThread().getId();
        long process = machine.getProcessCpuTime();
        long caller = threads.getCurrentThreadCpuTime();
        long bytes = threads.getThreadAllocatedBytes(thread);
        long began = System.nanoTime();
        run(events);
        long callerAfter = threads.getCurrentThreadCpuTime();
        long bytesAfter = threads.getThreadAllocatedBytes(thread);
        settle(events);
        long nanos = System.nanoTime() - began;
        long processAfter = machine.getProcessCpuTime();
        long found = candidate.delivers() ? progress.found() : events;
        print("cpu", (processAfter - process) / 1e3 / found);
        print("caller", (callerAfter - caller) / 1e3 / events);
        print("bytes", (bytesAfter - bytes) / (double) events);
        print("rate", found / (nanos / 1e9));
        print("wire", (candidate.delivers() ? progress.wireBytes() : fileBytes() - fileBefore) / (double) found);
        print("rss", peakMegabytes());
        print("lost", events - found);
        print("again", progress.again());
        print("overtaken", progress.overtaken());
        print("requests", progress.requests());
    }

    /**
     * The same work until its code is compiled, or nearly: what compiling costs is a matter of the program, not of its events, and
     * would weigh the more the shorter a measurement is.
     */
    private void warmUp(int events) throws Exception {
        long began = System.nanoTime();
        do {
            progress.reset(0);
            run(events);
            settle(events);
            number = 0;
        } while (System.nanoTime() - began < WARM_UP_NANOS);
    }

    /** Orders that no codec can foresee, so that compression has the work it has with real messages. */
    private static String[] orders() {
        Random random = new Random(1);
        return Stream.generate(() -> HexFormat.of().toHexDigits(random.nextLong()))
                .limit(1 << 16)
                .toArray(String[]::new);
    }

    private void run(int events) {
        for (int i = 0; i < events; i++) {
            target.log(orders[i & orders.length - 1], i, Marks.of(0, number++));
            if (i % LOOK_EVERY == 0 && candidate.delivers()) {
                while (number - progress.found() > WINDOW) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }
    }

    private void settle(int events) throws Exception {
        target.flush(PATIENCE);
        if (candidate.delivers()) {
            progress.awaitFound(events);
        }
    }

    /** The time of a call counts from when it should have begun, so that a call that hangs is not counted once but for all. */
    private void paced(int events) throws Exception {
        target.enter();
        pace(events / 2, new Histogram(3));
        Histogram latency = new Histogram(3);
        pace(events, latency);
        target.flush(PATIENCE);
        print("p50", latency.getValueAtPercentile(50) / 1e3);
        print("p99", latency.getValueAtPercentile(99) / 1e3);
        print("p99.9", latency.getValueAtPercentile(99.9) / 1e3);
        print("max", latency.getMaxValue() / 1e3);
    }

    private void pace(int events, Histogram latency) {
        long interval = TimeUnit.SECONDS.toNanos(1) / PACED_PER_SECOND;
        long began = System.nanoTime();
        for (int i = 0; i < events; i++) {
            long intended = began + i * interval;
            for (long wait = intended - System.nanoTime(); wait > 0; wait = intended - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            target.log(orders[i & orders.length - 1], i, Marks.of(0, number++));
            latency.recordValue(System.nanoTime() - intended);
        }
    }

    private void idle() throws Exception {
        target.enter();
        run(1);
        settle(1);
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3)); // what the start left to do
        long before = machine.getProcessCpuTime();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        for (long rest = end - System.nanoTime(); rest > 0; rest = end - System.nanoTime()) {
            LockSupport.parkNanos(rest);
        }
        print("idle", (machine.getProcessCpuTime() - before) / 1e6);
    }

    private void start(long began) {
        target.enter();
        run(1);
        print("start", (System.nanoTime() - began) / 1e6);
    }

    private static long fileBytes() throws IOException {
        Path file = Path.of(System.getProperty("file"));
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** The most memory the process had; where the kernel tells it. */
    private static double peakMegabytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return Double.NaN;
        }
        try (BufferedReader lines = Files.newBufferedReader(status)) {
            return lines.lines()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(Double.NaN);
        }
    }

    private static void print(String name, double value) {
        System.out.printf(Locale.ROOT, "%s=%.4f%n", name, value);
    }
}
