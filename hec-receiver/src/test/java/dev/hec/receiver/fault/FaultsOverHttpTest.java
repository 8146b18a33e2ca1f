package dev.hec.receiver.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hec.receiver.MemoryStorage;
import dev.hec.receiver.Receiver;
import dev.hec.receiver.config.InvalidSettings;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.server.ReceiverServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults by the admin endpoint of the receiver as {@code java -jar} runs it, for clients in any language. */
@Timeout(60)
class FaultsOverHttpTest {

    private static final String EVENT = "{\"event\":\"e\"}";

    @TempDir
    private Path directory;

    private final MemoryStorage storage = new MemoryStorage();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private ReceiverServer server;

    private Settings settings() {
        return Settings.defaults()
                .with(Setting.TOKEN, "t")
                .with(Setting.PORT, 0)
                .with(Setting.DATA_DIR, directory.resolve("data"))
                .with(Setting.DRAIN_TIMEOUT, Duration.ofSeconds(1))
                .with(Setting.FAULTS, true);
    }

    @BeforeEach
    void start() throws Exception {
        server = ReceiverServer.open(settings(), ignored -> storage, directory.resolve("tomcat"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path)).header("Authorization", "Bearer t");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private void faults(String json) throws Exception {
        HttpResponse<String> response = send(request("/admin/faults").PUT(BodyPublishers.ofString(json)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    private HttpResponse<String> post(String batch) throws Exception {
        return send(request("/services/collector/event")
                .header("X-Hec-Batch", batch)
                .POST(BodyPublishers.ofString(EVENT)));
    }

    @Test
    void reply_thatWasAskedFor_isGivenAsOftenAsAsked() throws Exception {
        faults("[{\"fault\":\"reply\",\"status\":429,\"retryAfterSeconds\":2,\"times\":2}]");

        HttpResponse<String> refused = post("a-1");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(refused.body()).contains("\"code\":26");
        assertThat(send(request("/admin/faults")).body())
                .isEqualTo(
                        "[{\"fault\":\"reply\",\"status\":429,\"retryAfterSeconds\":2,\"times\":2,\"happened\":1,\"left\":1}]");
        assertThat(post("a-1").statusCode()).isEqualTo(429);
        assertThat(post("a-1").statusCode()).isEqualTo(200);
        assertThat(storage.events()).hasSize(1);
        assertThat(send(request("/admin/faults")).body()).contains("\"happened\":2,\"left\":0}]");
    }

    @ParameterizedTest
    @CsvSource({"204, ''", "304, ''", "205, '\"code\":205'", "200, '\"code\":0'"})
    void reply_ofAnyStatus_isWholeAndStoresNothing(int status, String body) throws Exception {
        faults("{\"fault\":\"reply\",\"status\":" + status + ",\"times\":1}");
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            String request = "POST /services/collector HTTP/1.1\r\nAuthorization: Bearer t\r\nContent-Length: "
                    + EVENT.length() + "\r\n%s\r\n" + EVENT;
            socket.getOutputStream()
                    .write((request.formatted("") + request.formatted("Connection: close\r\n")).getBytes(ISO_8859_1));

            String[] replies = new String(socket.getInputStream().readAllBytes(), ISO_8859_1).split("(?=HTTP/1.1 )");
            assertThat(replies).hasSize(2);
            assertThat(replies[0]).startsWith("HTTP/1.1 " + status + " ");
            assertThat(replies[0].substring(replies[0].indexOf("\r\n\r\n") + 4)).satisfies(sent -> {
                if (body.isEmpty()) {
                    assertThat(sent).isEmpty();
                } else {
                    assertThat(sent).contains(body);
                }
            });
            assertThat(replies[1]).startsWith("HTTP/1.1 200 ");
        }
        assertThat(storage.events()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hang_whoseSenderGoes_leavesNothing(boolean tls) throws Exception {
        faults("{\"fault\":\"hang\"}");
        String connections = "hec-receiver-" + server.port() + "-";
        try (Socket socket = tls
                ? trusting(send(request("/admin/faults/certificate")).body())
                        .getSocketFactory()
                        .createSocket("127.0.0.1", server.port())
                : new Socket("127.0.0.1", server.port())) {
            String head = "POST /services/collector HTTP/1.1\r\nContent-Length: 100000\r\n\r\n";
            socket.getOutputStream().write((head + "x".repeat(50_000)).getBytes(ISO_8859_1));
            while (!send(request("/admin/faults")).body().contains("\"happened\":1")) {
                Thread.onSpinWait();
            }
        }
        Awaitility.await()
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> thread.getName().startsWith(connections))
                                .count()
                        <= 1); // that of the client that asks
    }

    @Test
    void scripts_thatDoNotArrive_areToldSo() throws Exception {
        try (Receiver receiver = Receiver.open(settings(), ignored -> new MemoryStorage())) {
            AtomicReference<HttpReply> reply = new AtomicReference<>();
            InputStream tooSlow = new InputStream() {
                @Override
                public int read() throws IOException {
                    throw new SocketTimeoutException("the body comes too slowly");
                }
            };
            receiver.application().handle(asked("PUT", "/admin/faults", tooSlow, 100), reply::set);

            assertThat(reply.get().status()).isEqualTo(408);
        }
    }

    @ParameterizedTest
    @CsvSource({"resetBeforeBody, 0", "resetAfterBody, 0", "loseReply, 1"})
    void connection_thatIsReset_leavesWhatItShould(String fault, int stored) throws Exception {
        faults("{\"fault\":\"" + fault + "\",\"times\":1}");
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            String body = EVENT;
            socket.getOutputStream()
                    .write(
                            ("POST /services/collector HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\nX-Hec-Batch: a-1\r\n"
                                            + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                                    .getBytes(ISO_8859_1));

            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("reset");
        }
        assertThat(storage.events()).hasSize(stored);

        assertThat(post("a-1").statusCode()).isEqualTo(200);
        assertThat(storage.events()).as("stored once whatever happened").hasSize(1);
    }

    @Test
    void resetBeforeBody_happensBeforeAnyBodyCame() throws Exception {
        faults("{\"fault\":\"resetBeforeBody\",\"times\":1}");
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write("POST /services/collector HTTP/1.1\r\nContent-Length: 1000\r\n\r\n".getBytes(ISO_8859_1));

            assertThatThrownBy(() -> socket.getInputStream().read()).hasMessageContaining("reset");
        }
    }

    @Test
    void hang_untilTheFaultsAreCleared_givesNoReply() throws Exception {
        faults("{\"fault\":\"hang\"}");

        assertThatThrownBy(() -> send(request("/services/collector")
                        .timeout(Duration.ofMillis(200))
                        .POST(BodyPublishers.ofString(EVENT))))
                .isInstanceOf(HttpTimeoutException.class);
        CompletableFuture<HttpResponse<String>> hanging = client.sendAsync(
                request("/services/collector")
                        .POST(BodyPublishers.ofString(EVENT))
                        .build(),
                BodyHandlers.ofString());
        while (!send(request("/admin/faults")).body().contains("\"happened\":2")) {
            Thread.onSpinWait();
        }
        assertThat(hanging).isNotDone();

        assertThat(send(request("/admin/faults").DELETE()).body()).isEqualTo("[]");

        assertThatThrownBy(hanging::get).hasCauseInstanceOf(IOException.class);
        assertThat(post("a-1").statusCode()).isEqualTo(200);
        assertThat(storage.events()).hasSize(1);
    }

    @Test
    void close_whileRequestsHang_doesNotWaitForThem() throws Exception {
        faults("{\"fault\":\"hang\"}");
        CompletableFuture<HttpResponse<String>> hanging = client.sendAsync(
                request("/services/collector")
                        .POST(BodyPublishers.ofString(EVENT))
                        .build(),
                BodyHandlers.ofString());
        while (!send(request("/admin/faults")).body().contains("\"happened\":1")) {
            Thread.onSpinWait();
        }

        server.close();

        assertThatThrownBy(hanging::get).hasCauseInstanceOf(IOException.class);
        String name = "hec-receiver-" + server.port();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith(name));
    }

    @Test
    void delayAndSlowRead_areLateButRight() throws Exception {
        faults("[{\"fault\":\"delay\",\"delayMillis\":150,\"times\":1},"
                + "{\"fault\":\"slowRead\",\"bytesPerSecond\":100,\"times\":1}]");

        long start = System.nanoTime();
        assertThat(post("a-1").statusCode()).isEqualTo(200);
        long delayed = System.nanoTime();
        assertThat(post("a-2").statusCode()).isEqualTo(200);
        long slow = System.nanoTime();

        assertThat(Duration.ofNanos(delayed - start)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
        assertThat(Duration.ofNanos(slow - delayed)).isGreaterThanOrEqualTo(Duration.ofMillis(130));
        assertThat(storage.events()).hasSize(2);
    }

    @Test
    void wrongCertificate_thenTheRightOne_isForWhoChecks() throws Exception {
        faults("{\"fault\":\"wrongCertificate\",\"times\":1}");
        HttpClient https = HttpClient.newBuilder()
                .sslContext(trusting(send(request("/admin/faults/certificate")).body()))
                .build();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("https://127.0.0.1:" + server.port() + "/services/collector"))
                .header("Authorization", "Bearer t")
                .POST(BodyPublishers.ofString(EVENT))
                .build();

        assertThatThrownBy(() -> https.send(request, BodyHandlers.ofString()))
                .isInstanceOf(SSLHandshakeException.class);
        assertThat(https.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        assertThat(storage.events()).hasSize(1);
    }

    private static SSLContext trusting(String pem) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(
                "ca",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(pem.getBytes(ISO_8859_1))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void scripts_thatCannotBe_areRefusedAndChangeNothing() throws Exception {
        faults("{\"fault\":\"hang\",\"times\":1}");

        HttpResponse<String> refused = send(request("/admin/faults").PUT(BodyPublishers.ofString("{\"fault\":\"x\"}")));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("fault \\\"x\\\" is not known; expected one of reply, ");
        assertThat(send(request("/admin/faults")).body()).contains("hang");
        assertThat(send(request("/admin/faults").PUT(BodyPublishers.ofString(" ".repeat((1 << 20) + 1))))
                        .statusCode())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /admin/faults, 405",
        "PUT, /admin/faults/certificate, 405",
        "GET, /admin/faults/other, 404",
        "OPTIONS, /admin/faults, 200"
    })
    void endpoint_otherUses_areTold(String method, String path, int status) throws Exception {
        assertThat(send(request(path).method(method, BodyPublishers.noBody())).statusCode())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/faults", "/admin/faults/certificate"})
    void endpoint_withoutTheToken_answersNobody(String path) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path));
        assertThat(send(request).statusCode()).isEqualTo(401);
        assertThat(send(request.header("Authorization", "Bearer wrong")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void endpoint_whereTheSettingIsFalse_isNotThere() throws Exception {
        try (ReceiverServer usual = ReceiverServer.open(
                settings().with(Setting.FAULTS, false), ignored -> new MemoryStorage(), directory.resolve("usual"))) {
            HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(usual.url() + "/admin/faults"))
                    .header("Authorization", "Bearer t")
                    .PUT(BodyPublishers.ofString("[]")));

            assertThat(response.statusCode()).isEqualTo(404);
        }
    }

    @Test
    void settings_withACertificateOfTheUsers_areRefused() throws Exception {
        Path file = Files.createFile(directory.resolve("cert.pem"));

        assertThatThrownBy(() -> ReceiverServer.open(
                        settings().with(Setting.TLS_CERTIFICATE, file).with(Setting.TLS_KEY, file),
                        ignored -> new MemoryStorage(),
                        directory.resolve("other")))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("faults answers https with certificates of its own; unset tls-certificate");
    }

    @Test
    void container_ofOthers_refusesWhatNeedsTheConnection() throws Exception {
        try (Receiver inContainer = Receiver.open(settings(), ignored -> new MemoryStorage())) {
            assertThat(put(inContainer, "{\"fault\":\"loseReply\"}").status()).isEqualTo(400);
            assertThat(put(inContainer, "{\"fault\":\"loseReply\"}").body())
                    .contains("loseReply needs the connection, which this servlet container keeps to itself");
            assertThat(put(inContainer, "{\"fault\":\"reply\",\"status\":503}").status())
                    .isEqualTo(200);
            assertThat(handle(inContainer, "POST", "/services/collector", EVENT).status())
                    .isEqualTo(503);
        }
    }

    private static HttpReply put(Receiver receiver, String json) {
        return handle(receiver, "PUT", "/admin/faults", json);
    }

    private static HttpReply handle(Receiver receiver, String method, String path, String body) {
        AtomicReference<HttpReply> reply = new AtomicReference<>();
        InputStream in = new ByteArrayInputStream(body.getBytes(ISO_8859_1));
        receiver.application().handle(asked(method, path, in, body.length()), reply::set);
        return reply.get();
    }

    private static dev.hec.receiver.http.HttpRequest asked(String method, String path, InputStream body, int length) {
        return new dev.hec.receiver.http.HttpRequest(
                method,
                path,
                null,
                name -> name.equals("Authorization") ? List.of("Bearer t") : List.of(),
                length,
                body,
                "127.0.0.1");
    }
}
