package dev.hec.receiver.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.codec.Codec;
import dev.hec.receiver.MemoryStorage;
import dev.hec.receiver.access.EventDefaults;
import dev.hec.receiver.access.Limits;
import dev.hec.receiver.access.TokenDefinition;
import dev.hec.receiver.access.TokenHash;
import dev.hec.receiver.access.Tokens;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the sender of a request means for its events. */
class SenderTest {

    private final MemoryStorage storage = new MemoryStorage();
    private final TokenDefinition.Builder token = TokenDefinition.named("shop", TokenHash.of(Collector.TOKEN));

    private final AtomicLong nanos = new AtomicLong();
    private Limits limits = Limits.NONE;

    private HttpReply send(TestRequest request) {
        Tokens tokens = new Tokens(List.of(token.build()), limits, () -> Collector.NOW, nanos::get);
        return new IngestHandler(tokens, storage, () -> Collector.NOW, 1L << 30).handle(request.build());
    }

    private HttpReply event(String query, String body) {
        return send(TestRequest.post(Collector.EVENT).query(query).body(body));
    }

    private Map<String, Object> stored(int number) {
        return storage.events().get(number).fields();
    }

    @Test
    void decision19_defaultsOfTheToken_fillWhatEnvelopeAndQueryLeaveOpen() {
        token.defaults(new EventDefaults("token-host", "token-source", "token-type", "token-index"));

        event("source=query-source&sourcetype=query-type", "{\"event\":\"a\",\"source\":\"own\"}{\"event\":\"b\"}");

        assertThat(stored(0))
                .containsEntry("source", "own")
                .containsEntry("parser", "query-type")
                .containsEntry("serverHost", "token-host")
                .containsEntry("index", "token-index");
        assertThat(stored(1)).containsEntry("source", "query-source").containsEntry("serverHost", "token-host");
    }

    @Test
    void decision19_tokenWithoutHost_leavesThePeer() {
        token.defaults(new EventDefaults(null, "s", null, null));

        send(TestRequest.post(Collector.RAW).body("line"));

        assertThat(stored(0)).containsEntry("serverHost", "192.0.2.7").containsEntry("source", "s");
    }

    @Test
    void decision12_indexThatIsNotAllowed_isIncorrectIndexAndKeepsThePrefix() {
        token.indexes(Set.of("shop", "web")).defaults(new EventDefaults(null, null, null, "shop"));

        HttpReply reply = event(
                null,
                "{\"event\":\"a\"}{\"event\":\"b\",\"index\":\"web\"}{\"event\":\"c\",\"index\":\"bank\"}{\"event\":\"d\"}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo(Collector.fault(7, "Incorrect index", 2));
        assertThat(storage.events()).extracting(e -> e.fields().get("index")).containsExactly("shop", "web");
    }

    @Test
    void decision12_wrongIndexBeforeASyntaxError_isTheFaultThatCounts() {
        token.indexes(Set.of("shop")).defaults(new EventDefaults(null, null, null, "shop"));

        assertThat(event(null, "{\"event\":\"a\",\"index\":\"bank\"}{\"event\"").body())
                .isEqualTo(Collector.fault(7, "Incorrect index", 0));
        assertThat(event(null, "{\"event\":\"a\"}{\"event\"").body())
                .isEqualTo(Collector.fault(6, "Invalid data format", 1));
        assertThat(storage.events()).hasSize(1);
    }

    @Test
    void indexes_namedInTheEventOrItsFields_areNoWayAroundTheDefault() {
        token.indexes(Set.of("shop")).defaults(new EventDefaults(null, null, null, "shop"));

        event(null, "{\"event\":{\"index\":\"bank\"}}{\"event\":\"b\",\"fields\":{\"index\":\"bank\"}}");

        assertThat(stored(0)).containsEntry("index", "shop").containsEntry("event.index", "bank");
        assertThat(stored(1)).containsEntry("index", "shop").containsEntry("fields.index", "bank");
    }

    @Test
    void indexes_ofARawUpload_areThoseOfItsQuery() {
        token.indexes(Set.of("shop")).defaults(new EventDefaults(null, null, null, "shop"));

        HttpReply refused =
                send(TestRequest.post(Collector.RAW).query("index=bank").body("a\nb"));
        HttpReply stored =
                send(TestRequest.post(Collector.RAW).query("index=shop").body("a\nb"));

        assertThat(refused.body()).isEqualTo(Collector.fault(7, "Incorrect index", 0));
        assertThat(stored.status()).isEqualTo(200);
        assertThat(storage.events()).hasSize(2);
    }

    @Test
    void decision4_tokenInTheQuery_becomesNoField() {
        token.queryToken(true);

        HttpReply reply = send(TestRequest.post(Collector.RAW)
                .anonymous()
                .query("token=" + Collector.TOKEN + "&color=blue")
                .body("line"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(stored(0)).containsEntry("color", "blue").doesNotContainKey("token");
        assertThat(stored(0).values()).doesNotContain(Collector.TOKEN);
    }

    @Test
    void sender_isNotedByItsName() {
        HttpRequest request = TestRequest.post(Collector.RAW).body("line").build();
        Tokens tokens = new Tokens(List.of(token.build()), limits, () -> Collector.NOW, nanos::get);
        new IngestHandler(tokens, storage, () -> Collector.NOW, 1L << 30).handle(request);

        assertThat(request.notes().sender()).isEqualTo("shop");
    }

    @Test
    void decision33_tooManyRequests_areRefusedBeforeTheBodyIsRead() {
        limits = new Limits(1, 0);
        Tokens tokens = new Tokens(List.of(token.build()), limits, () -> Collector.NOW, nanos::get);
        IngestHandler handler = new IngestHandler(tokens, storage, () -> Collector.NOW, 1L << 30);
        HttpReply first =
                handler.handle(TestRequest.post(Collector.RAW).body("line").build());
        HttpReply second = handler.handle(TestRequest.post(Collector.RAW).stream(new InputStream() {
                    @Override
                    public int read() {
                        throw new AssertionError("the body was read");
                    }
                })
                .build());
        HttpReply health = handler.handle(
                TestRequest.of("GET", "/services/collector/health").build());

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(429);
        assertThat(second.body())
                .isEqualTo("{\"text\":\"HEC queue is at capacity and cannot process any more requests\",\"code\":26}");
        assertThat(second.headers()).containsEntry("Retry-After", "1");
        assertThat(health.status()).as("health is not counted").isEqualTo(200);
        nanos.addAndGet(1_000_000_000L);
        assertThat(handler.handle(TestRequest.post(Collector.RAW).body("line").build())
                        .status())
                .isEqualTo(200);
        assertThat(storage.events()).hasSize(2);
        assertThat(handler.counts().refused()).isEqualTo(Map.of(26, 1L));
    }

    @Test
    void decision33_tooManyBytesUncompressed_storeNothing() {
        limits = new Limits(0, 1_000_000);
        Tokens tokens = new Tokens(List.of(token.build()), limits, () -> Collector.NOW, nanos::get);
        IngestHandler handler = new IngestHandler(tokens, storage, () -> Collector.NOW, 1L << 30);
        byte[] body =
                Compressed.with(Codec.GZIP, "x".repeat(RequestBody.MAX_BYTES).getBytes(US_ASCII));
        TestRequest request = TestRequest.post(Collector.RAW).header("Content-Encoding", "gzip");

        assertThat(handler.handle(request.body(body).build()).status())
                .as("the largest body fits into the burst")
                .isEqualTo(200);
        HttpReply refused = handler.handle(request.body(body).build());

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers()).containsEntry("Retry-After", "11");
        assertThat(storage.events()).hasSize(1);
    }
}
