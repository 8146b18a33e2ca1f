package dev.hec.benchmarks.delivery;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What it costs to bring events to another process, by appender; see {@code docs/benchmarks.md}, which this writes.
 *
 * <p>Each round measures every candidate once, each in a new JVM, one after the other; so what disturbs the machine for a while
 * disturbs all of them. Shown are medians of the rounds, and the range between the least and the most.
 */
public final class DeliveryBenchmark {

    private static final int PACED_EVENTS = 100_000;
    private static final int REPLY_DELAY_MILLIS = 50;
    private static final List<Candidate> PACED = List.of(
            Candidate.LOGBACK_NOOP,
            Candidate.LOGBACK_FILE,
            Candidate.LOGBACK_HEC,
            Candidate.LOG4J_NOOP,
            Candidate.LOG4J_FILE,
            Candidate.LOG4J_HEC);
    private static final List<Candidate> STARTED = List.of(
            Candidate.LOGBACK_NOOP,
            Candidate.LOGBACK_FILE,
            Candidate.LOGBACK_HEC,
            Candidate.LOGBACK_LOKI,
            Candidate.LOGBACK_LOGSTASH,
            Candidate.LOGBACK_OTLP,
            Candidate.LOG4J_NOOP,
            Candidate.LOG4J_FILE,
            Candidate.LOG4J_HEC);
    private static final List<Candidate> IDLE =
            List.of(Candidate.LOGBACK_NOOP, Candidate.LOGBACK_HEC, Candidate.LOG4J_NOOP, Candidate.LOG4J_HEC);

    /** A start takes a second, and what else the machine does weighs much in it. */
    private static final int STARTS = 5;

    private final Runs runs;
    private final Results results = new Results();

    private DeliveryBenchmark(Runs runs) {
        this.runs = runs;
    }

    /**
     * Measures and prints.
     *
     * @param arguments rounds, events of a burst, seconds to warm up, the document to write or {@code -}, the idle minute {@code idle} or {@code -},
     *     then names of the candidates to measure, all by default
     */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        int events = Integer.parseInt(arguments[1]);
        List<Candidate> candidates = arguments.length > 5
                ? Arrays.stream(arguments).skip(5).map(Candidate::valueOf).toList()
                : List.of(Candidate.values());
        Machine machine = Machine.now();
        Runs runs = new Runs(Path.of("target", "delivery"), Integer.parseInt(arguments[2]));
        DeliveryBenchmark benchmark = new DeliveryBenchmark(runs);
        for (int round = 1; round <= rounds; round++) {
            benchmark.round(round, events, candidates);
        }
        if (arguments[4].equals("idle")) {
            benchmark.each("idle", IDLE, candidates, 0);
        }
        Report report = new Report(machine, rounds, events, benchmark.results);
        System.out.println(report.text());
        if (!arguments[3].equals("-")) {
            report.write(Path.of(arguments[3]));
        }
    }

    private void round(int round, int events, List<Candidate> candidates) throws Exception {
        List<Candidate> order = new ArrayList<>(candidates);
        if (round % 2 == 0) {
            Collections.reverse(order);
        }
        for (Candidate candidate : order) {
            note(candidate, runs.load(candidate, "burst", events, 0), "");
            if (candidate == Candidate.LOGBACK_HEC_PARALLEL) {
                note(candidate, runs.load(candidate, "burst", events, REPLY_DELAY_MILLIS), "delayed ");
            }
        }
        each("paced", PACED, candidates, PACED_EVENTS);
        for (int i = 0; i < STARTS; i++) {
            each("start", STARTED, candidates, 0);
        }
    }

    private void each(String mode, List<Candidate> wanted, List<Candidate> chosen, int events) throws Exception {
        for (Candidate candidate : wanted) {
            if (chosen.contains(candidate)) {
                note(candidate, runs.load(candidate, mode, events, 0), "");
            }
        }
    }

    private void note(Candidate candidate, Map<String, Double> measured, String prefix) {
        // At once, so that a run that is broken off has not been for nothing.
        System.out.println(candidate + " " + prefix + measured);
        measured.forEach((name, value) -> results.add(candidate, prefix + name, value));
    }
}
