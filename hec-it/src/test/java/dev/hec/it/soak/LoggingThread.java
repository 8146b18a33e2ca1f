package dev.hec.it.soak;

import dev.hec.Admission;
import dev.hec.HecClient;
import dev.hec.Severity;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Logs numbered events, several in a millisecond, then a pause, and notes what became of each at the door.
 *
 * <p>One thread runs it; what it noted may be read once that has ended.
 */
final class LoggingThread {

    private static final int MOST_AT_ONCE = 5;
    private static final Severity[] SEVERITIES = {Severity.DEBUG, Severity.INFO, Severity.WARN, Severity.ERROR};

    private final String name;
    private final Supplier<HecClient> client;
    private final Random random;
    private final Map<Admission, BitSet> noted = new EnumMap<>(Admission.class);
    private final List<SoakEvent.Kind> kinds = new ArrayList<>();
    private final Thread thread;
    private long lastMillis;
    private volatile boolean ended;

    /** @param meanPauseNanos between two bursts */
    LoggingThread(String name, Supplier<HecClient> client, long seed, long meanPauseNanos) {
        this.name = name;
        this.client = client;
        random = new Random(seed);
        for (Admission admission : Admission.values()) {
            noted.put(admission, new BitSet());
        }
        thread = new Thread(() -> run(meanPauseNanos), "soak-logging-" + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run(long meanPauseNanos) {
        while (!ended) {
            long millis = now();
            for (int i = 1 + random.nextInt(MOST_AT_ONCE); i > 0; i--) {
                log(SoakEvent.Kind.random(name, kinds.size(), random), millis);
            }
            LockSupport.parkNanos((long) (2 * random.nextDouble() * meanPauseNanos));
        }
    }

    /** A last event, after the thread has ended. */
    void logLast() {
        log(SoakEvent.Kind.PLAIN, now());
    }

    /** Not before the last one, though the clock may be set meanwhile: order is looked for by time. */
    private long now() {
        lastMillis = Math.max(lastMillis, System.currentTimeMillis());
        return lastMillis;
    }

    private void log(SoakEvent.Kind kind, long millis) {
        int number = kinds.size();
        String text = "x".repeat(random.nextInt(200));
        Severity severity = SEVERITIES[random.nextInt(SEVERITIES.length)];
        Admission admission =
                client.get().offer(new SoakEvent(name, number, kind, text), SoakEvent.MAPPER, millis, severity);
        kinds.add(kind);
        noted.get(admission).set(number);
    }

    void end() throws InterruptedException {
        ended = true;
        thread.join();
    }

    String name() {
        return name;
    }

    /** How many events it logged. */
    int logged() {
        return kinds.size();
    }

    /** The numbers of the events with such a fate at the door. */
    BitSet noted(Admission admission) {
        return (BitSet) noted.get(admission).clone();
    }

    SoakEvent.Kind kind(int number) {
        return kinds.get(number);
    }
}
