package dev.hec.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.hec.Background;
import dev.hec.EndpointHealth;
import dev.hec.HecClient;
import dev.hec.RecordedDiagnostics;
import dev.hec.Severity;
import dev.hec.Tally;
import dev.hec.buffer.BufferLimits;
import dev.hec.buffer.EventBuffer;
import dev.hec.settings.ConfigException;
import dev.hec.settings.HecConfig;
import dev.hec.testing.ReceivedRequest;
import dev.hec.testing.ScriptedCollector;
import dev.hec.testing.ScriptedReply;
import dev.hec.time.ManualTime;
import dev.hec.transport.PlainTransports;
import dev.hec.transport.RawServer;
import dev.hec.transport.TransportSettings;
import dev.hec.transport.tls.TestAuthority;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One client and several collectors on loopback, of which some cannot be reached. */
class SeveralUrlsTest {

    private static final long TIME = 1_537_538_443_001L;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final RecordedDiagnostics diagnostics = new RecordedDiagnostics();

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

    private HecClient client(List<String> urls, String... settings) throws ConfigException {
        HecConfig config = new HecConfig();
        config.set("url", String.join(",", urls));
        config.set("token", "s3cr3t");
        config.set("linger", "10min");
        config.set("retryInitial", "1ms");
        config.set("retryMax", "5ms");
        config.set("parkInterval", "10min");
        for (int i = 0; i < settings.length; i += 2) {
            config.set(settings[i], settings[i + 1]);
        }
        return opened(HecClient.open("several", config.parse(), diagnostics));
    }

    private static void offer(HecClient client, String text) {
        client.offer(text, (event, out) -> out.string(event), TIME, Severity.INFO);
    }

    private static void send(HecClient client, String text) throws InterruptedException {
        offer(client, text);
        assertThat(client.flush(PATIENCE).complete()).as("flushed").isTrue();
    }

    private static List<String> texts(ScriptedCollector collector) {
        return collector.events().stream()
                .map(envelope -> envelope.get("event").asText())
                .toList();
    }

    private static String closedPort() throws Exception {
        try (RawServer gone = RawServer.answering("")) {
            return gone.url().toString();
        }
    }

    // What cannot be connected to

    @Test
    void failover_connectionRefused_secondGetsTheEventsOnce() throws Exception {
        assertNotSent(closedPort(), "ConnectException");
    }

    @Test
    void failover_unknownHost_secondGetsTheEventsOnce() throws Exception {
        // No name server is asked for a label of more than 63 characters.
        assertNotSent("http://" + "a".repeat(64) + ".invalid/", "UnresolvedAddress", "allowPlainHttp", "true");
    }

    @Test
    void failover_connectTimeout_secondGetsTheEventsOnce() throws Exception {
        ServerSocket deaf = opened(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        // A listener that accepts nobody answers no further connection once its backlog is full.
        for (int i = 0; i < 3; i++) {
            Socket waiting = opened(new Socket());
            Background<?> connecting = Background.start(() -> {
                waiting.connect(deaf.getLocalSocketAddress());
                return null;
            });
            if (i < 2) {
                connecting.result();
            }
        }

        assertNotSent(
                "http://127.0.0.1:" + deaf.getLocalPort(), "HttpConnectTimeoutException", "connectTimeout", "200ms");
    }

    @Test
    void failover_certificateOfAStranger_secondGetsTheEventsOnce() throws Exception {
        TestAuthority stranger = TestAuthority.root("Stranger");
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(
                stranger.identity("localhost", "127.0.0.1").serverContext(stranger.certificate())));
        server.start();
        opened(() -> server.stop(0));

        assertNotSent("https://localhost:" + server.getAddress().getPort(), "certificate authority not trusted");
    }

    private void assertNotSent(String dead, String why, String... settings) throws Exception {
        ScriptedCollector good = opened(ScriptedCollector.up());
        HecClient client = client(List.of(dead, good.url()), settings);

        send(client, "a");
        send(client, "b");
        client.close();

        assertThat(texts(good)).containsExactly("a", "b");
        assertThat(client.tally())
                .returns(2L, Tally::delivered)
                .returns(3L, Tally::requests)
                .returns(1L, Tally::retries)
                .returns(0L, Tally::maybeDuplicated)
                .satisfies(tally -> assertThat(tally.endpoints())
                        .extracting(EndpointHealth::healthy)
                        .containsExactly(false, true))
                .satisfies(
                        tally -> assertThat(tally.endpoints().get(0).trouble()).contains(why));
        assertThat(diagnostics.messages())
                .satisfiesExactly(
                        failed -> assertThat(failed).startsWith("WARN").contains(why, "Trying again"),
                        recovered -> assertThat(recovered).startsWith("INFO").contains("recovered"));
    }

    @Test
    void single_downThenUp_getsTheEventsOnce() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.down());
        HecClient client = client(List.of(collector.url()));
        offer(client, "a");
        assertThat(client.flush(Duration.ZERO).complete()).isFalse();
        await().atMost(PATIENCE).until(() -> client.tally().retries() > 2);

        collector.start();

        assertThat(client.flush(PATIENCE).complete()).isTrue();
        assertThat(texts(collector)).containsExactly("a");
        assertThat(client.tally()).returns(1L, Tally::delivered).returns(0L, Tally::maybeDuplicated);
    }

    // Failover

    @Test
    void failover_firstRefusesTheToken_secondGetsTheSameBatchAtOnce() throws Exception {
        ScriptedCollector first = opened(ScriptedCollector.up());
        ScriptedCollector second = opened(ScriptedCollector.up());
        first.reply(ScriptedReply.INVALID_TOKEN);
        HecClient client = client(List.of(first.url(), second.url()));

        // Parked, it would wait for ten minutes.
        send(client, "a");

        assertThat(texts(second)).containsExactly("a");
        assertThat(first.requests())
                .singleElement()
                .satisfies(refused -> assertThat(refused.header("x-hec-batch"))
                        .isEqualTo(second.requests().get(0).header("x-hec-batch")));
        assertThat(diagnostics.messages())
                .as("a token to mend, though events get through")
                .anySatisfy(told -> assertThat(told).contains("Invalid token", "Another address takes over"));
    }

    @Test
    void failover_firstIsBusy_isNotLeft() throws Exception {
        ScriptedCollector first = opened(ScriptedCollector.up());
        ScriptedCollector second = opened(ScriptedCollector.up());
        first.reply(ScriptedReply.BUSY);
        HecClient client = client(List.of(first.url(), second.url()));

        send(client, "a");

        assertThat(texts(first)).containsExactly("a");
        assertThat(second.requests()).isEmpty();
    }

    @Test
    void failover_firstLosesAReply_sendsTheSameAgainAndCountsIt() throws Exception {
        ScriptedCollector first = opened(ScriptedCollector.up());
        ScriptedCollector second = opened(ScriptedCollector.up());
        first.reply(ScriptedReply.of(500, ""));
        first.reply(ScriptedReply.of(500, ""));
        HecClient client = client(List.of(first.url(), second.url()));

        send(client, "a");

        List<ReceivedRequest> all = new ArrayList<>(first.requests());
        all.addAll(second.requests());
        assertThat(texts(second)).containsExactly("a");
        assertThat(all)
                .hasSize(3)
                .extracting(request -> request.header("x-hec-batch"))
                .containsOnly(all.get(0).header("x-hec-batch"));
        assertThat(client.tally().maybeDuplicated()).isEqualTo(2);
    }

    /** In a time of the test's own, since nobody returns before five seconds are over. */
    @Test
    void failover_firstComesBack_isUsedAgain() throws Exception {
        ScriptedCollector first = opened(ScriptedCollector.down());
        ScriptedCollector second = opened(ScriptedCollector.up());
        ManualTime time = new ManualTime();
        EventBuffer buffer = new EventBuffer(BufferLimits.onHeap(1_000_000, 100_000, 1_000, 0, 0), time);
        DeliveryFixture fixture = new DeliveryFixture(time);
        fixture.urls = List.of(URI.create(first.url()), URI.create(second.url()));
        Delivery delivery = fixture.start(
                buffer,
                new RetryPolicy(Long.MAX_VALUE / 4, 1, 1, 1, 1),
                threads -> PlainTransports.of(TransportSettings.of(PATIENCE, PATIENCE), threads));
        opened(() -> {
            buffer.close();
            assertThat(delivery.close(0)).isTrue();
        });

        deliver(buffer, "away");
        first.start();
        deliver(buffer, "still away");
        time.advance(Duration.ofSeconds(30));
        deliver(buffer, "back");
        deliver(buffer, "to stay");

        assertThat(texts(second)).containsExactly("away", "still away");
        assertThat(texts(first)).containsExactly("back", "to stay");
        assertThat(delivery.endpoints()).extracting(EndpointHealth::healthy).containsExactly(true, true);
    }

    private static void deliver(EventBuffer buffer, String text) {
        byte[] record = ("{\"event\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
        buffer.append(record, record.length, TIME, Severity.INFO);
        assertThat(Background.start(() -> buffer.flush(PATIENCE.toNanos()))
                        .result()
                        .complete())
                .isTrue();
    }

    // Taking turns

    @Test
    void roundRobin_allHealthy_shareTheRequests() throws Exception {
        ScriptedCollector first = opened(ScriptedCollector.up());
        ScriptedCollector second = opened(ScriptedCollector.up());
        HecClient client = client(List.of(first.url(), second.url()), "urlStrategy", "roundRobin");

        for (int i = 0; i < 6; i++) {
            send(client, "e" + i);
        }

        assertThat(texts(first)).containsExactly("e0", "e2", "e4");
        assertThat(texts(second)).containsExactly("e1", "e3", "e5");
    }

    @Test
    void roundRobin_oneIsDown_theOthersGetEverythingOnce() throws Exception {
        ScriptedCollector first = opened(ScriptedCollector.up());
        ScriptedCollector third = opened(ScriptedCollector.up());
        HecClient client = client(List.of(first.url(), closedPort(), third.url()), "urlStrategy", "roundRobin");

        for (int i = 0; i < 6; i++) {
            send(client, "e" + i);
        }

        List<String> all = new ArrayList<>(texts(first));
        all.addAll(texts(third));
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 6).mapToObj(i -> "e" + i).toList());
        assertThat(texts(first)).hasSize(3);
        assertThat(client.tally().retries()).isEqualTo(1);
    }
}
