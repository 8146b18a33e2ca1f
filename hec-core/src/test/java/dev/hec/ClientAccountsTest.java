package dev.hec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.settings.ConfigException;
import dev.hec.settings.HecConfig;
import dev.hec.testing.ReceivedRequest;
import dev.hec.testing.ScriptedCollector;
import dev.hec.testing.ScriptedReply;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client can account for: losses told to the collector, rejected events kept, identities, counts, handles. */
@Timeout(60)
class ClientAccountsTest {

    private static final long TIME = 1_537_538_443_001L;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final EventMapper<String> TEXT = (event, out) -> out.string(event);

    @TempDir
    Path directory;

    private final RecordedDiagnostics diagnostics = new RecordedDiagnostics();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    private HecClient client(ScriptedCollector collector, String... settings) throws ConfigException {
        HecConfig config = HecClientTest.config(collector.url(), settings);
        return opened(HecClient.open("accounts", config.parse(), diagnostics));
    }

    private static Admission offer(HecClient client, String text, Severity severity) {
        return client.offer(text, TEXT, TIME, severity);
    }

    private static List<JsonNode> losses(ScriptedCollector collector) {
        return collector.events().stream()
                .filter(event -> event.path("fields").path("hec.loss").asText().equals("true"))
                .map(event -> event.path("event").path("loss"))
                .toList();
    }

    @Test
    void loss_bufferWasFull_isToldToTheCollectorInTheNextGoodUpload() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.down());
        HecClient client = client(collector, "batchBytes", "1KB", "bufferBytes", "2KB", "linger", "1ms");
        Map<Severity, Long> refused = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            Severity severity = i % 4 == 0 ? Severity.DEBUG : Severity.INFO;
            if (offer(client, "event " + i, severity) == Admission.FULL) {
                refused.merge(severity, 1L, Long::sum);
            }
        }

        collector.start();
        await().atMost(PATIENCE).until(() -> !losses(collector).isEmpty());

        JsonNode loss = losses(collector).get(0);
        assertThat(refused).containsKeys(Severity.DEBUG, Severity.INFO);
        assertThat(loss.path("count").asLong())
                .isEqualTo(client.tally().refused(Admission.FULL))
                .isEqualTo(refused.values().stream().mapToLong(Long::longValue).sum());
        assertThat(loss.path("by_reason").path("FULL").asLong())
                .isEqualTo(loss.path("count").asLong());
        refused.forEach((severity, events) -> assertThat(
                        loss.path("by_severity").path(severity.name()).asLong())
                .isEqualTo(events));
        assertThat(loss.path("first").asText()).isEqualTo("2018-09-21T14:00:43.001Z");
    }

    @Test
    void loss_justBeforeClosing_isStillTold() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.up());
        HecClient client = client(collector, "linger", "1min", "compression", "none");
        offer(client, "bad", Severity.WARN);
        offer(client, "good", Severity.WARN);
        ScriptedReply rejection =
                ScriptedReply.of(400, "{\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":0}");
        collector.reply(rejection);
        collector.reply(rejection);

        client.close();

        assertThat(losses(collector))
                .singleElement()
                .hasToString("{\"count\":1,\"by_reason\":{\"REJECTED\":1},\"by_severity\":{\"WARN\":1},"
                        + "\"first\":\"2018-09-21T14:00:43.001Z\",\"last\":\"2018-09-21T14:00:43.001Z\"}");
        assertThat(client.tally())
                .as("the event about the loss is an event like any other")
                .returns(3L, Tally::admitted)
                .returns(2L, Tally::delivered)
                .returns(1L, Tally::dropped);
    }

    @Test
    void deadLetterDir_rejectedEvent_isKeptWithTheReason() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.up());
        Path dead = directory.resolve("dead");
        HecClient client = client(collector, "deadLetterDir", dead.toString(), "compression", "none");
        collector.reply(ScriptedReply.of(400, "{\"text\":\"Incorrect data\",\"code\":6,\"invalid-event-number\":1}"));
        offer(client, "good", Severity.INFO);
        offer(client, "bad", Severity.INFO);
        offer(client, "also good", Severity.INFO);

        client.close();

        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(dead)) {
            for (Path file : files.toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        assertThat(lines).singleElement().asString().contains("\"REJECTED\"", "Incorrect data", "\"event\":\"bad\"");
    }

    @Test
    void eventId_on_numbersEventsOfOneInstance() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.up());
        HecClient client = client(collector, "eventId", "on");
        for (int i = 0; i < 3; i++) {
            offer(client, "event " + i, Severity.INFO);
        }
        client.flush(PATIENCE);

        List<String> ids = collector.events().stream()
                .map(event -> event.path("fields").path("hec.id").asText())
                .toList();
        String instance = ids.get(0).substring(0, 16);
        assertThat(ids).containsExactly(instance + "-1", instance + "-2", instance + "-3");
        assertThat(collector.requests())
                .extracting(request -> request.header("x-hec-batch"))
                .allSatisfy(id -> assertThat(id).startsWith(instance + "-"));
    }

    @Test
    void spoolDir_collectorIsAway_closesAndDeliversAtTheNextStart() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.down());
        String[] settings = {"spoolDir", directory.resolve("spool").toString(), "drainTimeout", "100ms"};
        HecClient first = client(collector, settings);
        for (int i = 0; i < 100; i++) {
            offer(first, "event " + i, Severity.INFO);
        }

        first.close();
        assertThat(first.tally()).returns(100L, Tally::spooled).returns(0L, Tally::dropped);
        collector.start();
        HecClient second = client(collector, settings);
        assertThat(second.flush(PATIENCE).complete()).isTrue();

        assertThat(second.tally()).returns(100L, Tally::recovered).returns(100L, Tally::delivered);
        assertThat(collector.events())
                .extracting(event -> event.path("event").asText())
                .containsExactlyElementsOf(Stream.iterate(0, i -> i + 1)
                        .limit(100)
                        .map(i -> "event " + i)
                        .toList());
    }

    @Test
    void spoolDir_requestWasUnderWay_isSentAgainUnderItsIdByTheNextStart() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.up());
        String[] settings = {
            "spoolDir",
            directory.resolve("spool").toString(),
            "drainTimeout",
            "0ms",
            "linger",
            "1ms",
            "retryInitial",
            "10min",
            "retryMax",
            "1h"
        };
        collector.reply(ScriptedReply.of(500, ""));
        HecClient first = client(collector, settings);
        offer(first, "event", Severity.INFO);
        List<ReceivedRequest> lost = collector.awaitRequests(1);
        first.close();

        client(collector, settings).flush(PATIENCE);

        assertThat(collector.requests()).hasSize(2);
        assertThat(collector.requests().get(1).header("x-hec-batch"))
                .isEqualTo(lost.get(0).header("x-hec-batch"));
    }

    @Test
    void jmx_whileOpen_showsTheCountsAndNothingAfterwards() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.up());
        HecClient client = client(collector);
        ObjectName name = new ObjectName("dev.hec:type=HecClient,name=\"accounts\"");
        offer(client, "event", Severity.INFO);
        client.flush(PATIENCE);

        await().until(() -> ManagementFactory.getPlatformMBeanServer().isRegistered(name));
        assertThat(ManagementFactory.getPlatformMBeanServer().getAttribute(name, "Delivered"))
                .isEqualTo(1L);
        client.close();
        assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(name))
                .isFalse();
    }

    @Test
    void close_manyClients_leaveNoThreadAndNoFileHandle() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.up());
        openAndClose(collector, 3);
        long before = fileHandles();

        openAndClose(collector, 30);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("hec-accounts")));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(fileHandles()).isLessThan(before + 15));
    }

    private void openAndClose(ScriptedCollector collector, int times) throws ConfigException {
        for (int i = 0; i < times; i++) {
            HecClient client = client(
                    collector,
                    "spoolDir",
                    directory.resolve("spool").toString(),
                    "deadLetterDir",
                    directory.resolve("dead").toString());
            offer(client, "event", Severity.INFO);
            client.close();
        }
    }

    private static long fileHandles() throws IOException {
        System.gc();
        try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
            return handles.count();
        }
    }
}
