package dev.hec.benchmarks.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the project promises itself, against what was measured. Immutable. */
final class Targets {

    /** Bytes of events that our appender holds at most with its defaults, in the heap of these runs: a twentieth of it. */
    private static final double BUFFER_MEGABYTES = 512 / 20.0;

    private static final double NOISE_MILLIS = 20;

    private final Results results;
    private final List<String> rows = new ArrayList<>();

    Targets(Results results) {
        this.results = results;
    }

    /** Rows of a Markdown table: target, measured, limit, whether it is met. */
    List<String> rows() {
        rows.clear();
        double ours = results.of(Candidate.LOGBACK_HEC, "cpu");
        double floor = results.of(Candidate.LOGBACK_NOOP, "cpu") + results.of(Candidate.FLOOR, "cpu");
        ratio("CPU per event, Logback, against no-op + floor", ours / floor, 1.6);
        ratio("CPU per event, Logback, against its file", ours / results.of(Candidate.LOGBACK_FILE, "cpu"), 1);
        ratio("CPU per event, Log4j2, against its file", log4j("cpu") / results.of(Candidate.LOG4J_FILE, "cpu"), 1);
        ratio("CPU per event against Loki", ours / results.of(Candidate.LOGBACK_LOKI, "cpu"), 0.4);
        ratio("CPU per event against logstash TCP", ours / results.of(Candidate.LOGBACK_LOGSTASH, "cpu"), 0.35);
        double noop = results.of(Candidate.LOGBACK_NOOP, "bytes");
        difference("Bytes allocated by a log call, Logback, beyond no-op", logback("bytes") - noop, 64, "");
        double noop2 = results.of(Candidate.LOG4J_NOOP, "bytes");
        difference("Bytes allocated by a log call, Log4j2, beyond no-op", log4j("bytes") - noop2, 64, "");
        ratio("p99.9 of a log call, Logback, against no-op", logback("p99.9") / noop("p99.9"), 2);
        ratio(
                "p99.9 of a log call, Log4j2, against no-op",
                log4j("p99.9") / results.of(Candidate.LOG4J_NOOP, "p99.9"),
                2);
        difference("Peak memory beyond no-op, Logback", logback("rss") - noop("rss"), 3 * BUFFER_MEGABYTES, " MB");
        difference(
                "Peak memory beyond no-op, Log4j2",
                log4j("rss") - results.of(Candidate.LOG4J_NOOP, "rss"),
                3 * BUFFER_MEGABYTES,
                " MB");
        difference("CPU of an idle minute beyond no-op", logback("idle") - noop("idle"), NOISE_MILLIS, " ms");
        difference("Start beyond no-op, Logback", logback("start") - noop("start"), 50, " ms");
        difference("Start beyond no-op, Log4j2", log4j("start") - results.of(Candidate.LOG4J_NOOP, "start"), 50, " ms");
        ratio("CPU per event with a spool against without", results.of(Candidate.LOGBACK_HEC_SPOOL, "cpu") / ours, 1.3);
        double delayed = results.of(Candidate.LOGBACK_HEC_PARALLEL, "delayed rate");
        atLeast(
                "Events a second, replies 50 ms late, against at once",
                delayed / results.of(Candidate.LOGBACK_HEC_PARALLEL, "rate"),
                0.8);
        return List.copyOf(rows);
    }

    private double logback(String name) {
        return results.of(Candidate.LOGBACK_HEC, name);
    }

    private double noop(String name) {
        return results.of(Candidate.LOGBACK_NOOP, name);
    }

    private double log4j(String name) {
        return results.of(Candidate.LOG4J_HEC, name);
    }

    private void ratio(String what, double measured, double limit) {
        row(what, String.format(Locale.ROOT, "%.2f", measured), "≤ " + limit, measured <= limit, measured);
    }

    private void atLeast(String what, double measured, double limit) {
        row(what, String.format(Locale.ROOT, "%.2f", measured), "≥ " + limit, measured >= limit, measured);
    }

    private void difference(String what, double measured, double limit, String unit) {
        String text = String.format(Locale.ROOT, "%.1f%s", measured, unit);
        row(what, text, String.format(Locale.ROOT, "≤ %.0f%s", limit, unit), measured <= limit, measured);
    }

    private void row(String what, String measured, String limit, boolean met, double value) {
        if (!Double.isNaN(value)) {
            rows.add("| " + what + " | " + measured + " | " + limit + " | " + (met ? "yes" : "**no**") + " |");
        }
    }
}
