package dev.hec.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a log call costs the thread that logs, by framework and appender, as a table for people; see
 * {@code docs/performance.md}.
 *
 * <p>Each round measures every subject once, in a new JVM, one after the other; so what disturbs the machine for a while
 * disturbs all of them. Shown are medians of the rounds, and the range between the least and the most.
 */
public final class CallerCost {

    private static final String[] FRAMEWORKS = {"logback", "log4j2"};
    private static final String[] COLUMNS = {"CPU ns/call", "bytes/call", "calls/s 1 thread", "calls/s 8 threads"};

    private CallerCost() {}

    /** @param arguments number of rounds, 5 by default; then names of the sinks to measure, all by default */
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        List<Subject.Sink> sinks = arguments.length > 1
                ? Arrays.stream(arguments).skip(1).map(Subject.Sink::valueOf).toList()
                : List.of(Subject.Sink.values());
        System.out.printf(
                "Java %s, %d processors, load %.2f, %d rounds%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors(), load(), rounds);
        Map<String, List<double[]>> results = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (String framework : FRAMEWORKS) {
                for (Subject.Sink sink : sinks) {
                    double[] result = measure(framework, sink);
                    // At once, so that a run that is broken off has not been for nothing.
                    System.out.printf("%d %s %s %s%n", round + 1, framework, sink, Arrays.toString(result));
                    results.computeIfAbsent(framework + " " + sink, name -> new ArrayList<>())
                            .add(result);
                }
            }
        }
        print(results);
        System.out.printf("load at the end %.2f%n", load());
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static double[] measure(String framework, Subject.Sink sink) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        CostProbe.class.getName(),
                        framework,
                        sink.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String last = "";
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
            }
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException(framework + " " + sink + " failed: " + last);
        }
        return Arrays.stream(last.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    private static void print(Map<String, List<double[]>> results) {
        System.out.printf("%-14s", "");
        for (String column : COLUMNS) {
            System.out.printf("%28s", column);
        }
        System.out.printf("%14s%n", "8 against 1");
        results.forEach((name, rounds) -> {
            System.out.printf("%-14s", name);
            for (int column = 0; column < COLUMNS.length; column++) {
                int index = column;
                double[] values = rounds.stream().mapToDouble(row -> row[index]).toArray();
                Arrays.sort(values);
                System.out.printf(
                        "%28s",
                        String.format(
                                "%.0f (%.0f-%.0f)", CostProbe.median(values), values[0], values[values.length - 1]));
            }
            System.out.printf(
                    "%14.2f%n",
                    CostProbe.median(
                            rounds.stream().mapToDouble(row -> row[3] / row[2]).toArray()));
        });
    }
}
