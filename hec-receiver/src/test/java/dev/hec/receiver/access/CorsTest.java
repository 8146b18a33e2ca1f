package dev.hec.receiver.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.http.RequestHandler;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        HttpReply reply = new Cors(List.of()).around(handler).handle(Request.of("POST", "/x", null, "Origin", ORIGIN));

        assertThat(reply.headers()).containsOnly(Map.entry("A", "b"));
    }

    @Test
    void decision36_pagesOfOtherOrigins_mayNotDelete() {
        RequestHandler api = request -> new HttpReply(200, "", "", Map.of("Allow", "GET,HEAD,DELETE,OPTIONS"));

        assertThat(new Cors(List.of(ORIGIN))
                        .around(api)
                        .handle(preflight(ORIGIN))
                        .headers())
                .containsEntry("Access-Control-Allow-Methods", "GET,HEAD,OPTIONS");
    }

    private HttpReply withKeptPassword(String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 4);
        all[headers.length] = "Authorization";
        all[headers.length + 1] = "Basic eDp0";
        all[headers.length + 2] = "Host";
        all[headers.length + 3] = "logs:8088";
        return cors.handle(Request.of("POST", "/services/collector", null, all));
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "Origin, null",
        "Origin, http://logs:9999",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site"
    })
    void passwordThatABrowserKeeps_isNotForPagesOfOtherOrigins(String name, String value) {
        HttpReply reply = withKeptPassword(name, value);

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body())
                .startsWith("{\"text\":\"Invalid token: a page of another origin")
                .endsWith("\"code\":4}");
        assertThat(cors.handle(Request.of("POST", "/x", null, name, value, "Authorization", "Bearer t"))
                        .status())
                .as("a token that the page itself has")
                .isEqualTo(200);
    }

    @Test
    void passwordThatABrowserKeeps_isForAllOthers() {
        assertThat(withKeptPassword().status()).as("no browser").isEqualTo(200);
        assertThat(withKeptPassword("Origin", "http://logs:8088").status()).isEqualTo(200);
        assertThat(withKeptPassword("Origin", ORIGIN, "Sec-Fetch-Site", "cross-site")
                        .status())
                .as("an origin of the setting")
                .isEqualTo(200);
        assertThat(withKeptPassword("Origin", "https://logs.example.net", "Sec-Fetch-Site", "same-origin")
                        .status())
                .as("behind a proxy that writes another Host")
                .isEqualTo(200);
        assertThat(withKeptPassword("Sec-Fetch-Site", "none").status()).isEqualTo(200);
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
