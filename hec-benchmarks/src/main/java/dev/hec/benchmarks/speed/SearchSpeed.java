package dev.hec.benchmarks.speed;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A search as the page does it: a word, a field and a time range, the newest 50 events, and a histogram over the same. Each time with
 * another word, field and range, for a reply that is remembered would tell nothing. Confined to one thread.
 */
final class SearchSpeed {

    private static final int WARM_UP = 200;
    private static final int SEARCHES = 300;
    private static final String[] WORDS = {"timeout", "refused", "express", "invoice", "cleanup", "\"disk full\""};
    private static final String[] LEVELS = {"ERROR", "WARN", "DEBUG"};

    private final ReceiverProcess receiver;
    private final long events;
    private final boolean histogram;
    private final SplittableRandom random = new SplittableRandom(1);

    /** Milliseconds. {@code histogram} tells whether the receiver has one, and it is part of the time. */
    record Times(double median, double p95, boolean histogram) {}

    private SearchSpeed(ReceiverProcess receiver, long events, boolean histogram) {
        this.receiver = receiver;
        this.events = events;
        this.histogram = histogram;
    }

    /** Measures on that many events. */
    static Times measure(ReceiverProcess receiver, long events) throws IOException, InterruptedException {
        SearchSpeed speed = new SearchSpeed(receiver, events, receiver.has("/api/histogram?q=timeout"));
        double[] times = new double[SEARCHES];
        for (int i = -WARM_UP; i < SEARCHES; i++) {
            String parameters = speed.parameters();
            long start = System.nanoTime();
            speed.search(parameters);
            if (i >= 0) {
                times[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(times);
        return new Times(times[SEARCHES / 2], times[SEARCHES * 95 / 100], speed.histogram);
    }

    private void search(String parameters) throws IOException, InterruptedException {
        String reply = receiver.get("/api/events?limit=50&" + parameters);
        if (!reply.contains("\"trace\"")) {
            throw new IOException("nothing was found by " + parameters);
        }
        if (histogram) {
            receiver.get("/api/histogram?" + parameters);
        }
    }

    /** A quarter to three quarters of all log time. */
    private String parameters() {
        String query = WORDS[random.nextInt(WORDS.length)] + " level=" + LEVELS[random.nextInt(LEVELS.length)];
        long from = random.nextLong(events / 4);
        long to = from + events / 4 + random.nextLong(events / 2);
        return "q=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + "&from=" + time(from) + "&to=" + time(to);
    }

    private static Instant time(long number) {
        return Instant.ofEpochMilli(SampleEvents.FIRST_MILLIS + number * SampleEvents.STEP_MILLIS);
    }
}
