package dev.hec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.hec.settings.ConfigException;
import dev.hec.settings.HecSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client leaves to the next one of its name, and what becomes of it when none comes. */
@Timeout(60)
class HandOverTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofHours(1);
    private static final EventMapper<String> TEXT = (event, out) -> out.string(event);
    private static final String NAME = "handed-over";

    private final List<HecClient> open = new ArrayList<>();
    private final RecordedDiagnostics diagnostics = new RecordedDiagnostics();
    private WatchedCollector collector;

    @BeforeEach
    void start() throws IOException {
        collector = WatchedCollector.start();
    }

    @AfterEach
    void close() {
        collector.release();
        open.forEach(HecClient::close);
        collector.close();
    }

    private HecClient client(Diagnostics told, String... settings) throws ConfigException {
        HecClient client = HecClient.open(
                NAME, HecClientTest.config(collector.url(), settings).parse(), told);
        open.add(client);
        return client;
    }

    private HecClient client(String... settings) throws ConfigException {
        return client(diagnostics, settings);
    }

    private static Admission offer(HecClient client, String text) {
        return client.offer(text, TEXT, 0, Severity.INFO);
    }

    private static void flush(HecClient client) throws InterruptedException {
        assertThat(client.flush(PATIENCE).complete()).isTrue();
    }

    private static void awaitNoThreads() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("hec-" + NAME))
                .collect(Collectors.toSet());
    }

    // Given TLS contexts

    @Test
    void open_anotherTlsContext_doesNotGoOnWithTheOtherOne() throws Exception {
        HecSettings settings = HecClientTest.config(collector.url()).parse();
        SSLContext mine = SSLContext.getInstance("TLS");
        mine.init(null, null, null);
        HecClient first = opened(HecClient.open(NAME, settings, diagnostics, mine));
        offer(first, "a");
        flush(first);
        first.handOver(LONG);

        HecClient other = opened(HecClient.open(NAME, settings, diagnostics, SSLContext.getDefault()));
        HecClient without = opened(HecClient.open(NAME, settings, diagnostics));
        HecClient same = opened(HecClient.open(NAME, settings, diagnostics, mine));

        assertThat(other.tally().admitted()).isZero();
        assertThat(without.tally().admitted()).isZero();
        assertThat(same.tally().admitted()).isEqualTo(1);
    }

    @Test
    void open_tlsContextBesideSettingsOfTls_isRefused() throws Exception {
        HecSettings settings =
                HecClientTest.config(collector.url(), "tlsTrust", "/t.pem").parse();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> HecClient.open(NAME, settings, diagnostics, SSLContext.getDefault()))
                .withMessageContaining("tlsTrust");
    }

    private HecClient opened(HecClient client) {
        open.add(client);
        return client;
    }

    // A successor comes

    @Test
    void open_equalSettings_goesOnWithEventsConnectionAndCounts() throws Exception {
        collector.hold();
        HecClient first = client("linger", "0ms");
        offer(first, "stuck");
        collector.awaitRequest();
        offer(first, "waiting");
        first.handOver(LONG);

        HecClient second = client("linger", "0ms");
        offer(second, "new");
        collector.release();
        flush(second);

        assertThat(collector.events()).containsExactly("stuck", "waiting", "new");
        assertThat(collector.connections()).isEqualTo(1);
        assertThat(second.tally())
                .returns(3L, Tally::admitted)
                .returns(3L, Tally::delivered)
                .returns(0L, Tally::dropped);
        assertThat(diagnostics.messages()).isEmpty();
    }

    @Test
    void open_equalSettings_troubleIsToldToTheSuccessor() throws Exception {
        RecordedDiagnostics successor = new RecordedDiagnostics();
        HecClient first = client("linger", "0ms");
        first.handOver(LONG);

        HecClient second = client(successor, "linger", "0ms");
        collector.answer(403);
        offer(second, "refused");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(successor.messages())
                        .anyMatch(told -> told.startsWith("WARN ") && told.contains("403")));
        assertThat(diagnostics.messages()).isEmpty();
        collector.answer(200);
    }

    @Test
    void open_onceMoreAfterASuccessor_goesOnAgain() throws Exception {
        HecClient client = client();
        for (int i = 0; i < 20; i++) {
            offer(client, "event " + i);
            client.handOver(LONG);
            client = client();
        }
        flush(client);

        assertThat(client.tally()).returns(20L, Tally::admitted).returns(20L, Tally::delivered);
        assertThat(collector.events()).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void open_successorIsClosed_leavesNoThread() throws Exception {
        HecClient first = client();
        offer(first, "a");
        first.handOver(LONG);

        client().close();

        assertThat(collector.events()).containsExactly("a");
        awaitNoThreads();
    }

    @Test
    void close_afterHandOver_doesNothing() throws Exception {
        HecClient first = client("linger", "10min");
        offer(first, "a");
        first.handOver(LONG);

        first.close();

        HecClient second = client("linger", "10min");
        assertThat(second.tally()).returns(1L, Tally::admitted).returns(1L, Tally::buffered);
        assertThat(offer(second, "b")).isEqualTo(Admission.ADMITTED);
    }

    @Test
    void handOver_afterClose_leavesNothing() throws Exception {
        HecClient first = client();
        offer(first, "a");
        first.close();

        first.handOver(LONG);

        assertThat(client().tally().admitted()).isZero();
    }

    @Test
    void offer_afterHandOver_isRefusedAndCounted() throws Exception {
        HecClient first = client();
        first.handOver(LONG);

        assertThat(offer(first, "late")).isEqualTo(Admission.CLOSED);

        HecClient second = client();
        assertThat(first.tally().refused(Admission.CLOSED)).isEqualTo(1);
        assertThat(second.tally())
                .returns(1L, tally -> tally.refused(Admission.CLOSED))
                .returns(0L, Tally::admitted);
    }

    // No successor comes

    @Test
    void open_differentSettings_startsAnewAndTheOldOneIsClosed() throws Exception {
        HecClient first = client("linger", "10min");
        offer(first, "old");
        first.handOver(Duration.ofMillis(50));

        HecClient second = client("linger", "10min", "source", "another");

        assertThat(second.tally().admitted()).isZero();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(collector.events()).containsExactly("old"));
        second.close();
        awaitNoThreads();
    }

    @Test
    void handOver_nobodyComes_isClosedAndItsThreadsEnd() throws Exception {
        HecClient client = client("linger", "10min");
        offer(client, "a");

        client.handOver(Duration.ZERO);

        awaitNoThreads();
        assertThat(collector.events()).containsExactly("a");
        assertThat(client.tally()).returns(1L, Tally::delivered).returns(0L, Tally::buffered);
        assertThat(client().tally().admitted()).as("nothing is left for later").isZero();
    }

    @Test
    void handOver_anotherOneOfTheSameSettingsWaits_waitsForNothingAndLosesNeither() throws Exception {
        collector.hold();
        HecClient first = client("drainTimeout", "1h", "linger", "0ms");
        HecClient twin = client("drainTimeout", "1h", "linger", "0ms");
        offer(first, "first");
        collector.awaitRequest();
        offer(twin, "twin");
        first.handOver(LONG);

        // Returns, although the first one cannot be closed while the collector holds its request.
        twin.handOver(LONG);

        HecClient second = client("drainTimeout", "1h", "linger", "0ms");
        assertThat(second.tally().admitted()).isEqualTo(1);
        collector.release();
        flush(second);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(collector.events()).containsExactlyInAnyOrder("first", "twin"));
        second.close();
        awaitNoThreads();
    }
}
