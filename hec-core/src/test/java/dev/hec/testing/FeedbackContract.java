package dev.hec.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.Admission;
import dev.hec.Tally;
import dev.hec.transport.TlsServer;
import dev.hec.transport.tls.TestAuthority;
import dev.hec.transport.tls.TestIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the transport logs must not become events to send, or it would never end. In a JVM of its own, where all that the JDK
 * can log comes to the framework, and there to the appender; each adapter's tests inherit it.
 */
public abstract class FeedbackContract {

    /** The logger of the events that the application logs; all others are the JDK's. */
    public static final String LOGGER = "test.Logger";

    /** How many events the application logs; by flushing after some it makes several requests of them. */
    private static final int EVENTS = 100;

    /** After so many it flushes. */
    private static final int EVENTS_OF_A_REQUEST = 10;

    /** Before the counts at the end of the application's output. */
    private static final String TALLY = "tally: ";

    @TempDir
    private Path directory;

    /**
     * A configuration with our appender and one that prints "heard", thread and logger, for all levels of all loggers.
     */
    protected abstract String xml(Map<String, String> options);

    /** The option of the JVM that makes the framework read a file. */
    protected abstract String configurationOption(Path configuration);

    /**
     * A main class that takes what the JDK logs into the framework, see {@link ChattyJdk}, logs numbered events, and then
     * calls {@link #printTally}.
     */
    protected abstract Class<?> application();

    /** What the application prints last. */
    public static void printTally(Tally tally) {
        System.out.println(TALLY + "admitted " + tally.admitted() + ", delivered " + tally.delivered() + ", recursive "
                + (tally.refused(Admission.RECURSIVE) > 0 ? "some" : "none"));
    }

    /** Logs all events. */
    public static void logAll(IntConsumer log, Callable<?> flush) throws Exception {
        for (int i = 0; i < EVENTS; i++) {
            log.accept(i);
            if (i % EVENTS_OF_A_REQUEST == EVENTS_OF_A_REQUEST - 1) {
                flush.call();
            }
        }
    }

    private ChildJvm run(Map<String, String> options) throws Exception {
        Path configuration = Files.writeString(directory.resolve("logging.xml"), xml(options));
        List<String> jvm = new ArrayList<>(ChattyJdk.OPTIONS);
        jvm.add(configurationOption(configuration));
        ChildJvm application = ChildJvm.run(directory, application(), Map.of(), jvm.toArray(String[]::new));
        assertThat(application.exitCode()).as(application.output()).isZero();
        return application;
    }

    private static void assertNothingFedBack(ChildJvm application) {
        List<String> heard = application
                .output()
                .lines()
                .filter(line -> line.startsWith("heard "))
                .toList();
        assertThat(heard)
                .as("the JDK logs on its own threads and on ours")
                .anyMatch(line -> line.matches("heard HttpClient-\\d+-SelectorManager jdk\\..*"))
                .anyMatch(line -> line.matches("heard hec-HEC-\\S+ jdk\\.httpclient\\.HttpClient"));
        List<String> others = heard.stream()
                .filter(line -> !line.matches("heard (HttpClient-|hec-HEC-).*"))
                .toList();
        // The JDK's finalizer logs about connections too, whoever made them: some lines for each, so that has an end.
        assertThat(others.stream().filter(line -> !line.equals("heard Finalizer javax.net.ssl")))
                .as("what others log")
                .hasSize(EVENTS)
                .containsOnly("heard main " + LOGGER);
        String last =
                application.output().lines().reduce((before, line) -> line).orElse("");
        Matcher tally = Pattern.compile(TALLY + "admitted (\\d+), delivered (\\d+), recursive some")
                .matcher(last);
        assertThat(last).matches(tally.pattern());
        // The finalizer does not wait for anybody: it may log between the last flush, the count, and the end.
        assertThat(Integer.parseInt(tally.replaceAll("$1")))
                .as("admitted of %s", last)
                .isBetween(EVENTS, others.size());
        assertThat(Integer.parseInt(tally.replaceAll("$2")))
                .as("delivered of %s", last)
                .isBetween(EVENTS, others.size());
    }

    @Test
    void transport_thatLogsEverything_isNotFedBack() throws Exception {
        try (ScriptedCollector collector = ScriptedCollector.up()) {
            ChildJvm application = run(AppenderContract.options(collector.url()));

            List<JsonNode> events = collector.events().stream()
                    .map(envelope -> envelope.path("event"))
                    .filter(event -> !event.path("thread").asText().equals("Finalizer"))
                    .toList();
            assertThat(events)
                    .extracting(event -> event.path("logger").asText() + ": "
                            + event.path("message").asText())
                    .isEqualTo(IntStream.range(0, EVENTS)
                            .mapToObj(i -> LOGGER + ": event " + i)
                            .toList());
            assertNothingFedBack(application);
        }
    }

    @Test
    void transport_overTlsThatLogsEverything_isNotFedBack() throws Exception {
        TestAuthority root = TestAuthority.root("Test Root");
        Path trust = Files.writeString(directory.resolve("root.pem"), TestIdentity.pem(List.of(root.certificate())));
        try (TlsServer collector =
                new TlsServer(root.identity("127.0.0.1"), root.certificate(), TlsServer.Ask.NOTHING)) {
            Map<String, String> options = AppenderContract.options(
                    "https://127.0.0.1:" + collector.address().getPort());
            options.put("tlsTrust", trust.toString());

            ChildJvm application = run(options);

            assertNothingFedBack(application);
            assertThat(application.output()).contains(" javax.net.ssl", " jdk.event.security");
        }
    }
}
