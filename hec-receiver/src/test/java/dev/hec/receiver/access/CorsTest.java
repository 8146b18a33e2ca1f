package dev.hec.receiver.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.http.RequestHandler;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {

    private static final String ORIGIN = "https://logs.example.com";

    private final RequestHandler handler = request -> request.method().equals("OPTIONS")
            ? new HttpReply(200, "", "", Map.of("Allow", "POST,OPTIONS"))
            : new HttpReply(request.path().equals("/gone") ? 404 : 200, "application/json", "{}", Map.of("A", "b"));
    private final RequestHandler cors = new Cors(List.of(ORIGIN, "http://localhost:3000")).around(handler);

    private static HttpRequest preflight(String origin) {
        return Request.of(
                "OPTIONS", "/services/collector", null, "Origin", origin, "Access-Control-Request-Method", "POST");
    }

    @Test
    void decision36_withoutOrigins_nothingChanges() {
        assertThat(new Cors(List.of()).around(handler)).isSameAs(handler);
    }

    @Test
    void decision36_preflightOfAnAllowedOrigin_isAnswered() {
        HttpReply reply = cors.handle(preflight(ORIGIN));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers())
                .containsEntry("Access-Control-Allow-Origin", ORIGIN)
                .containsEntry("Access-Control-Allow-Methods", "POST,OPTIONS")
                .containsEntry("Vary", "Origin")
                .doesNotContainKey("Access-Control-Allow-Credentials");
        assertThat(reply.headers().get("Access-Control-Allow-Headers").split(", "))
                .contains("Authorization", "Content-Type", "Content-Encoding", "X-Splunk-Request-Channel");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://logs.example.com",
                "https://logs.example.com.evil.example",
                "null",
                "*"
            })
    void decision36_otherOrigins_getNoLeave(String origin) {
        assertThat(cors.handle(preflight(origin)).headers())
                .containsOnlyKeys("Allow", "Vary")
                .containsEntry("Vary", "Origin");
    }

    @Test
    void decision36_replies_errorsToo_canBeRead() {
        for (String path : List.of("/services/collector", "/gone")) {
            HttpReply reply = cors.handle(Request.of("POST", path, null, "Origin", ORIGIN));

            assertThat(reply.headers())
                    .containsEntry("Access-Control-Allow-Origin", ORIGIN)
                    .containsEntry("Access-Control-Expose-Headers", "Retry-After")
                    .containsEntry("Vary", "Origin")
                    .containsEntry("A", "b");
            assertThat(reply.body()).isEqualTo("{}");
        }
    }

    @Test
    void decision36_requestWithoutOrigin_isOnlyMarkedForCaches() {
        assertThat(cors.handle(Request.of("POST", "/services/collector", null)).headers())
                .containsOnly(Map.entry("A", "b"), Map.entry("Vary", "Origin"));
    }
}
