package dev.hec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.settings.ConfigException;
import dev.hec.settings.HecConfig;
import dev.hec.testing.ScriptedCollector;
import dev.hec.testing.ScriptedReply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client does with events while no address of its collector works. */
class CircuitClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final EventMapper<String> TEXT = (event, out) -> out.string(event);

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
        HecConfig config = HecClientTest.config(collector.url(), "linger", "0ms", "parkInterval", "20ms");
        for (int i = 0; i < settings.length; i += 2) {
            config.set(settings[i], settings[i + 1]);
        }
        HecClient client = HecClient.open("circuit", config.parse(), new RecordedDiagnostics());
        opened(() -> client.close(Duration.ZERO));
        return client;
    }

    private static Admission offerOrDivert(HecClient client, String text) {
        return client.offerOrDivert(text, TEXT, 1_537_538_443_001L, Severity.INFO);
    }

    private static void awaitOpen(HecClient client) {
        await().atMost(PATIENCE).until(client::circuitOpen);
    }

    private static List<String> texts(ScriptedCollector collector) {
        return collector.events().stream()
                .map(event -> event.path("event"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void offerOrDivert_collectorDownAndBack_divertsMeanwhileOnly() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.down());
        HecClient client = client(collector);

        assertThat(offerOrDivert(client, "before")).isEqualTo(Admission.ADMITTED);
        awaitOpen(client);
        for (int i = 0; i < 10; i++) {
            assertThat(offerOrDivert(client, "meanwhile"))
                    .as("an event waits, so no other is needed as a probe")
                    .isEqualTo(Admission.DIVERTED);
        }
        collector.start();
        await().atMost(PATIENCE).until(() -> !client.circuitOpen());
        assertThat(offerOrDivert(client, "after")).isEqualTo(Admission.ADMITTED);

        assertThat(client.flush(PATIENCE).complete()).isTrue();
        assertThat(texts(collector)).containsExactly("before", "after");
        assertThat(client.tally())
                .returns(10L, tally -> tally.refused(Admission.DIVERTED))
                .returns(10L, Tally::refused)
                .returns(2L, Tally::admitted);
        assertThat(collector.events()).as("a diverted event is no loss").hasSize(2);
    }

    @Test
    void offerOrDivert_emptyBufferWhileDown_sendsAProbeThatFindsTheCollectorBack() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.down());
        HecClient client = client(collector, "retryFor", "0ms", "retryMax", "10ms");
        assertThat(offerOrDivert(client, "too early")).isEqualTo(Admission.ADMITTED);
        await().atMost(PATIENCE).until(() -> client.tally().dropped(DropReason.EXPIRED) == 1);
        assertThat(client.circuitOpen()).isTrue();

        collector.start();
        await().atMost(PATIENCE).until(() -> offerOrDivert(client, "probe") == Admission.ADMITTED);
        await().atMost(PATIENCE).until(() -> !client.circuitOpen());

        assertThat(offerOrDivert(client, "after")).isEqualTo(Admission.ADMITTED);
        assertThat(client.flush(PATIENCE).complete()).isTrue();
        assertThat(texts(collector)).containsExactly("probe", "after");
    }

    @Test
    void circuit_ofARefusedSender_isOpenUntilTheTokenIsTaken() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.up());
        IntStream.range(0, 3).forEach(i -> collector.reply(ScriptedReply.INVALID_TOKEN));
        HecClient client = client(collector, "parkInterval", "300ms");

        offerOrDivert(client, "m");
        awaitOpen(client);
        assertThat(client.flush(PATIENCE).complete()).isTrue();

        assertThat(client.circuitOpen()).isFalse();
        assertThat(texts(collector)).containsExactly("m");
    }

    @Test
    void circuit_ofABusyCollector_staysClosed() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.up());
        IntStream.range(0, 3).forEach(i -> collector.reply(ScriptedReply.BUSY));
        HecClient client = client(collector);

        for (int i = 0; i < 100; i++) {
            assertThat(offerOrDivert(client, "m")).isEqualTo(Admission.ADMITTED);
        }

        assertThat(client.flush(PATIENCE).complete()).isTrue();
        assertThat(client.tally().refused(Admission.DIVERTED)).isZero();
    }

    @Test
    void offer_whileTheCircuitIsOpen_takesEventsIn() throws Exception {
        HecClient client = client(opened(ScriptedCollector.down()));
        offerOrDivert(client, "before");
        awaitOpen(client);

        assertThat(client.offer("m", TEXT, 0, Severity.INFO)).isEqualTo(Admission.ADMITTED);
    }

    @Test
    void offerOrDivert_withASpool_takesEventsInWhileTheCircuitIsOpen(@TempDir Path directory) throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.down());
        HecClient client = client(collector, "spoolDir", directory.toString());
        offerOrDivert(client, "before");
        awaitOpen(client);

        assertThat(offerOrDivert(client, "meanwhile")).isEqualTo(Admission.ADMITTED);
        collector.start();

        assertThat(client.flush(PATIENCE).complete()).isTrue();
        assertThat(texts(collector)).containsExactly("before", "meanwhile");
    }

    @Test
    void offerOrDivert_afterClosing_isRefusedAsClosed() throws Exception {
        HecClient client = client(opened(ScriptedCollector.down()));
        offerOrDivert(client, "before");
        awaitOpen(client);
        client.close(Duration.ZERO);

        assertThat(offerOrDivert(client, "late")).isEqualTo(Admission.CLOSED);
    }
}
