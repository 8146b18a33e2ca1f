package dev.hec.receiver.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.codec.Codec;
import dev.hec.receiver.ack.AckLimits;
import dev.hec.receiver.http.HttpReply;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The decisions about requests as a whole, each by its number: paths, tokens, bodies, errors. Other tests look closer; these are the
 * proof that none is missing, see {@link DecisionsCompleteTest}.
 */
class DecisionsOfRequestsTest {

    private static final String HEALTH = "/services/collector/health";

    private final Collector collector = new Collector();

    @ParameterizedTest
    @CsvSource({
        "/services/collector, 200",
        "/services/collector/event, 200",
        "/services/collector/event/1.0, 200",
        "/services/collector/raw, 200",
        "/services/collector/raw/1.0, 200",
        "/services/collector/ack, 400",
        "/services/collector/mint, 404",
        "/services/Collector, 404",
        "/, 404"
    })
    void decision1_path_isServedOrNotFound(String path, int status) {
        HttpReply reply = collector.send(TestRequest.post(path).body("{\"event\":1}"));

        assertThat(reply.status()).isEqualTo(status);
        if (status == 404) {
            assertThat(reply.body())
                    .isEqualTo("{\"text\":\"The requested URL was not found on this server.\",\"code\":404}");
        }
    }

    @Test
    void decision2_method_isAnsweredByItsRules() {
        HttpReply get = collector.send(TestRequest.of("GET", Collector.EVENT));
        HttpReply options =
                collector.send(TestRequest.of("OPTIONS", Collector.RAW).anonymous());
        HttpReply head = collector.send(TestRequest.of("HEAD", HEALTH).anonymous());

        assertThat(get.status()).isEqualTo(405);
        assertThat(get.headers()).containsEntry("Allow", "POST,OPTIONS");
        assertThat(get.body()).endsWith("\"code\":405}");
        assertThat(options.status()).isEqualTo(200);
        assertThat(options.headers()).containsEntry("Allow", "POST,OPTIONS");
        assertThat(head.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer 11111111-2222-3333-4444-555555555555",
                "splunk 11111111-2222-3333-4444-555555555555",
                "Basic eDoxMTExMTExMS0yMjIyLTMzMzMtNDQ0NC01NTU1NTU1NTU1NTU="
            })
    void decision3_scheme_letsItsTokenIn(String authorization) {
        assertThat(collector
                        .send(TestRequest.post(Collector.EVENT)
                                .authorization(authorization)
                                .body("{\"event\":1}"))
                        .body())
                .isEqualTo(Collector.SUCCESS);
    }

    @Test
    void decision4_tokenInTheQueryBesideAGoodHeader_isRefused() {
        HttpReply reply = collector.raw("token=" + Collector.TOKEN, "line");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo("{\"text\":\"Query string authorization is not enabled\",\"code\":16}");
    }

    @ParameterizedTest
    @CsvSource({"'', 401, 3", "Digest x, 401, 3", "Bearer wrong, 403, 4", ", 401, 2"})
    void decision5_credentials_areRefusedByTheirFault(String authorization, int status, int code) {
        TestRequest request = TestRequest.post(Collector.EVENT).body("{\"event\":1}");
        HttpReply reply =
                collector.send(authorization == null ? request.anonymous() : request.authorization(authorization));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body()).endsWith("\"code\":" + code + "}");
    }

    /** Each request has the fault of its step and all later ones. */
    @Test
    void decision6_checks_comeInTheirOrder() {
        Collector acking = Collector.acknowledging(() -> Collector.NOW, AckLimits.DEFAULT);
        String channel = "11111111-2222-3333-4444-555555555555";
        Stream<TestRequest> requests = Stream.of(
                everythingWrong("GET", "/nowhere").anonymous(),
                everythingWrong("GET", Collector.EVENT).anonymous(),
                everythingWrong("POST", Collector.EVENT).anonymous(),
                everythingWrong("POST", Collector.EVENT),
                everythingWrong("POST", Collector.EVENT).query("channel=" + channel),
                TestRequest.post(Collector.EVENT).query("channel=" + channel).declaredLength(Long.MAX_VALUE));

        assertThat(requests.map(request -> acking.send(request).body().replaceAll(".*\"code\":(\\d+).*", "$1")))
                .containsExactly("404", "405", "2", "10", "415", "413");
    }

    private static TestRequest everythingWrong(String method, String path) {
        return TestRequest.of(method, path).header("Content-Encoding", "br").declaredLength(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "plain/text", "image/png", ""})
    void decision7_contentType_isIgnored(String type) {
        for (String path : List.of(Collector.EVENT, Collector.RAW)) {
            assertThat(collector
                            .send(TestRequest.post(path)
                                    .header("Content-Type", type)
                                    .body("{\"event\":\"e\"}"))
                            .body())
                    .isEqualTo(Collector.SUCCESS);
        }
        assertThat(collector.messages()).containsExactly("e", "{\"event\":\"e\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "X-GZIP", "zstd"})
    void decision8_bodyOfTwoParts_isOneBody(String coding) {
        Codec codec = Codec.forContentEncoding(coding).orElseThrow();
        byte[] body = Compressed.join(
                Compressed.with(codec, Collector.utf8("{\"event\":\"a\"}{\"ev")),
                Compressed.with(codec, Collector.utf8("ent\":\"b\"}")));

        assertThat(encoded(Collector.EVENT, coding, body).body()).isEqualTo(Collector.SUCCESS);
        assertThat(collector.messages()).containsExactly("a", "b");
    }

    @Test
    void decision8_otherEncoding_isUnsupported() {
        HttpReply reply = encoded(Collector.EVENT, "deflate", new byte[3]);

        assertThat(reply.status()).isEqualTo(415);
        assertThat(reply.body()).startsWith("{\"text\":\"").endsWith("\",\"code\":415}");
        assertThat(encoded(Collector.EVENT, "identity", Collector.utf8("{\"event\":1}"))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void decision9_damagedStream_storesNothingAndNamesNoEvent(String coding) {
        byte[] body = Compressed.with(
                Codec.forContentEncoding(coding).orElseThrow(), Collector.utf8("{\"event\":\"a\"}".repeat(50)));

        HttpReply reply = encoded(Collector.EVENT, coding, Arrays.copyOf(body, body.length - 3));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo(Collector.INVALID_DATA);
        assertThat(collector.events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip", "zstd"})
    void decision10_oneByteOverTenMebibytes_isTooLarge(String coding) {
        byte[] body = new byte[10 * 1024 * 1024 + 1];
        Arrays.fill(body, (byte) 'x');
        Codec codec = Codec.forContentEncoding(coding).orElseThrow();

        HttpReply over = encoded(Collector.RAW, coding, Compressed.with(codec, body));
        HttpReply at = encoded(Collector.RAW, coding, Compressed.with(codec, Arrays.copyOf(body, body.length - 1)));

        assertThat(over.status()).isEqualTo(413);
        assertThat(over.body()).endsWith("\"code\":413}");
        assertThat(at.status()).isEqualTo(200);
        assertThat(collector.events()).hasSize(1);
    }

    @Test
    void decision40_habitsOfOthers_areNotCopied() {
        HttpReply text = collector.send(TestRequest.post(Collector.EVENT)
                .header("Content-Type", "text/plain")
                .body("no envelope"));

        assertThat(text.body()).isEqualTo(Collector.fault(6, "Invalid data format", 0));
        assertThat(encoded(Collector.EVENT, "unknown", Collector.utf8("{\"event\":1}"))
                        .status())
                .isEqualTo(415);
        assertThat(collector.send(TestRequest.of("GET", HEALTH)).body()).contains("\"code\":17");
        assertThat(collector.event("{\"event\":\"decoded\"}").body()).isEqualTo(Collector.SUCCESS);
        assertThat(collector.messages()).containsExactly("decoded");
    }

    private HttpReply encoded(String path, String coding, byte[] body) {
        return collector.send(
                TestRequest.post(path).header("Content-Encoding", coding).body(body));
    }
}
