package dev.hec.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hec.HecClient;
import dev.hec.RecordedDiagnostics;
import dev.hec.Severity;
import dev.hec.Tally;
import dev.hec.settings.HecConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole client with {@code ack} and a collector that speaks Splunk's dialect. */
class AckModeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CHANNEL = "0aeeac95-ac74-4aa9-b30d-6c4c0ac581ba";

    private final RecordedDiagnostics diagnostics = new RecordedDiagnostics();
    private Indexer indexer;
    private HecClient client;

    @BeforeEach
    void start() throws IOException {
        indexer = new Indexer();
    }

    @AfterEach
    void stop() {
        client.close(Duration.ZERO);
        indexer.close();
    }

    private void open(String path, String ackTimeout) throws Exception {
        HecConfig config = new HecConfig();
        config.set("url", indexer.url() + path);
        config.set("token", "s3cr3t");
        config.set("authScheme", "Splunk");
        config.set("mode", path.endsWith("raw") ? "raw" : "event");
        config.set("ack", "true");
        config.set("channel", CHANNEL);
        config.set("ackTimeout", ackTimeout);
        config.set("ackInterval", "5ms");
        config.set("linger", "10min");
        config.set("retryInitial", "1ms");
        config.set("retryMax", "5ms");
        client = HecClient.open("acks", config.parse(), diagnostics);
    }

    private void offer(String text) {
        client.offer(text, (event, out) -> out.string(event), 1_537_538_443_001L, Severity.INFO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/services/collector/event", "/services/collector/raw"})
    void ack_trueAfterSomeQuestions_countsAsDeliveredOnlyThen(String path) throws Exception {
        open(path, "10min");
        offer("a");

        assertThat(client.flush(Duration.ZERO).complete()).isFalse();
        await().atMost(PATIENCE).until(() -> indexer.questions() > 2);
        assertThat(client.tally()).returns(0L, Tally::delivered).returns(1L, Tally::inFlight);
        indexer.index();

        assertThat(client.flush(PATIENCE).complete()).isTrue();
        assertThat(client.tally())
                .returns(1L, Tally::delivered)
                .returns(1L, Tally::requests)
                .returns(0L, Tally::maybeDuplicated);
        assertThat(indexer.batches()).hasSize(1);
        assertThat(indexer.channels()).containsOnly(CHANNEL);
        assertThat(diagnostics.messages()).isEmpty();
    }

    @Test
    void ack_neverTrueInTime_sendsTheSameBatchAgain() throws Exception {
        open("/services/collector/event", "40ms");
        offer("a");
        assertThat(client.flush(Duration.ZERO).complete()).isFalse();
        await().atMost(PATIENCE).until(() -> indexer.batches().size() > 1);
        indexer.index();

        assertThat(client.flush(PATIENCE).complete()).isTrue();
        List<String> batches = indexer.batches();
        assertThat(batches).containsOnly(batches.get(0));
        assertThat(client.tally())
                .returns(1L, Tally::delivered)
                .returns((long) batches.size() - 1, Tally::retries)
                .returns((long) batches.size() - 1, Tally::maybeDuplicated);
        client.close();
        assertThat(diagnostics.messages())
                .hasSize(2)
                .anySatisfy(
                        told -> assertThat(told).startsWith("WARN Delivery to").contains("Trying again"))
                .anySatisfy(told -> assertThat(told).startsWith("INFO").contains("recovered"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ack_collectorHasNone_countsWhatItAcceptsAndTellsOnce(boolean saysSo) throws Exception {
        indexer.withoutAcks(saysSo);
        open("/services/collector/event", "10min");

        for (int i = 0; i < 3; i++) {
            offer("e" + i);
            assertThat(client.flush(PATIENCE).complete()).isTrue();
        }

        assertThat(client.tally()).returns(3L, Tally::delivered).returns(0L, Tally::retries);
        client.close();
        assertThat(diagnostics.messages())
                .singleElement()
                .asString()
                .startsWith("WARN")
                .contains("gives no acknowledgements", "useACK");
    }

    @Test
    void close_whileNothingIsIndexed_endsAndCountsTheRest() throws Exception {
        open("/services/collector/event", "10min");
        offer("a");
        assertThat(client.flush(Duration.ZERO).complete()).isFalse();
        await().atMost(PATIENCE).until(() -> indexer.questions() > 0);

        client.close(Duration.ofMillis(50));

        assertThat(client.tally())
                .returns(0L, Tally::delivered)
                .returns(1L, Tally::dropped)
                .returns(0L, Tally::heldBytes);
    }

    /** Accepts everything, and says that it is indexed once somebody wants that. Thread-safe; the monitor guards all. */
    private static final class Indexer {

        private static final Pattern ASKED = Pattern.compile("\\{\"acks\":\\[(\\d+)]}");

        private final HttpServer server;
        private final List<String> batches = new ArrayList<>();
        private final List<String> channels = new ArrayList<>();
        private int questions;
        private boolean indexed;
        private boolean givesIds = true;
        private boolean disabled;

        Indexer() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/services/collector/event", this::accept);
            server.createContext("/services/collector/raw", this::accept);
            server.createContext("/services/collector/ack", this::answer);
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        synchronized void index() {
            indexed = true;
        }

        /** @param saysSo whether it gives ids all the same, and refuses the question */
        synchronized void withoutAcks(boolean saysSo) {
            givesIds = saysSo;
            disabled = true;
        }

        /** The batch of each request that was accepted. */
        synchronized List<String> batches() {
            return List.copyOf(batches);
        }

        /** The channel of each request, questions included. */
        synchronized List<String> channels() {
            return List.copyOf(channels);
        }

        synchronized int questions() {
            return questions;
        }

        private synchronized void accept(HttpExchange exchange) throws IOException {
            exchange.getRequestBody().readAllBytes();
            channels.add(exchange.getRequestHeaders().getFirst("X-Splunk-Request-Channel"));
            batches.add(exchange.getRequestHeaders().getFirst("X-Hec-Batch"));
            String id = givesIds ? ",\"ackId\":" + batches.size() : "";
            reply(exchange, 200, "{\"text\":\"Success\",\"code\":0" + id + "}");
        }

        private synchronized void answer(HttpExchange exchange) throws IOException {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Matcher asked = ASKED.matcher(body);
            channels.add(exchange.getRequestHeaders().getFirst("X-Splunk-Request-Channel"));
            questions++;
            if (disabled || !asked.matches()) {
                reply(exchange, 400, "{\"text\":\"ACK is disabled\",\"code\":14}");
            } else {
                reply(exchange, 200, "{\"acks\":{\"" + asked.group(1) + "\":" + indexed + "}}");
            }
        }

        private static void reply(HttpExchange exchange, int status, String text) throws IOException {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        }

        void close() {
            server.stop(0);
        }
    }
}
