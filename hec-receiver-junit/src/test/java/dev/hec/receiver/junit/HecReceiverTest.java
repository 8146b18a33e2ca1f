package dev.hec.receiver.junit;

import static dev.hec.receiver.fault.FaultScript.always;
import static dev.hec.receiver.fault.FaultScript.next;
import static dev.hec.receiver.junit.Sender.request;
import static dev.hec.receiver.junit.Sender.send;
import static dev.hec.receiver.junit.Sender.sendMessage;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLHandshakeException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HecReceiverTest {

    private static final Duration SHORT = Duration.ofMillis(50);

    @RegisterExtension
    private final HecReceiver receiver = HecReceiver.create();

    @Test
    void event_withEverything_isFoundTyped() throws IOException {
        HttpResponse<String> reply = send(
                receiver,
                "{\"time\":1433188255.5,\"host\":\"web-1\",\"source\":\"shop\",\"sourcetype\":\"json\",\"index\":\"main\","
                        + "\"event\":{\"message\":\"sold\",\"price\":9.90,\"user\":{\"id\":7}},\"fields\":{\"dc\":\"x\"}}");

        assertThat(reply.body()).isEqualTo("{\"text\":\"Success\",\"code\":0}");
        ReceivedEvent event = receiver.await().event("sold");
        assertThat(event.timestamp()).isEqualTo(Instant.parse("2015-06-01T19:50:55.5Z"));
        assertThat(event.message()).isEqualTo("sold");
        assertThat(event.host()).isEqualTo("web-1");
        assertThat(event.source()).isEqualTo("shop");
        assertThat(event.sourcetype()).isEqualTo("json");
        assertThat(event.index()).isEqualTo("main");
        assertThat(event.field("price")).isEqualTo(new BigDecimal("9.90"));
        assertThat(event.field("user.id")).isEqualTo(7L);
        assertThat(event.text("user.id")).isEqualTo("7");
        assertThat(event.field("dc")).isEqualTo("x");
        assertThat(event.field("absent")).isNull();
        assertThat(receiver.events()).containsExactly(event);
    }

    @Test
    void event_withNothing_hasTimeAndHostOfItsArrival() throws IOException {
        sendMessage(receiver, "bare");

        ReceivedEvent event = receiver.events().get(0);
        assertThat(event.timestamp()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(event.host()).isEqualTo("127.0.0.1");
        assertThat(event.source()).isNull();
    }

    @Test
    void request_isShownWithItsReply() throws IOException {
        send(request(receiver.url(), "/raw?source=a%20b", receiver)
                .header("Content-Encoding", "identity")
                .header("X-Test", "1")
                .POST(BodyPublishers.ofString("one\ntwo\n")));
        send(receiver, "[]");

        ReceivedRequest raw = receiver.requests().get(0);
        assertThat(raw.method()).isEqualTo("POST");
        assertThat(raw.path()).isEqualTo("/services/collector/raw");
        assertThat(raw.query()).isEqualTo("source=a%20b");
        assertThat(raw.header("x-test")).isEqualTo("1");
        assertThat(raw.header("x-other")).isNull();
        assertThat(raw.codec()).isEqualTo("identity");
        assertThat(raw.bodyBytes()).isEqualTo(8);
        assertThat(raw.events()).isEqualTo(2);
        assertThat(raw.status()).isEqualTo(200);
        assertThat(raw.cut()).isNull();
        assertThat(receiver.requests().get(1))
                .hasToString("POST /services/collector/event (2 bytes, none): 400, 0 stored");
    }

    @Test
    void request_withAWrongToken_isRefusedAndShown() throws IOException {
        send(request(receiver.url(), "/event", receiver)
                .setHeader("Authorization", "Bearer wrong")
                .POST(BodyPublishers.ofString("{}")));

        assertThat(receiver.await().request(r -> r.status() == 403).bodyBytes()).isZero();
    }

    @Test
    void batch_thatIsSentAgain_isStoredOnce() throws IOException {
        for (int i = 0; i < 2; i++) {
            send(request(receiver.url(), "/event", receiver)
                    .header("X-Hec-Batch", "0011223344556677-1")
                    .POST(BodyPublishers.ofString("{\"event\":\"e\"}")));
        }

        assertThat(receiver.events()).hasSize(1);
        assertThat(receiver.requests()).extracting(ReceivedRequest::events).containsExactly(1, 0);
        assertThat(receiver.requests()).extracting(ReceivedRequest::status).containsExactly(200, 200);
    }

    @Test
    void await_eventsThatComeLater_areWaitedFor() {
        CompletableFuture<Void> later = CompletableFuture.runAsync(() -> {
            try {
                sendMessage(receiver, "a");
                sendMessage(receiver, "b");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });

        assertThat(receiver.await().events(2))
                .extracting(ReceivedEvent::message)
                .containsExactly("a", "b");
        assertThat(receiver.await().requests(2)).hasSize(2);
        later.join();
    }

    @Test
    void await_inVain_failsWithWhatCame() throws IOException {
        receiver.faults().add(next(1).loseReply());
        assertThatThrownBy(() -> sendMessage(receiver, "lost")).isInstanceOf(IOException.class);
        receiver.faults().add(next(1).reply(429));
        sendMessage(receiver, "refused");

        assertThatThrownBy(() -> receiver.await().within(SHORT).event("other"))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching("(?s)waited 50 ms for an event with the message \"other\"; 1 events came:\n"
                        + "  [-0-9T:.]+Z \\{message=lost, serverHost=127.0.0.1}\n2 requests came:\n"
                        + "  POST /services/collector/event \\(16 bytes, none\\): no reply, loseReply, 1 stored\n"
                        + "  POST /services/collector/event \\(0 bytes, none\\): 429, 0 stored");
        assertThatThrownBy(() -> receiver.await().within(SHORT).events(2))
                .hasMessageStartingWith("waited 50 ms for 2 events; ");
        assertThatThrownBy(() -> receiver.await().within(SHORT).requests(3))
                .hasMessageStartingWith("waited 50 ms for 3 requests; ");
        assertThatThrownBy(() -> receiver.await().events(0))
                .hasMessageStartingWith("more than 0 events; 1 events came:");
    }

    @Test
    void await_inVainAmongMany_showsTheLast() throws IOException {
        send(receiver, "{\"event\":\"many\"}".repeat(25));

        assertThatThrownBy(() -> receiver.await().within(SHORT).event("other"))
                .hasMessageContaining("25 events came; the last 20:");
    }

    @Test
    void https_withTheRightCertificate_works_withTheWrongOneNot() throws IOException {
        HttpClient client =
                HttpClient.newBuilder().sslContext(receiver.clientContext()).build();
        receiver.faults().add(next(1).wrongCertificate());

        assertThatThrownBy(() -> send(
                        client,
                        request(receiver.httpsUrl(), "/event", receiver)
                                .POST(BodyPublishers.ofString("{\"event\":1}"))))
                .isInstanceOf(SSLHandshakeException.class);
        send(client, request(receiver.httpsUrl(), "/event", receiver).POST(BodyPublishers.ofString("{\"event\":2}")));

        assertThat(receiver.await().events(1).get(0).message()).isEqualTo("2");
        assertThat(receiver.certificateFile()).content().startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(receiver.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=hec-receiver for tests");
    }

    @Test
    void search_isTold_thatTheTestHasTheEvents() throws IOException {
        HttpResponse<String> response =
                send(java.net.http.HttpRequest.newBuilder(java.net.URI.create(receiver.url() + "/api/events"))
                        .header("Authorization", "Bearer " + receiver.token()));

        assertThat(response.statusCode()).isEqualTo(501);
        assertThat(response.body()).contains("java -jar hec-receiver.war searches");
    }

    @Test
    void receiver_writesNoFiles() throws IOException {
        sendMessage(receiver, "e");

        assertThat(Path.of("hec-data")).doesNotExist();
    }

    /** Spring Boot, for one, takes a container that it finds on the class path. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jakarta.servlet.Servlet",
                "org.apache.catalina.startup.Tomcat",
                "org.apache.lucene.index.IndexWriter",
                "org.slf4j.Logger",
                "org.apache.logging.log4j.Logger"
            })
    void classPath_ofATest_getsNoContainerNoIndexAndNoLogging(String name) {
        assertThatThrownBy(() -> Class.forName(name)).isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void reset_forgetsEventsRequestsAndFaults() throws IOException {
        sendMessage(receiver, "e");
        receiver.faults().add(always().reply(503));

        receiver.reset();

        assertThat(receiver.events()).isEmpty();
        assertThat(receiver.requests()).isEmpty();
        assertThat(sendMessage(receiver, "f").statusCode()).isEqualTo(200);
    }

    @Test
    void reset_forgetsBatchesToo() throws IOException {
        for (int i = 0; i < 2; i++) {
            send(request(receiver.url(), "/event", receiver)
                    .header("X-Hec-Batch", "0011223344556677-1")
                    .POST(BodyPublishers.ofString("{\"event\":\"e\"}")));

            assertThat(receiver.await().events(1)).hasSize(1);
            receiver.reset();
        }
    }

    @Test
    void reset_whileARequestWithABatchIsOnItsWay_forgetsTheBatchWithItsEvents() throws IOException {
        String body = "{\"event\":\"e\"}";
        receiver.faults().add(next(1).delay(Duration.ofMillis(1))); // tells when the request has begun
        try (Socket socket = new Socket("127.0.0.1", receiver.port())) {
            socket.getOutputStream()
                    .write(("POST /services/collector/event HTTP/1.1\r\nAuthorization: Bearer "
                                    + receiver.token() + "\r\nX-Hec-Batch: a-1\r\nConnection: close\r\nContent-Length: "
                                    + body.length() + "\r\n\r\n")
                            .getBytes(US_ASCII));
            Awaitility.await().until(() -> receiver.faults().progress().get(0).happened() == 1);

            receiver.reset();
            socket.getOutputStream().write(body.getBytes(US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 200 ");
        }
        assertThat(receiver.events()).as("those of the test before").isEmpty();

        send(request(receiver.url(), "/event", receiver)
                .header("X-Hec-Batch", "a-1")
                .POST(BodyPublishers.ofString(body)));

        assertThat(receiver.await().events(1)).hasSize(1);
    }

    @Test
    void reset_whileARequestHangs_showsItToNobody() throws IOException {
        receiver.faults().add(next(1).hang());
        String connections = "hec-receiver-" + receiver.port() + "-";
        try (Socket socket = new Socket("127.0.0.1", receiver.port())) {
            socket.getOutputStream().write("POST /services/collector/event HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
            Awaitility.await().until(() -> receiver.faults().progress().get(0).happened() == 1);
            assertThat(threads(connections)).isNotEmpty();

            receiver.reset();
            Awaitility.await().until(() -> threads(connections).isEmpty());
        }

        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void memory_thatIsFull_isTheBusyOfTheRealOne() throws IOException {
        String many = "{\"event\":1}".repeat(60_000);
        for (int i = 0; i < 3; i++) {
            assertThat(send(receiver, many).statusCode()).isEqualTo(200);
        }

        HttpResponse<String> full = send(receiver, many);

        assertThat(full.statusCode()).isEqualTo(503);
        assertThat(full.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(receiver.events()).hasSize(3 * 60_000);
        receiver.reset();
        assertThat(send(receiver, many).statusCode()).isEqualTo(200);
    }

    @Test
    void close_endsItsThreadsAndFile_andKeepsWhatCame() throws IOException {
        HecReceiver own = HecReceiver.started();
        String name = "hec-receiver-" + own.port();
        sendMessage(own, "e");
        Path file = own.certificateFile();
        assertThat(threads(name)).isNotEmpty();

        own.close();
        own.close();

        assertThat(threads(name)).isEmpty();
        assertThat(Files.exists(file)).isFalse();
        assertThat(own.events()).hasSize(1);
        assertThatThrownBy(own::url)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("its field needs @RegisterExtension");
    }

    @Test
    void receivers_severalAtOnce_areApart() throws IOException {
        try (HecReceiver other = HecReceiver.started()) {
            sendMessage(other, "theirs");
            sendMessage(receiver, "ours");

            assertThat(other.await().events(1))
                    .extracting(ReceivedEvent::message)
                    .isEqualTo(List.of("theirs"));
            assertThat(receiver.await().events(1))
                    .extracting(ReceivedEvent::message)
                    .isEqualTo(List.of("ours"));
        }
    }

    private static List<Thread> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(name))
                .toList();
    }
}
