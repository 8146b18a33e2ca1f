package dev.hec.receiver.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hec.codec.Codec;
import dev.hec.codec.Compressor;
import dev.hec.receiver.MemoryStorage;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The receiver over real HTTP. */
@Timeout(60)
class ReceiverServerTest {

    private static final String SUCCESS = "{\"text\":\"Success\",\"code\":0}";

    @TempDir
    private Path directory;

    private final MemoryStorage storage = new MemoryStorage();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private ReceiverServer server;

    @BeforeEach
    void start() throws Exception {
        server = ReceiverServer.open(settings(0), dataDir -> storage, directory.resolve("tomcat"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Settings settings(int port) {
        return Settings.defaults()
                .with(Setting.DATA_DIR, directory.resolve("data"))
                .with(Setting.TOKEN, "t")
                .with(Setting.LOCAL_READS, false)
                .with(Setting.PORT, port)
                .with(Setting.PORT_FILE, directory.resolve("port"))
                .with(Setting.DRAIN_TIMEOUT, Duration.ofSeconds(30));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path)).header("Authorization", "Bearer t");
    }

    private HttpResponse<String> post(String path, BodyPublisher body, String... headers) throws Exception {
        HttpRequest.Builder request = request(path).POST(body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private List<Object> messages() {
        return storage.events().stream()
                .map(event -> event.fields().get("message"))
                .toList();
    }

    @Test
    void event_posted_isAnsweredInJson() throws Exception {
        HttpResponse<String> response =
                post("/services/collector/event", BodyPublishers.ofString("{\"event\":\"h\u00e9\"}"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(SUCCESS);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.headers().firstValue("Server")).isEmpty();
        assertThat(messages()).containsExactly("h\u00e9");
        assertThat(storage.events().get(0).fields()).containsEntry("serverHost", "127.0.0.1");
    }

    @Test
    void decision7_formUrlencodedBody_isNotSwallowedByTheContainer() throws Exception {
        HttpResponse<String> response = post(
                "/services/collector/raw?channel=c&color=blue%20sky",
                BodyPublishers.ofString("a=b&c=d"), "Content-Type", "application/x-www-form-urlencoded");

        assertThat(response.body()).isEqualTo(SUCCESS);
        assertThat(messages()).containsExactly("a=b&c=d");
        assertThat(storage.events().get(0).fields())
                .containsEntry("color", "blue sky")
                .doesNotContainKey("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void decision8_compressedBody_isInflated(String coding) throws Exception {
        byte[] body = compressed(coding, "{\"event\":\"small\"}".getBytes(UTF_8));

        assertThat(post("/services/collector", BodyPublishers.ofByteArray(body), "Content-Encoding", coding)
                        .body())
                .isEqualTo(SUCCESS);
        assertThat(messages()).containsExactly("small");
    }

    @Test
    void decision9_gzipCutShort_storesNothing() throws Exception {
        byte[] body = compressed("gzip", "{\"event\":\"small\"}".getBytes(UTF_8));

        HttpResponse<String> response = post(
                "/services/collector",
                BodyPublishers.ofByteArray(body, 0, body.length - 9),
                "Content-Encoding",
                "gzip");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("{\"text\":\"Invalid data format\",\"code\":6}");
        assertThat(storage.events()).isEmpty();
    }

    @Test
    void decision10_bodyOfElevenMegabytes_isRefusedReadably() throws Exception {
        byte[] body = new byte[11_000_000];
        Arrays.fill(body, (byte) 'a');

        HttpResponse<String> declared = post("/services/collector/raw", BodyPublishers.ofByteArray(body));
        HttpResponse<String> chunked =
                post("/services/collector/raw", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));

        assertThat(List.of(declared, chunked)).allSatisfy(response -> {
            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(response.body()).endsWith("\"code\":413}");
        });
        assertThat(storage.events()).isEmpty();
    }

    @Test
    void decision10_zstdBomb_isRefused() throws Exception {
        byte[] bomb = compressed("zstd", new byte[100_000_000]);

        HttpResponse<String> response =
                post("/services/collector/raw", BodyPublishers.ofByteArray(bomb), "Content-Encoding", "zstd");

        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void decision39_chunkedBody_isRead() throws Exception {
        BodyPublisher body = BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream("a\nb\n".repeat(5000).getBytes(UTF_8)));

        assertThat(post("/services/collector/raw", body).body()).isEqualTo(SUCCESS);
        assertThat(storage.events()).hasSize(10_000);
    }

    @Test
    void decision39_emptyChunkedBody_isNoData() throws Exception {
        BodyPublisher body = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[0]));

        assertThat(post("/services/collector/event", body).body()).isEqualTo("{\"text\":\"No data\",\"code\":5}");
    }

    @Test
    void decision39_expectContinue_isAskedForTheBody() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            send(
                    socket,
                    head("POST /services/collector/event", "Bearer t", "Expect: 100-continue", "Content-Length: 11"));
            assertThat(readLine(socket)).startsWith("HTTP/1.1 100");
            assertThat(readLine(socket)).isEmpty();
            send(socket, "{\"event\":1}");
            assertThat(readLine(socket)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void decision6_strangerWhoExpectsContinue_isNotAskedForTheBody() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            send(
                    socket,
                    head("POST /services/collector/event", "Bearer x", "Expect: 100-continue", "Content-Length: 11"));
            assertThat(readLine(socket)).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void decision39_requestsOnOneConnection_areAllAnswered() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            for (int i = 0; i < 250; i++) {
                send(
                        socket,
                        head("POST /services/collector/event", "Splunk t", "Content-Length: 11") + "{\"event\":1}");
                assertThat(readResponse(socket))
                        .as("request %s", i)
                        .startsWith("HTTP/1.1 200")
                        .endsWith(SUCCESS);
            }
        }
        assertThat(storage.events()).hasSize(250);
    }

    @Test
    void decision6_refusedRequest_leavesTheConnectionInUse() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            send(socket, head("POST /services/collector/event", "Splunk x", "Content-Length: 11") + "{\"event\":1}");
            assertThat(readResponse(socket)).startsWith("HTTP/1.1 403");
            send(socket, head("POST /services/collector/event", "Splunk t", "Content-Length: 11") + "{\"event\":1}");
            assertThat(readResponse(socket)).startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /services/collector/health, 200",
        "HEAD, /services/collector/health, 200",
        "OPTIONS, /services/collector/event, 200",
        "GET, /services/collector/event, 405",
        "PATCH, /services/collector/event, 405",
        "GET, /nowhere, 404",
        "GET, /index.jsp, 404",
        "GET, /WEB-INF/web.xml, 404",
        "GET, /services/collector/event/, 404"
    })
    void decision2_methodsWithoutToken_areAnsweredByUs(String method, String path, int status) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            send(socket, method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            String response = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);

            assertThat(response).startsWith("HTTP/1.1 " + status);
            String body = response.substring(response.indexOf("\r\n\r\n") + 4);
            if (method.equals("HEAD") || method.equals("OPTIONS")) {
                assertThat(body).isEmpty();
            } else {
                assertThat(body).startsWith("{\"text\":");
            }
            if (status == 405 || method.equals("OPTIONS")) {
                assertThat(response).contains("\r\nAllow: POST,OPTIONS\r\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /services/collector/ev\u0001ent HTTP/1.1\r\nHost: x\r\n\r\n",
                "nonsense\r\n\r\n",
                "POST /services/collector HTTP/1.1\r\n\r\n",
                "POST /services/collector HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
                "GET /services%2Fcollector HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n"
            })
    void decision35_requestThatTomcatRefuses_isAnsweredInJson(String text) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            send(socket, text);
            String response = readResponse(socket);

            assertThat(response).startsWith("HTTP/1.1 400");
            assertThat(response).endsWith("{\"text\":\"The server refuses this request.\",\"code\":400}");
        }
    }

    @Test
    void body_withBrokenChunks_isABadRequest() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            send(
                    socket,
                    head("POST /services/collector/event", "Bearer t", "Transfer-Encoding: chunked") + "zz\r\n{}\r\n");
            assertThat(readResponse(socket)).startsWith("HTTP/1.1 400").contains("\"code\":400}");
        }
        assertThat(storage.events()).isEmpty();
    }

    @Test
    void body_cutOffByTheSender_storesNothing() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            send(socket, head("POST /services/collector/event", "Bearer t", "Content-Length: 100") + "{\"event\":1}");
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }
        assertThat(storage.events()).isEmpty();
    }

    @Test
    void search_overHttp_needsTheTokenAndAnswers() throws Exception {
        HttpResponse<String> found =
                client.send(request("/api/events?q=a%20%E2%82%AC").build(), BodyHandlers.ofString());
        HttpResponse<String> stranger = client.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/api/events")).build(), BodyHandlers.ofString());

        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.body()).contains("{q=[a \u20ac]}");
        assertThat(stranger.statusCode()).isEqualTo(401);
    }

    @Test
    void query_withCharactersThatClientsForgetToEscape_isTaken() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            send(socket, head("GET /api/events?q=\"a|b\"[c]{d}", "Bearer t"));
            assertThat(readResponse(socket)).startsWith("HTTP/1.1 200").contains("{q=[\"a|b\"[c]{d}]}");
        }
    }

    @Test
    void start_writesThePortFile() {
        assertThat(directory.resolve("port")).hasContent(Integer.toString(server.port()));
        assertThat(server.url()).isEqualTo("http://127.0.0.1:" + server.port());
    }

    @Test
    void start_onAPortInUse_saysSoAndClosesTheStorage() {
        MemoryStorage second = new MemoryStorage();

        assertThatThrownBy(() ->
                        ReceiverServer.open(settings(server.port()), dataDir -> second, directory.resolve("other")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot listen on 127.0.0.1 port " + server.port() + ": ");
        assertThat(second.isClosed()).isTrue();
    }

    @Test
    void close_withARequestRunning_finishesItAndRefusesOthers() throws Exception {
        storage.closeGate();
        CompletableFuture<HttpResponse<String>> running = client.sendAsync(
                request("/services/collector")
                        .POST(BodyPublishers.ofString("{\"event\":1}"))
                        .build(),
                BodyHandlers.ofString());
        storage.awaitAppend();
        server.receiver().application().stop(Duration.ZERO);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> {
            try {
                server.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });

        HttpResponse<String> late = post("/services/collector", BodyPublishers.ofString("{\"event\":2}"));
        storage.openGate();

        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(late.body()).isEqualTo("{\"text\":\"Server is shutting down\",\"code\":23}");
        assertThat(late.headers().firstValue("Connection")).hasValue("close");
        assertThat(running.get().body()).isEqualTo(SUCCESS);
        closed.get();
        assertThat(storage.isClosed()).isTrue();
        assertThatThrownBy(() -> new Socket("127.0.0.1", server.port()).close()).isInstanceOf(IOException.class);
    }

    private static byte[] compressed(String coding, byte[] body) {
        try (Compressor compressor =
                Codec.forContentEncoding(coding).orElseThrow().compressor(0)) {
            ByteBuffer out = compressor.compress(ByteBuffer.wrap(body));
            byte[] bytes = new byte[out.remaining()];
            out.get(bytes);
            return bytes;
        }
    }

    private static String head(String request, String authorization, String... headers) {
        return request + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + authorization + "\r\n"
                + String.join("\r\n", headers) + (headers.length == 0 ? "\r\n" : "\r\n\r\n");
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }

    private static String readLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\n';
                c = socket.getInputStream().read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static String readResponse(Socket socket) throws IOException {
        StringBuilder response = new StringBuilder();
        int length = 0;
        for (String line = readLine(socket); !line.isEmpty(); line = readLine(socket)) {
            response.append(line).append('\n');
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length: ")) {
                length = Integer.parseInt(line.substring("content-length: ".length()));
            }
        }
        return response.append(new String(socket.getInputStream().readNBytes(length), UTF_8))
                .toString();
    }
}
