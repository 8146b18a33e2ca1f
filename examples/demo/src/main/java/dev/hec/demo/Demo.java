package dev.hec.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Starts a receiver, runs {@link SampleApplication} against it, looks every event up by search, and compares the counts.
 *
 * <p>Arguments: path of the receiver's WAR, directory for the receiver's data (emptied first). Exits with 0 only if every
 * event logged was found exactly once and in order.
 */
public final class Demo {

    private static final long APPLICATION_SECONDS = 180;

    private final Path war;
    private final Path dataDir;
    private final PrintStream out;
    private final List<String> problems = new ArrayList<>();

    /**
     * A demo.
     *
     * @param war the packaged receiver
     * @param dataDir where the receiver keeps its data; emptied first
     * @param out where to print
     */
    public Demo(Path war, Path dataDir, PrintStream out) {
        this.war = war;
        this.dataDir = dataDir;
        this.out = out;
    }

    /** Runs the demo. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 2) {
            System.err.println("usage: Demo <hec-receiver.war> <data directory>");
            System.exit(2);
        }
        boolean agreed = new Demo(Path.of(arguments[0]), Path.of(arguments[1]), System.out).run();
        System.exit(agreed ? 0 : 1);
    }

    /**
     * Runs it once.
     *
     * @return whether everything agreed
     */
    public boolean run() throws IOException, InterruptedException {
        deleteTree(dataDir);
        try (ReceiverProcess receiver = ReceiverProcess.start(war, dataDir)) {
            String token = Files.readString(dataDir.resolve("token")).strip();
            out.println("receiver    " + receiver.url());
            JsonNode report = runApplication(receiver, token);
            SearchClient search = new SearchClient(receiver.url(), token);
            out.printf(
                    "%-10s %8s %10s %8s %8s %9s %12s%n",
                    "", "logged", "delivered", "dropped", "found", "requests", "compression");
            for (String framework : List.of("logback", "log4j2")) {
                verify(framework, report.get(framework), search.all("framework=" + framework));
            }
        }
        if (problems.isEmpty()) {
            out.println("Every event was found exactly once, and in order per thread.");
            printWayOn();
        } else {
            problems.forEach(problem -> out.println("NOT AS IT SHOULD BE: " + problem));
        }
        return problems.isEmpty();
    }

    private static JsonNode runApplication(ReceiverProcess receiver, String token)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-classpath",
                System.getProperty("java.class.path"),
                SampleApplication.class.getName());
        builder.environment().put("HEC_URL", receiver.url().toString());
        builder.environment().put("HEC_TOKEN", token);
        Path printed = Files.createTempFile("hec-demo", ".json");
        try {
            Process application = builder.redirectOutput(printed.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (!application.waitFor(APPLICATION_SECONDS, TimeUnit.SECONDS)) {
                application.destroyForcibly();
                throw new IOException("the sample application did not end within " + APPLICATION_SECONDS + " s");
            }
            String text = Files.readString(printed, StandardCharsets.UTF_8);
            if (application.exitValue() != 0) {
                throw new IOException("the sample application ended with " + application.exitValue() + ": " + text);
            }
            return new ObjectMapper().readTree(text);
        } finally {
            Files.delete(printed);
        }
    }

    private void verify(String framework, JsonNode counts, List<JsonNode> found) {
        long logged = counts.get("logged").asLong();
        long delivered = counts.get("delivered").asLong();
        long dropped = counts.get("dropped").asLong();
        out.printf(
                Locale.ROOT,
                "%-10s %8d %10d %8d %8d %9d %11.1fx%n",
                framework,
                logged,
                delivered,
                dropped,
                found.size(),
                counts.get("requests").asLong(),
                (double) counts.get("deliveredBytes").asLong()
                        / counts.get("wireBytes").asLong());
        expect(framework + " logged", SampleApplication.EVENTS_PER_FRAMEWORK, logged);
        expect(framework + " delivered", logged, delivered);
        expect(framework + " dropped", 0, dropped);
        expect(framework + " found", delivered, found.size());
        for (int t = 0; t < SampleApplication.THREADS; t++) {
            String worker = framework + "-worker-" + t;
            List<JsonNode> own = found.stream()
                    .filter(event -> event.path("worker").asText().equals(worker))
                    .toList();
            expect(worker + " found", SampleApplication.EVENTS_PER_THREAD, own.size());
            for (int n = 0; n < own.size(); n++) {
                if (own.get(n).path("n").asInt() != n
                        || !own.get(n).path("thread").asText().equals(worker)) {
                    problems.add(worker + " has at place " + n + " the event " + own.get(n));
                    break;
                }
            }
        }
        long whole = found.stream()
                .filter(event ->
                        event.path("exception.stack").asText().contains("Caused by: java.io.IOException: bank away"))
                .count();
        expect(framework + " exceptions with their cause", 1, whole);
    }

    private void expect(String what, long expected, long actual) {
        if (expected != actual) {
            problems.add(what + ": " + actual + " instead of " + expected);
        }
    }

    private void printWayOn() {
        out.println("""
                Look further: start the receiver again on what it stored, and ask it.
                  java -jar %s --data-dir %s --port 8088 &
                  curl -sG -H "Authorization: Bearer $(cat %s/token)" http://127.0.0.1:8088/api/events \
                --data-urlencode 'q=exception.class=* AND framework=logback' -d limit=5""".formatted(war, dataDir, dataDir));
    }

    private static void deleteTree(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> paths = Files.walk(tree)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
