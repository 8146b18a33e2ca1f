package dev.hec.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.access.ReadAccess;
import dev.hec.receiver.access.Tokens;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.http.Routes;
import dev.hec.receiver.ingest.IngestHandler;
import dev.hec.receiver.search.SearchApi;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverApplicationTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final MemoryStorage storage = new MemoryStorage();
    private final ReceiverApplication application = application(storage.search());

    private ReceiverApplication application(SearchApi search) {
        Tokens tokens = new Tokens(List.of("t"));
        return new ReceiverApplication(Routes.to(new IngestHandler(tokens, storage, InstantSource.system(), 1 << 30))
                .below("/api/", new ApiHandler(new ReadAccess(tokens, false), search)));
    }

    private static HttpRequest request(String method, String path, String query, String authorization) {
        return new HttpRequest(
                method,
                path,
                query,
                name -> authorization != null && name.equalsIgnoreCase("Authorization")
                        ? List.of(authorization)
                        : List.of(),
                -1,
                new ByteArrayInputStream("{\"event\":1}".getBytes(StandardCharsets.UTF_8)),
                "127.0.0.1");
    }

    private static HttpReply answer(ReceiverApplication application, HttpRequest request) {
        AtomicReference<HttpReply> reply = new AtomicReference<>();
        application.handle(request, reply::set);
        return reply.get();
    }

    private HttpReply search(String query, String authorization) {
        return answer(application, request("GET", "/api/events", query, authorization));
    }

    @Test
    void collector_isAnswered() {
        HttpReply reply = answer(application, request("POST", "/services/collector", null, "Splunk t"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(storage.events()).hasSize(1);
    }

    @Test
    void search_getsTheDecodedParameters() {
        HttpReply reply = search("q=a+b&q=%E2%82%AC", "Bearer t");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).contains("{q=[a b, \u20ac]}");
    }

    @Test
    void search_withoutToken_isRefusedWithTheCodesOfTheCollector() {
        assertThat(search(null, null).body()).isEqualTo("{\"error\":\"Token is required\",\"code\":2}");
        assertThat(search(null, null).headers().get("WWW-Authenticate")).startsWith("Basic realm=");
        assertThat(search(null, "Bearer").status()).isEqualTo(401);
        assertThat(search(null, "Bearer wrong").body()).isEqualTo("{\"error\":\"Invalid token\",\"code\":4}");
        assertThat(search("token=t", "Bearer t").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/", "/api/event", "/api/events/1"})
    void api_unknownPath_isNotFound(String path) {
        HttpReply reply = answer(application, request("GET", path, null, null));

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body())
                .isEqualTo("{\"error\":\"The requested URL was not found on this server.\",\"code\":404}");
    }

    @Test
    void api_otherMethods_areNamed() {
        HttpReply post = answer(application, request("POST", "/api/events", null, "Bearer t"));
        HttpReply options = answer(application, request("OPTIONS", "/api/events", null, null));

        assertThat(post.status()).isEqualTo(405);
        assertThat(options.status()).isEqualTo(200);
        assertThat(List.of(post, options))
                .allSatisfy(reply -> assertThat(reply.headers()).containsEntry("Allow", "GET,HEAD,DELETE,OPTIONS"));
    }

    @Test
    void search_thatFails_isAnInternalError() {
        ReceiverApplication broken = application((operation, parameters) -> {
            throw new IllegalStateException("index gone");
        });

        HttpReply reply = answer(broken, request("GET", "/api/events", null, "Bearer t"));

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.body()).isEqualTo("{\"error\":\"Internal server error\",\"code\":8}");
    }

    @Test
    void search_thatFailsByAnError_isAnsweredToo() {
        ReceiverApplication full = application((operation, parameters) -> {
            throw new OutOfMemoryError("as if");
        });
        ReceiverApplication broken = application((operation, parameters) -> {
            throw new LinkageError("as if");
        });

        HttpReply busy = answer(full, request("GET", "/api/events", null, "Bearer t"));

        assertThat(busy.status()).isEqualTo(503);
        assertThat(busy.body()).isEqualTo("{\"error\":\"Server is busy\",\"code\":9}");
        assertThat(busy.headers()).containsEntry("Retry-After", "5");
        HttpReply failed = answer(broken, request("GET", "/api/events", null, "Bearer t"));
        assertThat(failed.status()).isEqualTo(500);
        assertThat(failed.body()).isEqualTo("{\"error\":\"Internal server error\",\"code\":8}");
    }

    @Test
    void stop_withNothingRunning_returnsAtOnceAndRefusesWhatComes() {
        assertThat(application.stop(LONG)).isZero();

        assertThat(answer(application, request("POST", "/services/collector", null, "Splunk t"))
                        .status())
                .isEqualTo(503);
        assertThat(search(null, "Bearer t").body()).isEqualTo("{\"error\":\"Server is shutting down\",\"code\":23}");
        assertThat(application.stop(LONG)).isZero();
    }

    @Test
    void stop_withARequestRunning_waitsForIt() throws Exception {
        storage.closeGate();
        CompletableFuture<HttpReply> running = CompletableFuture.supplyAsync(
                () -> answer(application, request("POST", "/services/collector", null, "Splunk t")));
        storage.awaitAppend();
        assertThat(application.stop(Duration.ZERO)).isEqualTo(1);

        CompletableFuture<Integer> stop = CompletableFuture.supplyAsync(() -> application.stop(LONG));
        storage.openGate();

        assertThat(stop.get()).isZero();
        assertThat(running.get().status()).as("what was taken is finished").isEqualTo(200);
    }
}
