package dev.hec.benchmarks.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts the processes of a benchmark: one load after the other on one core, and a sink for each on another one, where the machine
 * has two and {@code taskset}. Confined to one thread.
 */
final class Runs {

    private final Path directory;
    private final int warmUpSeconds;

    Runs(Path directory, int warmUpSeconds) throws IOException {
        this.directory = directory;
        this.warmUpSeconds = warmUpSeconds;
        Files.createDirectories(directory);
    }

    /** Runs one load to its end, into a sink of its own, and gives what it printed. */
    Map<String, Double> load(Candidate candidate, String mode, int events, int delayMillis)
            throws IOException, InterruptedException {
        Process sink = startSink();
        try {
            return load(candidate, mode, events, delayMillis, ports(sink));
        } finally {
            sink.destroyForcibly().waitFor();
        }
    }

    private static Process startSink() throws IOException {
        // Without it this server's replies wait 40 ms for the peer's delayed acknowledgement.
        List<String> properties = List.of("-Dsun.net.httpserver.nodelay=true");
        return new ProcessBuilder(java(1, properties, DeliverySink.class, List.of()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String[] ports(Process sink) throws IOException {
        String line = sink.inputReader(StandardCharsets.UTF_8).readLine();
        if (line == null) {
            throw new IOException("the sink did not start");
        }
        return line.split(" ");
    }

    private Map<String, Double> load(Candidate candidate, String mode, int events, int delayMillis, String[] ports)
            throws IOException, InterruptedException {
        Path work = Files.createTempDirectory(directory, "load");
        List<String> properties = List.of(
                "-Durl=http://127.0.0.1:" + ports[0],
                "-DlinesPort=" + ports[1],
                "-DprogressPort=" + ports[2],
                "-DwarmUpSeconds=" + warmUpSeconds,
                "-Dfile=" + work.resolve("log.txt"),
                "-Ddirectory=" + work.resolve("spool"));
        List<String> arguments =
                List.of(candidate.name(), mode, Integer.toString(events), Integer.toString(delayMillis));
        Path errors = work.resolve("errors.txt");
        Process process = new ProcessBuilder(java(0, properties, DeliveryLoad.class, arguments))
                .redirectError(errors.toFile())
                .start();
        Map<String, Double> results = new HashMap<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int equals = line.indexOf('=');
                if (line.matches("[a-z0-9.]+=[-0-9.NaN]+")) {
                    results.put(line.substring(0, equals), Double.valueOf(line.substring(equals + 1)));
                }
            }
        }
        if (process.waitFor() != 0 || results.isEmpty()) {
            throw new IOException(candidate + " failed: " + Files.readString(errors));
        }
        delete(work);
        return results;
    }

    private static List<String> java(int core, List<String> properties, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (canPin()) {
            command.addAll(List.of("taskset", "-c", Integer.toString(core)));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-classpath", System.getProperty("java.class.path")));
        command.addAll(properties);
        command.add(main.getName());
        command.addAll(arguments);
        return command;
    }

    /** Whether processes get a core of their own. */
    static boolean canPin() {
        return Runtime.getRuntime().availableProcessors() >= 2 && Files.isExecutable(Path.of("/usr/bin/taskset"));
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
