package dev.hec.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.ingest.IngestHandler;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the OpenAPI document says of refusals, and of the collector's parameters. */
class OpenApiRefusalsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private Receiver receiver;
    private JsonNode document;

    @BeforeEach
    void open() throws Exception {
        Settings settings = Settings.defaults()
                .with(Setting.DATA_DIR, directory.resolve("data"))
                .with(Setting.TOKEN, "t")
                .with(Setting.LOCAL_READS, false)
                .with(Setting.FAULTS, true);
        receiver = Receiver.open(settings, ignored -> new MemoryStorage());
        try (InputStream in = OpenApiHandler.class.getResourceAsStream("openapi.json")) {
            document = JSON.readTree(in);
        }
    }

    @AfterEach
    void close() throws Exception {
        receiver.close();
    }

    /** What a stranger can meet at each operation is described, and is an object of the described form. */
    @Test
    void refusals_ofEachOperation_areDescribed() throws Exception {
        int refused = 0;
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                JsonNode operation = method.getValue();
                String what = method.getKey() + " " + path.getKey();
                Set<String> described = new TreeSet<>();
                operation.get("responses").fieldNames().forEachRemaining(described::add);
                assertThat(described).as(what).contains("405", "500");
                if (operation.has("requestBody")) {
                    assertThat(described).as(what).contains("408", "413");
                }
                String verb = method.getKey().toUpperCase(Locale.ROOT);
                for (HttpReply reply : List.of(
                        send(verb, path.getKey(), null, List.of()),
                        send(verb, path.getKey(), null, List.of("Nonsense")),
                        send(verb, path.getKey(), null, List.of("Bearer wrong")),
                        send(verb, path.getKey(), "token=t", List.of("Bearer t")))) {
                    if (reply.status() != 200) {
                        refused++;
                        assertThat(described).as(what).contains(Integer.toString(reply.status()));
                        String member = path.getKey().startsWith("/api/") ? "error" : "text";
                        assertThat(JSON.readTree(reply.body()).has(member))
                                .as(what)
                                .isTrue();
                    }
                }
            }
        }
        assertThat(refused).isGreaterThan(60);
    }

    private HttpReply send(String method, String path, String query, List<String> authorization) {
        AtomicReference<HttpReply> reply = new AtomicReference<>();
        receiver.application()
                .handle(
                        new HttpRequest(
                                method,
                                path,
                                query,
                                name -> name.equals("Authorization") ? authorization : List.of(),
                                0,
                                InputStream.nullInputStream(),
                                "127.0.0.1"),
                        reply::set);
        return reply.get();
    }

    @Test
    void parameters_ofTheCollector_areDescribed() {
        for (String path : IngestHandler.paths()) {
            JsonNode post = document.at("/paths").get(path).path("post");
            List<String> names = new ArrayList<>();
            for (JsonNode reference : post.path("parameters")) {
                names.add(document.at(reference.get("$ref").asText().substring(1))
                        .get("name")
                        .asText());
            }
            if (path.endsWith("/ack")) {
                assertThat(names).contains("X-Splunk-Request-Channel", "channel", "Content-Encoding");
            } else if (!post.isMissingNode()) {
                assertThat(names)
                        .as(path)
                        .contains("host", "source", "sourcetype", "index", "time", "channel")
                        .contains("X-Hec-Batch", "X-Splunk-Request-Channel", "Content-Encoding");
            }
        }
    }
}
