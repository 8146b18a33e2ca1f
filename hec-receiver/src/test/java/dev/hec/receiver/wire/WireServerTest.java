package dev.hec.receiver.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server on plain sockets, by raw requests and by the JDK's client. */
@Timeout(60)
class WireServerTest {

    private final OwnCertificates certificates = new OwnCertificates();
    private final AtomicReference<WireHandler> handler = new AtomicReference<>(WireServerTest::echo);
    private WireServer server;

    @BeforeEach
    void start() throws IOException {
        server = WireServer.open(
                "127.0.0.1",
                0,
                certificates::right,
                (request, sink) -> handler.get().handle(request, sink));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /** Shows what came. */
    private static void echo(HttpRequest request, WireHandler.ReplySink sink) throws IOException {
        String body = new String(request.body().readAllBytes(), UTF_8);
        sink.send(new HttpReply(
                200,
                "text/plain",
                request.method() + " " + request.path() + " " + request.query() + " " + request.header("X-Test") + " "
                        + request.contentLength() + " " + body,
                Map.of()));
    }

    private Socket connect() throws IOException {
        return new Socket("127.0.0.1", server.port());
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }

    /** What comes back until the server closes. */
    private String answer(String text) throws IOException {
        try (Socket socket = connect()) {
            send(socket, text);
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void request_withLength_isReadAndAnswered() throws IOException {
        assertThat(answer("POST /a%20b?q=%20 HTTP/1.1\r\nx-test: 1\r\nX-TEST:2\r\nContent-Length: 3\r\n"
                        + "Connection: close\r\n\r\nabc"))
                .startsWith("HTTP/1.1 200 ")
                .contains("\r\nContent-Type: text/plain\r\n", "\r\nConnection: close\r\n", "\r\nDate: ")
                .endsWith("\r\n\r\nPOST /a b q=%20 [1, 2] 3 abc");
    }

    @Test
    void request_inChunks_isPutTogether() throws IOException {
        assertThat(answer("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                        + "3;x=y\r\nabc\r\n0A\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n"))
                .endsWith("POST / null [] -1 abc0123456789");
    }

    @Test
    void requests_onOneConnection_areAllAnswered() throws IOException {
        assertThat(answer("POST /1 HTTP/1.1\r\nContent-Length: 1\r\n\r\na\r\nGET /2 HTTP/1.1\r\n\r\n"
                        + "HEAD /3 HTTP/1.1\r\n\r\nGET /4 HTTP/1.0\r\n\r\nGET /5 HTTP/1.1\r\n\r\n"))
                .containsSubsequence("POST /1 null [] 1 a", "GET /2 ", "Content-Length: 19\r\n\r\nHTTP/1.1", "GET /4 ")
                .doesNotContain("HEAD /3 ", "/5");
    }

    @Test
    void body_notReadByTheHandler_isNotTheNextRequest() throws IOException {
        handler.set((request, sink) -> sink.send(HttpReply.json(200, request.path())));

        assertThat(answer("POST /1 HTTP/1.1\r\nContent-Length: 17\r\n\r\nGET /2 HTTP/1.1\r\n"
                        + "GET /3 HTTP/1.1\r\nConnection: close\r\n\r\n"))
                .contains("/1", "/3")
                .doesNotContain("/2");
    }

    @Test
    void body_thatWaitsToBeAskedFor_isAskedForWhenItIsRead() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n");
            byte[] asked = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
            send(socket, "ok");

            assertThat(new String(asked, ISO_8859_1)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .endsWith(" 2 ok");
        }
    }

    @Test
    void body_thatIsRefused_isNotAskedFor() throws IOException {
        handler.set((request, sink) -> sink.send(HttpReply.json(403, "no")));

        assertThat(answer("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ")
                .doesNotContain("100 Continue");
    }

    @Test
    void reply_streamed_comesInChunks() throws Exception {
        handler.set((request, sink) -> sink.send(HttpReply.streamed(
                200,
                "text/plain",
                out -> {
                    out.write('a');
                    out.write("bc".repeat(10_000).getBytes(UTF_8));
                },
                Map.of())));

        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(java.net.http.HttpRequest.newBuilder(uri("http")).build(), BodyHandlers.ofString());

        assertThat(response.headers().firstValue("transfer-encoding")).hasValue("chunked");
        assertThat(response.body()).isEqualTo("a" + "bc".repeat(10_000));
    }

    @ParameterizedTest
    @CsvSource({
        "'GET /', 400",
        "'GET / HTTP/2', 400",
        "'GET /%zz HTTP/1.1', 400",
        "'GET / HTTP/1.1|: x', 400",
        "'POST / HTTP/1.1|Content-Length: -1', 400",
        "'POST / HTTP/1.1|Content-Length: 1|Content-Length: 2', 400",
        "'POST / HTTP/1.1|Content-Length: 1|Transfer-Encoding: chunked', 400",
        "'POST / HTTP/1.1|Transfer-Encoding: br', 501",
    })
    void head_thatIsNone_isAnsweredAndTheConnectionClosed(String head, int status) throws IOException {
        assertThat(answer(head.replace("|", "\r\n") + "\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("\"code\":" + status);
    }

    @Test
    void head_thatIsTooLarge_isRefused() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "GET / HTTP/1.1\r\nX: " + "x".repeat(32 * 1024));

            assertThat(socket.getInputStream().readNBytes(13)).asString(UTF_8).isEqualTo("HTTP/1.1 431 ");
        }
    }

    @Test
    void handler_thatFails_isAnswered500() throws IOException {
        handler.set((request, sink) -> {
            throw new IllegalStateException("for the test");
        });

        assertThat(answer("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 500 ").endsWith("\"code\":500}");
    }

    @Test
    void handler_thatCuts_resetsTheConnection() throws IOException {
        handler.set((request, sink) -> {
            request.body().readAllBytes();
            throw new CutConnection("for the test");
        });
        try (Socket socket = connect()) {
            send(socket, "POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\na");

            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void https_onTheSamePort_works() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().sslContext(certificates.client()).build();

        HttpResponse<String> response = client.send(
                java.net.http.HttpRequest.newBuilder(uri("https"))
                        .POST(BodyPublishers.ofString("x".repeat(100_000)))
                        .build(),
                BodyHandlers.ofString());

        assertThat(response.body()).startsWith("POST /path q [] 100000 xxx");
        assertThat(client.send(java.net.http.HttpRequest.newBuilder(uri("http")).build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void certificates_thatAreWrong_areAcceptedByNobody() throws Exception {
        try (WireServer wrong = WireServer.open("127.0.0.1", 0, certificates::wrong, WireServerTest::echo)) {
            HttpClient client =
                    HttpClient.newBuilder().sslContext(certificates.client()).build();

            assertThatThrownBy(() -> client.send(
                            java.net.http.HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + wrong.port()))
                                    .build(),
                            BodyHandlers.ofString()))
                    .isInstanceOf(SSLHandshakeException.class);
        }
        assertThat(certificates.pem()).startsWith("-----BEGIN CERTIFICATE-----\n");
    }

    @Test
    void port_inUse_isTold() {
        assertThatThrownBy(() -> WireServer.open("127.0.0.1", server.port(), certificates::right, (r, s) -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot listen on 127.0.0.1 port " + server.port() + ": ");
    }

    @Test
    void close_withConnectionsOpenAndBusy_endsAllThreads() throws Exception {
        CountDownLatch handled = new CountDownLatch(1);
        handler.set((request, sink) -> {
            handled.countDown();
            request.body().readAllBytes();
        });
        String name = "hec-receiver-" + server.port();
        try (Socket idle = connect();
                Socket busy = connect()) {
            send(idle, "GET");
            send(busy, "POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\n");
            handled.await();
            assertThat(threads(name)).hasSizeGreaterThanOrEqualTo(2);

            server.close();
            server.close();

            assertThat(threads(name)).isEmpty();
        }
    }

    private URI uri(String scheme) {
        return URI.create(scheme + "://127.0.0.1:" + server.port() + "/path?q");
    }

    private static List<Thread> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(name))
                .toList();
    }
}
