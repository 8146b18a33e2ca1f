package dev.hec.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.ingest.IngestHandler;
import dev.hec.receiver.search.SearchOperation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The OpenAPI document says what the receiver does: its paths, methods, parameters and examples are tried. */
class OpenApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Events are sent before faults are set, read after that, and deleted in the end. */
    private static final List<String> METHODS = List.of("post", "put", "get", "delete");

    @TempDir
    Path directory;

    private Receiver receiver;
    private JsonNode document;

    @BeforeEach
    void open() throws Exception {
        Settings settings = Settings.defaults()
                .with(Setting.DATA_DIR, directory.resolve("data"))
                .with(Setting.TOKEN, "t")
                .with(Setting.FAULTS, true);
        receiver = Receiver.open(settings, DefaultStorage.OPENER);
        document = JSON.readTree(send("GET", "/api/openapi.json", null, "").body());
    }

    @AfterEach
    void close() throws Exception {
        receiver.close();
    }

    @Test
    void document_isServedWithoutAToken() throws Exception {
        AtomicReference<HttpReply> reply = new AtomicReference<>();
        receiver.application().handle(request("GET", "/api/openapi.json", null, "", name -> List.of()), reply::set);

        assertThat(reply.get().status()).isEqualTo(200);
        assertThat(JSON.readTree(reply.get().body()).get("openapi").asText()).isEqualTo("3.1.0");
    }

    @Test
    void document_hasEveryPathOfTheCollectorAndTheApi() {
        assertThat(paths()).containsAll(IngestHandler.paths());
        for (SearchOperation operation : SearchOperation.values()) {
            JsonNode described = document.at("/paths")
                    .path(operation.path())
                    .path(operation.method().toLowerCase(Locale.ROOT));
            List<String> parameters = new ArrayList<>();
            described
                    .path("parameters")
                    .forEach(parameter -> parameters.add(parameter.get("name").asText()));
            assertThat(parameters).as(operation.path()).containsExactlyInAnyOrderElementsOf(operation.parameters());
        }
    }

    @Test
    void document_hasAPathForEachRoute() throws Exception {
        Settings settings = Settings.defaults()
                .with(Setting.DATA_DIR, directory.resolve("other"))
                .with(Setting.TOKEN, "t");
        try (Receiver withoutFaults = Receiver.open(settings, DefaultStorage.OPENER)) {
            List<String> routes = new ArrayList<>(withoutFaults.application().paths());
            routes.addAll(receiver.application().paths());
            routes.remove("/page/"); // the files of the page
            assertThat(routes).hasSizeGreaterThan(4);
            assertThat(routes)
                    .allSatisfy(route -> assertThat(paths())
                            .anyMatch(path -> route.endsWith("/") && route.length() > 1
                                    ? path.startsWith(route)
                                    : path.equals(route)));
        }
    }

    @Test
    void document_namesTheMethodsThatPathsAnswer() {
        for (String path : paths()) {
            HttpReply refused = send("PATCH", path, null, "");
            if (path.equals("/admin/faults/certificate")) {
                assertThat(refused.status()).isEqualTo(404); // this receiver has no sockets to show it on
                continue;
            }
            assertThat(refused.status()).as(path).isEqualTo(405);
            Set<String> answered =
                    new TreeSet<>(Arrays.asList(refused.headers().get("Allow").split(",")));
            answered.removeAll(Set.of("HEAD", "OPTIONS"));
            Set<String> described = new TreeSet<>();
            document.at("/paths")
                    .get(path)
                    .fieldNames()
                    .forEachRemaining(method -> described.add(method.toUpperCase(Locale.ROOT)));
            assertThat(described).as(path).isEqualTo(answered);
        }
    }

    @Test
    void document_refersOnlyToWhatItHas() {
        List<JsonNode> references = document.findValues("$ref");

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.asText().substring(1)).isMissingNode())
                        .as(reference.asText())
                        .isFalse());
        List<String> ids = document.findValuesAsText("operationId");
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void examples_areTrue() throws Exception {
        int compared = 0;
        for (String method : METHODS) {
            for (String path : paths()) {
                JsonNode operation = document.at("/paths").get(path).get(method);
                if (operation != null) {
                    compared += run(method, path, operation) ? 1 : 0;
                }
            }
        }
        assertThat(compared).isGreaterThan(12);
    }

    private boolean run(String method, String path, JsonNode operation) throws Exception {
        List<String> query = new ArrayList<>();
        for (JsonNode parameter : operation.path("parameters")) {
            if (parameter.has("example")) {
                query.add(parameter.get("name").asText() + "="
                        + URLEncoder.encode(parameter.get("example").asText(), StandardCharsets.UTF_8));
            }
        }
        JsonNode content = operation.at("/requestBody/content");
        String body =
                content.isMissingNode() ? "" : text(content.elements().next().path("example"));
        HttpReply reply = send(method.toUpperCase(Locale.ROOT), path, String.join("&", query), body);

        String what = method + " " + path + " " + query + " " + reply.body();
        JsonNode described = operation.at("/responses").get(Integer.toString(reply.status()));
        assertThat(described).as(what).isNotNull();
        if (reply.status() != 200) {
            assertThat(reply.status()).as(what).isIn(400, 404);
            return false;
        }
        Map.Entry<String, JsonNode> answer =
                described.get("content").properties().iterator().next();
        assertThat(reply.contentType()).as(what).startsWith(answer.getKey());
        JsonNode example = answer.getValue().get("example");
        if (example == null) {
            return false;
        }
        String got = body(reply);
        if (answer.getKey().equals("application/json")) {
            assertThat(JSON.readTree(got)).as(what).isEqualTo(JSON.readTree(example.toString()));
        } else {
            assertThat(got).as(what).isEqualTo(example.asText());
        }
        return true;
    }

    private static String text(JsonNode example) {
        return example.isTextual() ? example.asText() : example.isMissingNode() ? "" : example.toString();
    }

    private static String body(HttpReply reply) throws Exception {
        if (reply.stream() == null) {
            return reply.body();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        reply.stream().writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private Set<String> paths() {
        Set<String> paths = new LinkedHashSet<>();
        document.get("paths").fieldNames().forEachRemaining(paths::add);
        return paths;
    }

    private HttpReply send(String method, String path, String query, String body) {
        AtomicReference<HttpReply> reply = new AtomicReference<>();
        receiver.application()
                .handle(
                        request(
                                method,
                                path,
                                query,
                                body,
                                name -> name.equalsIgnoreCase("Authorization") ? List.of("Bearer t") : List.of()),
                        reply::set);
        return reply.get();
    }

    private static HttpRequest request(
            String method, String path, String query, String body, Function<String, List<String>> headers) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new HttpRequest(
                method, path, query, headers, bytes.length, new ByteArrayInputStream(bytes), "127.0.0.1");
    }
}
