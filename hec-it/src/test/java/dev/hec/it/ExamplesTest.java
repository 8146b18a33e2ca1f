package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.demo.ReceiverProcess;
import dev.hec.demo.SearchClient;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples, each in a JVM of its own with the libraries that its build gives it. */
class ExamplesTest {

    private static final String TOKEN = "examples-token";
    private static final String ORDERS = "com.example.orders.OrdersApplication";

    @TempDir
    private static Path data;

    @TempDir
    private Path directory;

    private static ReceiverProcess receiver;

    /** An example on a line of Spring Boot. */
    enum Boot {
        BOOT4_LOGBACK("logback", "examples/spring-boot-logback", "v4."),
        BOOT4_LOG4J2("log4j2", "examples/spring-boot-log4j2", "v4."),
        BOOT3_LOGBACK("logback", "hec-it/boot3/logback", "v3."),
        BOOT3_LOG4J2("log4j2", "hec-it/boot3/log4j2", "v3.");

        private final String framework;
        private final String libraries;
        private final String version;

        Boot(String framework, String libraries, String version) {
            this.framework = framework;
            this.libraries = libraries;
            this.version = version;
        }

        String classPath() throws Exception {
            return TestFiles.classPath("examples/spring-boot-" + framework, libraries);
        }

        /** Writes the configuration of the example, with one setting more: a drain that is soon given up. */
        Path impatient(Path directory) throws Exception {
            String name = framework + "-spring.xml";
            String configuration = Files.readString(TestFiles.projectRoot()
                    .resolve("examples/spring-boot-" + framework + "/src/main/resources/" + name));
            String changed = framework.equals("logback")
                    ? configuration.replace("<source>", "<drainTimeout>1s</drainTimeout><source>")
                    : configuration.replace("<Hec ", "<Hec drainTimeout=\"1s\" ");
            assertThat(changed).isNotEqualTo(configuration);
            return Files.writeString(directory.resolve(name() + ".xml"), changed);
        }
    }

    @BeforeAll
    static void startReceiver() throws Exception {
        receiver = ReceiverProcess.start(TestFiles.receiverWar(), data, "--token", TOKEN);
    }

    @AfterAll
    static void stopReceiver() {
        receiver.close();
    }

    /** The messages and users of all events from a source, in order. */
    private static List<String> found(String source, String logger) throws Exception {
        return new SearchClient(receiver.url(), TOKEN)
                .all("source=" + source + " logger=" + logger).stream()
                        .map(ExamplesTest::shown)
                        .toList();
    }

    private static String shown(JsonNode event) {
        return event.get("message").asText()
                + (event.has("mdc.user") ? " for " + event.get("mdc.user").asText() : "");
    }

    private static List<String> expected(String first, String format, String last) {
        List<String> messages = new ArrayList<>();
        messages.add(first);
        IntStream.rangeClosed(1, 10).forEach(n -> messages.add(format.formatted(n, n)));
        messages.add(last);
        return messages;
    }

    private static Map<String, String> environment(String url, String token) {
        return Map.of("HEC_URL", url, "HEC_TOKEN", token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"logback", "log4j2"})
    void plainJava_thatEndsWithoutStopping_losesNothing(String framework) throws Exception {
        String module = "examples/plain-java-" + framework;
        long before = new SearchClient(receiver.url(), TOKEN).count("source=nightly-job");
        try (ApplicationProcess job = ApplicationProcess.start(
                directory,
                TestFiles.classPath(module, module),
                "com.example.job.NightlyJob",
                environment(receiver.url().toString(), TOKEN))) {
            assertThat(job.awaitEnd()).as(job.output()).isZero();
        }

        List<String> found = found("nightly-job", "com.example.job.NightlyJob");
        assertThat(found.subList((int) before, found.size()))
                .isEqualTo(expected("the job starts", "invoice %d sent for u%d", "the job is done"));
    }

    @ParameterizedTest
    @EnumSource
    void springBoot_fromStartToSigterm_losesAndDoublesNothing(Boot boot) throws Exception {
        String source = "orders-" + boot;
        try (ApplicationProcess shop = ApplicationProcess.start(
                directory,
                boot.classPath(),
                ORDERS,
                environment(receiver.url().toString(), TOKEN),
                "-Dspring.application.name=" + source)) {
            shop.awaitOutput("order 10 accepted");
            assertThat(shop.output()).contains("(" + boot.version);
            assertThat(shop.terminate()).as(shop.output()).isEqualTo(ApplicationProcess.TERMINATED);
        }

        assertThat(found(source, "com.example.orders.Orders"))
                .isEqualTo(expected("the shop opens", "order %d accepted for u%d", "the shop closes"));
        assertThat(found(source, ORDERS)).hasSize(3).last().asString().startsWith("Started OrdersApplication in ");
    }

    @ParameterizedTest
    @EnumSource
    void springBoot_thatSetsItsLoggingUpTwice_losesAndDoublesNothing(Boot boot) throws Exception {
        // A file of this name is read by the framework at the first log call, and by Spring Boot again.
        Path early = Files.createDirectory(directory.resolve("early"));
        Files.writeString(early.resolve("logback.xml"), """
                <configuration>
                  <appender name="HEC" class="dev.hec.logback.HecAppender">
                    <url>${HEC_URL}</url><token>${HEC_TOKEN}</token><source>${EARLY_SOURCE}</source>
                  </appender>
                  <root level="INFO"><appender-ref ref="HEC"/></root>
                </configuration>
                """);
        Files.writeString(early.resolve("log4j2.xml"), """
                <Configuration>
                  <Appenders>
                    <Hec name="HEC" url="${env:HEC_URL}" token="${env:HEC_TOKEN}" source="${sys:EARLY_SOURCE}"/>
                  </Appenders>
                  <Loggers><Root level="INFO"><AppenderRef ref="HEC"/></Root></Loggers>
                </Configuration>
                """);
        String source = "early-" + boot;
        try (ApplicationProcess shop = ApplicationProcess.start(
                directory,
                String.join(File.pathSeparator, early.toString(), ApplicationProcess.testClasses(), boot.classPath()),
                EarlyLogging.class.getName(),
                environment(receiver.url().toString(), TOKEN),
                "-DEARLY_SOURCE=" + source)) {
            shop.awaitOutput(EarlyLogging.RUNNING);
            assertThat(shop.terminate()).as(shop.output()).isEqualTo(ApplicationProcess.TERMINATED);
        }

        assertThat(found(source, EarlyLogging.class.getName()))
                .containsExactly("before Spring Boot", "with Spring Boot");
        assertThat(found(source, "com.example.orders.Orders"))
                .isEqualTo(expected("the shop opens", "order %d accepted for u%d", "the shop closes"));
    }

    @Test
    void springBoot_withCollectorDown_startsAndStopsAndTellsTheLoss() throws Exception {
        // All at once, since each of them waits for the collector before it ends.
        Map<Boot, ApplicationProcess> shops = new EnumMap<>(Boot.class);
        try {
            for (Boot boot : Boot.values()) {
                // Nobody listens on the port for "discard".
                shops.put(
                        boot,
                        ApplicationProcess.start(
                                directory,
                                boot.classPath(),
                                ORDERS,
                                environment("http://127.0.0.1:9", TOKEN),
                                "-Dlogging.config=" + boot.impatient(directory)));
            }
            shops.values()
                    .forEach(shop -> shop.awaitOutput("order 10 accepted").awaitOutput("failed: ConnectException"));
            shops.values().forEach(ApplicationProcess::requestStop);
            for (ApplicationProcess shop : shops.values()) {
                assertThat(shop.awaitEnd()).as(shop.output()).isEqualTo(ApplicationProcess.TERMINATED);
                assertThat(shop.output())
                        .contains("the shop closes", "undelivered")
                        .doesNotContain(TOKEN, "configuration error detected");
            }
        } finally {
            shops.values().forEach(ApplicationProcess::close);
        }
    }

    @ParameterizedTest
    @EnumSource
    void springBoot_withoutAddressAndToken_startsAndSaysWhatIsMissing(Boot boot) throws Exception {
        try (ApplicationProcess shop = ApplicationProcess.start(directory, boot.classPath(), ORDERS, Map.of())) {
            shop.awaitOutput("order 10 accepted");
            assertThat(shop.terminate()).as(shop.output()).isEqualTo(ApplicationProcess.TERMINATED);
            assertThat(shop.output()).contains("Appender HEC is inactive, nothing is delivered", "the shop closes");
        }
    }
}
