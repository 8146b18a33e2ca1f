package dev.hec.receiver.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hec.receiver.MemoryStorage;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of a file, their rights and limits, over real HTTP; reading is open on this machine, as by default. */
@Timeout(60)
class AccessOverHttpTest {

    private static final String COLLECTOR = "/services/collector";
    private static final String ORIGIN = "https://logs.example.com";

    @TempDir
    private Path directory;

    private final MemoryStorage storage = new MemoryStorage();
    private final HttpClient client = HttpClient.newHttpClient();
    private ReceiverServer server;

    @BeforeEach
    void start() throws Exception {
        write("w", "r, rights: read", "b, rights: both", "slow, requests-per-second: 1", "url, query-token: true");
        Settings settings = Settings.defaults()
                .with(Setting.DATA_DIR, directory.resolve("data"))
                .with(Setting.TOKENS, tokens())
                .with(Setting.CORS_ORIGINS, List.of(ORIGIN))
                .with(Setting.PORT, 0);
        server = ReceiverServer.open(settings, dataDir -> storage, directory.resolve("tomcat"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Path tokens() {
        return directory.resolve("tokens.yaml");
    }

    /** Writes the file at once, as an editor that renames does. */
    private void write(String... entries) throws Exception {
        StringBuilder yaml = new StringBuilder("tokens:\n");
        for (String entry : entries) {
            String token = entry.split(",")[0];
            yaml.append("  - {token: ")
                    .append(token)
                    .append(", name: ")
                    .append(entry)
                    .append("}\n");
        }
        Path draft = Files.writeString(directory.resolve("draft"), yaml);
        Files.move(draft, tokens(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .method(
                        method,
                        method.equals("POST") ? BodyPublishers.ofString("{\"event\":\"e\"}") : BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private int status(String method, String path, String... headers) throws Exception {
        return send(method, path, headers).statusCode();
    }

    private int post(String token) throws Exception {
        return status("POST", COLLECTOR, "Authorization", "Bearer " + token);
    }

    @Test
    void rights_ofTheFile_hold() throws Exception {
        assertThat(List.of(post("w"), post("b"), post("r"), post("x"))).containsExactly(200, 200, 403, 403);
        assertThat(status("GET", "/api/events", "Authorization", "Bearer r")).isEqualTo(200);
        assertThat(status("GET", "/api/events", "Authorization", "Bearer w")).isEqualTo(403);
        assertThat(status("GET", "/metrics", "Authorization", "Bearer w")).isEqualTo(403);
        assertThat(status("GET", "/", "Authorization", "Bearer w")).isEqualTo(403);
        assertThat(status("DELETE", "/api/events?all=true", "Authorization", "Bearer r"))
                .isEqualTo(403);
        assertThat(status("DELETE", "/api/events?all=true", "Authorization", "Bearer b"))
                .isEqualTo(200);
    }

    @Test
    void reading_onThisMachine_needsNoToken() throws Exception {
        assertThat(status("GET", "/api/events")).isEqualTo(200);
        assertThat(status("GET", "/")).isEqualTo(200);
        assertThat(status("GET", "/metrics")).isEqualTo(200);
        assertThat(status("GET", "/api/events", "Origin", "https://evil.example"))
                .isEqualTo(401);
        assertThat(status("GET", "/api/events", "X-Forwarded-For", "203.0.113.9"))
                .isEqualTo(401);
        assertThat(status("DELETE", "/api/events?all=true")).isEqualTo(401);
        assertThat(status("POST", COLLECTOR)).isEqualTo(401);
    }

    @Test
    void decision4_tokenInTheQuery_countsWhereItsEntrySaysSo() throws Exception {
        assertThat(status("POST", COLLECTOR + "?token=url")).isEqualTo(200);
        assertThat(send("POST", COLLECTOR + "?token=w", "Authorization", "Bearer w")
                        .body())
                .contains("\"code\":16");
    }

    @Test
    void decision33_limitOfAnOwner_isAnsweredWithTheTimeToWait() throws Exception {
        HttpResponse<String> first = send("POST", COLLECTOR, "Authorization", "Bearer slow");
        HttpResponse<String> second = first;
        // The bucket fills while the test runs: a second request that takes longer than a second is let in as well.
        for (int i = 0; i < 50 && second.statusCode() == 200; i++) {
            second = send("POST", COLLECTOR, "Authorization", "Bearer slow");
        }

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.statusCode()).isEqualTo(429);
        assertThat(second.body()).contains("\"code\":26");
        assertThat(second.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(post("w")).as("another owner").isEqualTo(200);
        assertThat(status("GET", COLLECTOR + "/health", "Authorization", "Bearer slow"))
                .isEqualTo(200);
    }

    @Test
    void decision36_pageOfAnAllowedOrigin_maySendAndSearch() throws Exception {
        for (String path : List.of(COLLECTOR, "/api/events")) {
            HttpResponse<String> preflight =
                    send("OPTIONS", path, "Origin", ORIGIN, "Access-Control-Request-Method", "POST");

            assertThat(preflight.statusCode()).isEqualTo(200);
            assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue(ORIGIN);
            assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
                    .hasValueSatisfying(names -> assertThat(names).contains("Authorization"));
            assertThat(preflight.headers().allValues("Vary")).contains("Origin");
        }
        assertThat(send("POST", COLLECTOR, "Origin", ORIGIN, "Authorization", "Bearer w")
                        .headers()
                        .firstValue("Access-Control-Allow-Origin"))
                .hasValue(ORIGIN);
    }

    @Test
    void tokens_changedWhileRunning_areInForceWithoutARestart() throws Exception {
        assertThat(post("w")).isEqualTo(200);

        write("new", "w, disabled: true");

        await().atMost(Duration.ofSeconds(20)).until(() -> post("new") == 200);
        assertThat(send("POST", COLLECTOR, "Authorization", "Bearer w").body()).contains("\"code\":1}");
        assertThat(post("b")).isEqualTo(403);
    }
}
