package dev.hec.receiver.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hec.receiver.DefaultStorage;
import dev.hec.receiver.Storage;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.search.SearchApi;
import dev.hec.receiver.search.SearchOperation;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The search API over the wire. */
@Timeout(120)
class SearchServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LINES = 3000;

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private volatile boolean broken;
    private ReceiverServer server;

    @BeforeEach
    void start() throws Exception {
        Settings settings = Settings.defaults()
                .with(Setting.DATA_DIR, directory.resolve("data"))
                .with(Setting.TOKEN, "t")
                .with(Setting.PORT, 0);
        server = ReceiverServer.open(settings, this::open, directory.resolve("tomcat"));
        post("line\n".repeat(LINES));
        awaitIndex();
    }

    /** A search says so when the index of a busy machine is behind. */
    private void awaitIndex() {
        await().atMost(Duration.ofSeconds(60)).until(() -> !get("/api/events").has("indexing"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void export_isStreamedToItsEnd() throws Exception {
        HttpResponse<String> reply = send("GET", "/api/export?order=asc");

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
        assertThat(reply.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
        assertThat(reply.body().lines()).hasSize(LINES).allMatch(line -> line.endsWith("}"));
        assertThat(send("HEAD", "/api/export").statusCode()).isEqualTo(200);
    }

    @Test
    void export_thatFails_isBrokenOffAndNotEnded() throws Exception {
        broken = true;

        assertThatThrownBy(() -> send("GET", "/api/export")).isInstanceOf(IOException.class);
        broken = false;
        assertThat(send("GET", "/api/export").body().lines()).hasSize(LINES);
    }

    /** There a body that breaks off ends like a whole one. */
    @Test
    void export_overHttp10_isRefused() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write("GET /api/export HTTP/1.0\r\nAuthorization: Bearer t\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(reply).contains(" 505 ", "an export needs HTTP/1.1");
        }
    }

    @Test
    void page_thatIsLarge_isWrittenWhileItIsMadeAndIsWhole() throws Exception {
        HttpResponse<String> reply = send("GET", "/api/events?limit=10000");
        JsonNode page = JSON.readTree(reply.body());

        assertThat(reply.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
        assertThat(page.get("events")).hasSize(LINES);
        assertThat(page.has("next")).isFalse();
        JsonNode part = JSON.readTree(send("GET", "/api/events?limit=2999").body());
        assertThat(part.get("events")).hasSize(2999);
        assertThat(get("/api/events?limit=2999&after=" + part.get("next").asText())
                        .get("events"))
                .hasSize(1);
        for (int i = 0; i < 20; i++) { // more than there are places for pages
            assertThat(send("HEAD", "/api/events?limit=10000").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void hostAndSourcetype_asTheyWereSent_findAndCount() throws Exception {
        HttpRequest sent = HttpRequest.newBuilder(URI.create(server.url() + "/services/collector/event"))
                .header("Authorization", "Splunk t")
                .POST(BodyPublishers.ofString("{\"host\":\"web-7\",\"sourcetype\":\"shop\","
                        + "\"event\":{\"message\":\"disk full\",\"level\":\"ERROR\"}}"
                        + "{\"host\":\"web-7\",\"event\":{\"host\":\"own\"}}"))
                .build();
        assertThat(client.send(sent, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        awaitIndex();

        // The page shows this as an example.
        assertThat(total("level=ERROR AND \"disk full\" NOT host=test*")).isEqualTo(1);
        assertThat(total("host=web*")).isEqualTo(2);
        assertThat(total("host:web sourcetype=shop")).isEqualTo(1);
        assertThat(total("host=own")).isEqualTo(1);
        assertThat(total("\"host\"=*")).isEqualTo(1);
        assertThat(total("host!=web-7")).isEqualTo(LINES);
        assertThat(get("/api/values?field=host&q=host=web*")
                        .at("/values/0/value")
                        .asText())
                .isEqualTo("web-7");
        assertThat(get("/api/values?field=%22host%22").at("/values/0/value").asText())
                .isEqualTo("own");
        assertThat(get("/api/histogram?by=sourcetype&q=level=ERROR")
                        .at("/values/0/value")
                        .asText())
                .isEqualTo("shop");
    }

    private long total(String query) throws Exception {
        return get("/api/events?limit=1&q=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .get("total")
                .asLong();
    }

    /** All errors of this API look alike, whoever refuses. */
    @Test
    void errors_ofEveryKind_haveOneShape() throws Exception {
        for (String path : new String[] {"/api/none", "/api/events?limit=0", "/api/events?q=(", "/api/values"}) {
            JsonNode error = JSON.readTree(send("GET", path).body());
            assertThat(error.get("error").isTextual()).as(path).isTrue();
            assertThat(error.has("text")).as(path).isFalse();
        }
        assertThat(JSON.readTree(send("PUT", "/api/events").body()).has("error"))
                .isTrue();
        HttpRequest stranger = HttpRequest.newBuilder(URI.create(server.url() + "/api/events?q=line"))
                .header("Authorization", "Bearer stranger")
                .DELETE()
                .build();
        assertThat(JSON.readTree(client.send(stranger, BodyHandlers.ofString()).body())
                        .has("error"))
                .isTrue();
    }

    @Test
    void pages_whileEventsArrive_showEachOldOneOnceAndNoNewOne() throws Exception {
        AtomicBoolean ending = new AtomicBoolean();
        CompletableFuture<Integer> writer = CompletableFuture.supplyAsync(() -> {
            int written = 0;
            while (!ending.get()) {
                post("new\n".repeat(50));
                written += 50;
            }
            return written;
        });
        try {
            for (String order : new String[] {"asc", "desc"}) {
                JsonNode page = get("/api/events?limit=400&order=" + order);
                long total = page.get("total").asLong();
                long seen = page.get("events").size();
                while (page.has("next")) {
                    page = get("/api/events?limit=400&order=" + order + "&after="
                            + page.get("next").asText());
                    assertThat(page.get("total").asLong()).isEqualTo(total);
                    seen += page.get("events").size();
                }
                assertThat(seen).isEqualTo(total).isGreaterThanOrEqualTo(LINES);
            }
        } finally {
            ending.set(true);
        }
        int written = writer.get(60, TimeUnit.SECONDS);
        assertThat(written).isPositive();
        awaitIndex();
        assertThat(get("/api/events").get("total").asLong()).isEqualTo(LINES + written);
    }

    @Test
    void delete_needsAToken() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/api/events?q=line"))
                .DELETE()
                .build();

        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
        assertThat(send("DELETE", "/api/events?q=line").body()).isEqualTo("{\"deleted\":" + LINES + "}");
        assertThat(get("/api/events").get("total").asLong()).isZero();
    }

    /** The real storage, whose exports fail in the middle while {@code broken}. */
    private Storage open(Settings settings) throws IOException {
        Storage real = DefaultStorage.OPENER.open(settings);
        SearchApi search = (operation, parameters) -> {
            HttpReply reply = real.search().answer(operation, parameters);
            if (broken) {
                reply.release();
            }
            return broken && operation == SearchOperation.EXPORT
                    ? HttpReply.streamed(
                            200,
                            reply.contentType(),
                            out -> {
                                out.write("{}\n".repeat(20_000).getBytes(StandardCharsets.UTF_8));
                                throw new IOException("the disk is gone");
                            },
                            Map.of())
                    : reply;
        };
        return (Storage) Proxy.newProxyInstance(
                Storage.class.getClassLoader(),
                new Class<?>[] {Storage.class},
                (proxy, method, arguments) ->
                        method.getName().equals("search") ? search : method.invoke(real, arguments));
    }

    private void post(String lines) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/services/collector/raw"))
                    .header("Authorization", "Splunk t")
                    .POST(BodyPublishers.ofString(lines))
                    .build();
            assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode get(String path) throws Exception {
        HttpResponse<String> reply = send("GET", path);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return JSON.readTree(reply.body());
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Authorization", "Bearer t")
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
