package dev.hec.it.soak;

import dev.hec.Diagnostics;
import dev.hec.FlushResult;
import dev.hec.HecClient;
import dev.hec.Tally;
import dev.hec.settings.HecSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A client under test with the threads that log to it. It may be closed and opened again meanwhile, or hand over.
 *
 * <p>Used by the thread of the test, but for {@code current}, which the logging threads read.
 */
final class SoakClient {

    /** What happens to the client now and then while events are logged. */
    enum Renewal {
        NEVER,
        /** It is closed in a hurry, and the next one adopts its spool. */
        REOPEN,
        /** The next one goes on with what it has. */
        HAND_OVER
    }

    private static final Duration HURRY = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name;
    private final Renewal renewal;
    private final HecSettings settings;
    private final List<String> told = new ArrayList<>();
    private final List<HecClient> opened = new ArrayList<>();
    private final List<LoggingThread> threads;
    private volatile HecClient current;

    SoakClient(String name, Renewal renewal, HecSettings settings, int threads, Random seeds, long meanPauseNanos) {
        this.name = name;
        this.renewal = renewal;
        this.settings = settings;
        current = open();
        this.threads = IntStream.range(0, threads)
                .mapToObj(i -> new LoggingThread("t" + i, () -> current, seeds.nextLong(), meanPauseNanos))
                .toList();
    }

    private HecClient open() {
        HecClient client = HecClient.open(name, settings, new Diagnostics() {
            @Override
            public void info(String message) {
                tell("INFO " + message);
            }

            @Override
            public void warn(String message) {
                tell("WARN " + message);
            }
        });
        opened.add(client);
        return client;
    }

    private void tell(String message) {
        synchronized (told) {
            told.add(message);
        }
    }

    void startLogging() {
        threads.forEach(LoggingThread::start);
    }

    /** Closes and opens it again, or lets it hand over, if it is of that kind. */
    void renew() {
        HecClient old = current;
        if (renewal == Renewal.REOPEN) {
            old.close(HURRY);
            current = open();
        } else if (renewal == Renewal.HAND_OVER) {
            old.handOver(PATIENCE);
            current = open();
        }
    }

    void endLogging() throws InterruptedException {
        for (LoggingThread thread : threads) {
            thread.end();
        }
    }

    void logLast() {
        threads.forEach(LoggingThread::logLast);
    }

    FlushResult flush(Duration timeout) throws InterruptedException {
        return current.flush(timeout);
    }

    void close() {
        current.close(PATIENCE);
    }

    String name() {
        return name;
    }

    Renewal renewal() {
        return renewal;
    }

    HecSettings settings() {
        return settings;
    }

    List<LoggingThread> threads() {
        return threads;
    }

    /** One of each client that counted for itself, in the order in which they were opened. */
    List<Tally> tallies() {
        // A client that takes over goes on with the counts of the one before.
        return renewal == Renewal.HAND_OVER
                ? List.of(current.tally())
                : opened.stream().map(HecClient::tally).toList();
    }

    /** What its clients told, each message after its level. */
    List<String> told() {
        synchronized (told) {
            return List.copyOf(told);
        }
    }
}
