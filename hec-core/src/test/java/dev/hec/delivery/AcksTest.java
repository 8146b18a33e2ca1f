package dev.hec.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hec.Background;
import dev.hec.auth.Credentials;
import dev.hec.codec.Codec;
import dev.hec.time.ManualTime;
import dev.hec.time.Time;
import dev.hec.transport.Answer;
import dev.hec.transport.JdkTransport;
import dev.hec.transport.Payload;
import dev.hec.transport.PlainTransports;
import dev.hec.transport.Transport;
import dev.hec.transport.TransportSettings;
import dev.hec.transport.Trouble;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcksTest {

    private static final String CHANNEL = "8a6b1d1e-5f0c-4f5e-9b1a-0c2d3e4f5a6b";
    private static final URI URL = URI.create("https://splunk.example:8088/services/collector/event");
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final ScriptedTransport.Step PENDING =
            ScriptedTransport.answer(200, null, "{\"acks\":{\"7\":false}}");
    private static final ScriptedTransport.Step TRUE = ScriptedTransport.answer(200, null, "{\"acks\":{\"7\":true}}");
    private static final ScriptedTransport.Step DISABLED =
            ScriptedTransport.answer(400, null, "{\"text\":\"ACK is disabled\",\"code\":14}");

    private final ManualTime time = new ManualTime();
    private final Pacer pacer = new Pacer(time, new PaceLimits(1_000, 2_000_000_000, 0));
    private final Acks acks = new Acks(CHANNEL, TIMEOUT.toNanos(), INTERVAL.toNanos(), pacer, time);
    private final ScriptedTransport collector = new ScriptedTransport().otherwise(PENDING);
    private final Queue<URI> asked = new ConcurrentLinkedQueue<>();
    private final Queue<String> tokens = new ConcurrentLinkedQueue<>(List.of("old", "new"));
    private final Credentials credentials =
            new Credentials(() -> tokens.size() > 1 ? tokens.remove() : tokens.element(), "Splunk");

    /** The scripted collector, and where it was asked. */
    private final Transport transport = new Transport() {
        @Override
        public Answer post(URI url, Payload payload, String authorization) throws IOException, InterruptedException {
            asked.add(url);
            return collector.post(url, payload, authorization);
        }

        @Override
        public void close() {
            collector.close();
        }
    };

    private static Answer accepted(String body) {
        return new Answer(200, null, body.getBytes(StandardCharsets.UTF_8));
    }

    private Background<Acks.Result> awaiting() {
        return Background.start(() ->
                acks.await(transport, URL, credentials, accepted("{\"text\":\"Success\",\"code\":0,\"ackId\":7}")));
    }

    /** Lets the time of one question come. */
    private void pass(Duration pause) {
        time.awaitWaiter(pause);
        time.advance(pause);
    }

    @Test
    void await_trueAtTheThirdQuestion_isAcknowledged() {
        collector.then(PENDING, PENDING, TRUE);

        Background<Acks.Result> waiting = awaiting();
        pass(INTERVAL);
        pass(INTERVAL);
        pass(INTERVAL);

        assertThat(waiting.result()).isEqualTo(new Acks.Acknowledged());
        assertThat(asked)
                .hasSize(3)
                .containsOnly(URI.create("https://splunk.example:8088/services/collector/ack?channel=" + CHANNEL));
        ScriptedTransport.Sent question = collector.next();
        assertThat(question.body()).isEqualTo("{\"acks\":[7]}");
        assertThat(question.batchId()).isNull();
        assertThat(question.codec()).isEqualTo(Codec.NONE);
        assertThat(question.authorization()).isEqualTo("Splunk old");
    }

    @Test
    void await_neverTrue_timesOutAfterALastQuestion() {
        Background<Acks.Result> waiting = awaiting();
        for (int i = 0; i < 5; i++) {
            assertThat(waiting.isDone()).isFalse();
            pass(INTERVAL);
        }

        assertThat(waiting.result()).isEqualTo(new Acks.TimedOut(new Trouble("HTTP 200", "{\"acks\":{\"7\":false}}")));
        assertThat(asked).hasSize(5);
    }

    @Test
    void await_intervalThatDoesNotDivideTheTimeout_asksAtItsEnd() {
        Acks slow = new Acks(CHANNEL, TIMEOUT.toNanos(), Duration.ofSeconds(3).toNanos(), pacer, time);
        Background<Acks.Result> waiting =
                Background.start(() -> slow.await(transport, URL, credentials, accepted("{\"code\":0,\"ackId\":0}")));

        pass(Duration.ofSeconds(3));
        pass(Duration.ofSeconds(2));

        assertThat(waiting.result()).isInstanceOf(Acks.TimedOut.class);
    }

    @Test
    void await_questionsThatFail_areAskedAgain() {
        collector.then(
                ScriptedTransport.fails(new ConnectException("refused")),
                ScriptedTransport.answer(500),
                ScriptedTransport.answer(400, null, "{\"text\":\"Data channel is missing\",\"code\":10}"),
                ScriptedTransport.answer(200, null, "<html>"),
                TRUE);

        Background<Acks.Result> waiting = awaiting();
        for (int i = 0; i < 5; i++) {
            pass(INTERVAL);
        }

        assertThat(waiting.result()).isEqualTo(new Acks.Acknowledged());
    }

    @Test
    void await_questionsThatAllFail_timesOutWithTheLastTrouble() {
        collector.otherwise(ScriptedTransport.fails(new ConnectException("refused")));

        Background<Acks.Result> waiting = awaiting();
        for (int i = 0; i < 5; i++) {
            pass(INTERVAL);
        }

        assertThat(waiting.result()).isEqualTo(new Acks.TimedOut(new Trouble("ConnectException", "refused")));
    }

    @Test
    void await_busyCollector_isGivenTheTimeItAsksFor() {
        collector.then(ScriptedTransport.answer(503, "3", ""), TRUE);

        Background<Acks.Result> waiting = awaiting();
        pass(INTERVAL);
        pass(Duration.ofSeconds(3));

        assertThat(waiting.result()).isEqualTo(new Acks.Acknowledged());
    }

    @Test
    void await_busyCollectorThatAsksForYears_isAskedAtTheEnd() {
        collector.then(ScriptedTransport.answer(429, "999999999999999999", ""), TRUE);

        Background<Acks.Result> waiting = awaiting();
        pass(INTERVAL);
        pass(TIMEOUT.minus(INTERVAL));

        assertThat(waiting.result()).isEqualTo(new Acks.Acknowledged());
    }

    @Test
    void await_refusedToken_isReadAnew() {
        collector.then(ScriptedTransport.answer(401), TRUE);

        Background<Acks.Result> waiting = awaiting();
        pass(INTERVAL);
        pass(INTERVAL);

        assertThat(waiting.result()).isEqualTo(new Acks.Acknowledged());
        assertThat(collector.next().authorization()).isEqualTo("Splunk old");
        assertThat(collector.next().authorization()).isEqualTo("Splunk new");
    }

    @Test
    void await_acksDisabled_stopsAndTellsOnce() {
        collector.then(DISABLED, DISABLED);

        Background<Acks.Result> first = awaiting();
        pass(INTERVAL);
        assertThat(((Acks.NotOffered) first.result()).news())
                .isEqualTo("The collector gives no acknowledgements (HTTP 400:"
                        + " {\"text\":\"ACK is disabled\",\"code\":14}); events count as delivered when it accepts them."
                        + " Set ack to false, or enable useACK on the token.");

        Background<Acks.Result> second = awaiting();
        pass(INTERVAL);
        assertThat(second.result()).isEqualTo(new Acks.NotOffered(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{\"text\":\"Success\",\"code\":0}", "{\"code\":0,\"ackId\":null}"})
    void await_replyWithoutAckId_asksNothingAndTellsOnce(String body) throws InterruptedException {
        Acks.Result first = acks.await(transport, URL, credentials, accepted(body));
        Acks.Result second = acks.await(transport, URL, credentials, accepted(body));

        assertThat(((Acks.NotOffered) first).news())
                .contains("without an ackId")
                .contains("useACK");
        assertThat(second).isEqualTo(new Acks.NotOffered(null));
        assertThat(asked).isEmpty();
    }

    @Test
    void await_whileTheCollectorHoldsEverybody_waitsForItsTurn() {
        collector.then(TRUE);
        pacer.pause(Duration.ofSeconds(3).toNanos());

        Background<Acks.Result> waiting = awaiting();
        pass(INTERVAL);
        time.awaitWaiter(Duration.ofSeconds(2));
        assertThat(asked).isEmpty();
        time.advance(Duration.ofSeconds(2));

        assertThat(waiting.result()).isEqualTo(new Acks.Acknowledged());
    }

    @Test
    void await_hurried_asksAtOnce() {
        collector.then(TRUE);
        Background<Acks.Result> waiting = awaiting();
        time.awaitWaiter(INTERVAL);

        pacer.hurry();

        assertThat(waiting.result()).isEqualTo(new Acks.Acknowledged());
    }

    @Test
    void await_interrupted_endsWithThat() {
        Background<Acks.Result> waiting = awaiting();
        time.awaitWaiter(INTERVAL);

        waiting.thread().interrupt();

        assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://h/services/collector, https://h/services/collector/ack?channel=G",
        "https://h/services/collector/, https://h/services/collector/ack?channel=G",
        "https://h/services/collector/event, https://h/services/collector/ack?channel=G",
        "https://h/services/collector/event/1.0, https://h/services/collector/ack?channel=G",
        "https://h:8088/services/collector/raw, https://h:8088/services/collector/ack?channel=G",
        "http://[::1]:1/a%20b/services/collector/event, http://[::1]:1/a%20b/services/collector/ack?channel=G",
        "https://h/services/collector/event?key=%26, https://h/services/collector/ack?key=%26&channel=G",
        "https://h/services/collector/event?channel=OLD&a=b, https://h/services/collector/ack?a=b&channel=G",
        "https://h, https://h/services/collector/ack?channel=G",
        "https://h/hec/, https://h/hec/services/collector/ack?channel=G"
    })
    void address_isBesideTheCollectors(URI url, URI expected) {
        assertThat(Acks.address(url, "G")).isEqualTo(expected);
    }

    @Test
    void await_overHttp_asksAsSplunkWantsIt() throws Exception {
        Queue<String> requests = new LinkedBlockingQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean first = requests.isEmpty();
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body = ("{\"acks\":{\"0\":" + !first + "}}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try (JdkTransport http = PlainTransports.of(
                TransportSettings.of(Duration.ofSeconds(20), Duration.ofSeconds(20)), new DeliveryThreads("ack"))) {
            URI url = URI.create(
                    "http://127.0.0.1:" + server.getAddress().getPort() + "/prefix/services/collector/event/1.0");
            Acks real = new Acks(
                    CHANNEL,
                    Duration.ofMinutes(1).toNanos(),
                    Duration.ofMillis(1).toNanos(),
                    new Pacer(Time.SYSTEM, new PaceLimits(1_000, 2_000_000_000, 0)),
                    Time.SYSTEM);

            assertThat(real.await(http, url, credentials, accepted("{\"text\":\"Success\",\"code\":0,\"ackId\":0}")))
                    .isEqualTo(new Acks.Acknowledged());

            String expected = "POST /prefix/services/collector/ack?channel=" + CHANNEL
                    + " Splunk old application/json {\"acks\":[0]}";
            assertThat(requests).containsExactly(expected, expected);
        } finally {
            server.stop(0);
        }
    }
}
