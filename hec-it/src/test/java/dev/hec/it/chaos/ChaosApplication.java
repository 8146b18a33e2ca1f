package dev.hec.it.chaos;

import dev.hec.FlushResult;
import dev.hec.Tally;
import dev.hec.it.Application.Framework;
import dev.hec.it.ReturnedCalls;
import dev.hec.it.SpoolLogger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.status.StatusLogger;

/**
 * The application of the matrix: threads log in small bursts until a file appears; then it flushes, logs once more, so that
 * losses are told, closes, and prints its counts.
 *
 * <p>Arguments: framework, directory, {@link Work}, then settings as {@code name=value}. Exits with 0 if everything that was
 * taken in has been settled.
 */
final class ChaosApplication {

    /** What it does. */
    enum Work {
        LOG,
        /** Sends what is in the spool, and logs nothing. */
        DRAIN,
        /** Logs while another thread takes all memory again and again. */
        LOG_UNDER_PRESSURE
    }

    static final int WRITERS = 3;
    static final String STOP = "stop";
    static final String RETURNED = "returned";

    private static final Duration PATIENCE = Duration.ofSeconds(50);
    private static final int WARM_UPS = 20;
    private static final int BURST = 3;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(6);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static volatile boolean stopped;

    private ChaosApplication() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[1]);
        Work work = Work.valueOf(args[2]);
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : List.of(args).subList(3, args.length)) {
            int equals = setting.indexOf('=');
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        SpoolLogger logger = SpoolLogger.open(Framework.valueOf(args[0]), settings);
        List<ChaosWriter> writers = new ArrayList<>();
        if (work != Work.DRAIN) {
            ReturnedCalls returned = ReturnedCalls.create(directory.resolve(RETURNED), WRITERS);
            for (int writer = 0; writer < WRITERS; writer++) {
                writers.add(new ChaosWriter(writer, logger, returned, work == Work.LOG_UNDER_PRESSURE));
            }
            if (work == Work.LOG_UNDER_PRESSURE) {
                warmUp(logger, writers.get(0));
            }
            log(writers, directory.resolve(STOP), work == Work.LOG_UNDER_PRESSURE);
        }
        FlushResult result = logger.flush(PATIENCE);
        if (!writers.isEmpty()) {
            // Losses are told after a success, so there must be one after the last loss.
            writers.get(0).log();
        }
        logger.close();
        print(logger, writers);
        System.exit(result.complete() ? 0 : 1);
    }

    /**
     * Lets the JVM load what delivers and what tells trouble: a class whose initialization fails for want of memory is unusable
     * for good, whosever it is.
     */
    private static void warmUp(SpoolLogger logger, ChaosWriter writer) throws InterruptedException {
        StatusLogger.getLogger().warn("{} is trouble", "this", new IllegalStateException("not really"));
        for (int i = 0; i < WARM_UPS; i++) {
            writer.log();
            logger.flush(PATIENCE);
        }
    }

    private static void log(List<ChaosWriter> writers, Path stop, boolean pressure) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (ChaosWriter writer : writers) {
            threads.add(new Thread(() -> {
                while (!stopped) {
                    for (int i = 0; i < BURST; i++) {
                        writer.log();
                    }
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }));
        }
        MemoryPressure memory = new MemoryPressure();
        Thread thief = new Thread(() -> {
            while (pressure && !stopped) {
                memory.exhaust();
            }
        });
        threads.add(thief);
        threads.forEach(Thread::start);
        System.out.println("ready");
        while (!stopped) {
            try {
                stopped = Files.exists(stop);
            } catch (OutOfMemoryError e) {
                // Looks again.
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("exhausted " + memory.times());
    }

    private static void print(SpoolLogger logger, List<ChaosWriter> writers) {
        logger.warnings().forEach(warning -> System.out.println("warning: " + warning));
        for (ChaosWriter writer : writers) {
            System.out.println("doubtful " + writer.number() + " " + writer.doubtful());
        }
        Tally tally = logger.tally();
        count("admitted", tally.admitted());
        count("recovered", tally.recovered());
        count("delivered", tally.delivered());
        count("waiting", tally.buffered() + tally.inFlight() + tally.heldBytes());
        count("spooled", tally.spooled());
        count("requests", tally.requests());
        count("retries", tally.retries());
        count("maybeDuplicated", tally.maybeDuplicated());
        count("unsafeCuts", tally.unsafeCuts());
        tally.droppedByReason().forEach((reason, events) -> count("dropped." + reason, events));
        tally.refusedByReason().forEach((reason, events) -> count("refused." + reason, events));
    }

    private static void count(String name, long events) {
        System.out.println("count " + name + " " + events);
    }
}
