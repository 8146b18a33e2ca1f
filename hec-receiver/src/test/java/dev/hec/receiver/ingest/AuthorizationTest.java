package dev.hec.receiver.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.http.HttpReply;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may come in, and what a stranger learns. */
class AuthorizationTest {

    private static final String INVALID_AUTHORIZATION = "{\"text\":\"Invalid authorization\",\"code\":3}";

    private final Collector collector = new Collector();

    static Stream<String> goodHeaders() {
        String basic = Base64.getEncoder().encodeToString(("x:" + Collector.TOKEN).getBytes());
        String noUser = Base64.getEncoder().encodeToString((":" + Collector.TOKEN).getBytes());
        return Stream.of(
                "Bearer " + Collector.TOKEN,
                "Splunk " + Collector.TOKEN,
                "SPLUNK " + Collector.TOKEN,
                "bearer   " + Collector.TOKEN + " ",
                "Basic " + basic,
                "basic " + noUser);
    }

    @ParameterizedTest
    @MethodSource("goodHeaders")
    void decision3_everyScheme_letsTheTokenIn(String header) {
        HttpReply reply = collector.send(
                TestRequest.post(Collector.EVENT).authorization(header).body("{\"event\":1}"));

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void decision5_noHeader_isTokenRequired() {
        HttpReply reply =
                collector.send(TestRequest.post(Collector.EVENT).anonymous().body("{\"event\":1}"));

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.body()).isEqualTo("{\"text\":\"Token is required\",\"code\":2}");
        assertThat(reply.headers()).containsEntry("WWW-Authenticate", "Bearer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Digest abc",
                "11111111-2222-3333-4444-555555555555",
                "Basic !!!",
                "Basic bm9jb2xvbg==",
                "Basic dXNlcjo=",
                "Splunk two words"
            })
    void decision5_malformedHeader_isInvalidAuthorization(String header) {
        HttpReply reply = collector.send(
                TestRequest.post(Collector.EVENT).authorization(header).body("{\"event\":1}"));

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.body()).isEqualTo(INVALID_AUTHORIZATION);
    }

    @Test
    void decision5_twoHeaders_areInvalidAuthorization() {
        HttpReply reply = collector.send(TestRequest.post(Collector.EVENT)
                .header("Authorization", "Bearer " + Collector.TOKEN)
                .body("{\"event\":1}"));

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.body()).isEqualTo(INVALID_AUTHORIZATION);
    }

    @ParameterizedTest
    @CsvSource({"Bearer", "Splunk"})
    void decision5_unknownToken_isForbidden(String scheme) {
        HttpReply reply = collector.send(TestRequest.post(Collector.EVENT)
                .authorization(scheme + " 99999999-2222-3333-4444-555555555555")
                .body("{\"event\":1}"));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body()).isEqualTo("{\"text\":\"Invalid token\",\"code\":4}");
        assertThat(collector.events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"token=" + Collector.TOKEN, "a=b&token=wrong", "token", "%74oken=x"})
    void decision4_tokenInQuery_isRefusedEvenBesideAGoodHeader(String query) {
        HttpReply reply = collector.raw(query, "line");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo("{\"text\":\"Query string authorization is not enabled\",\"code\":16}");
        assertThat(collector.events()).isEmpty();
    }

    @Test
    void decision6_bodyOfAStranger_isNeverRead() {
        InputStream body = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new AssertionError("the body was read");
            }
        };
        HttpReply stranger =
                collector.send(TestRequest.post(Collector.EVENT).authorization("Splunk wrong").stream(body));
        HttpReply unknownPath = collector.send(TestRequest.post("/nowhere").stream(body));
        HttpReply unknownCoding =
                collector.send(TestRequest.post(Collector.EVENT).header("Content-Encoding", "br").stream(body));
        HttpReply tooLong = collector.send(
                TestRequest.post(Collector.EVENT).stream(body).declaredLength(RequestBody.MAX_BYTES + 1L));

        assertThat(List.of(stranger.status(), unknownPath.status(), unknownCoding.status(), tooLong.status()))
                .containsExactly(403, 404, 415, 413);
    }

    @Test
    void decision6_severalFaults_theFirstCheckAnswers() {
        TestRequest everythingWrong =
                TestRequest.of("GET", "/nowhere").anonymous().header("Content-Encoding", "br");
        TestRequest method = TestRequest.of("GET", Collector.EVENT).anonymous().header("Content-Encoding", "br");
        TestRequest token = TestRequest.post(Collector.EVENT).anonymous().header("Content-Encoding", "br");
        TestRequest encoding = TestRequest.post(Collector.EVENT)
                .header("Content-Encoding", "br")
                .declaredLength(Long.MAX_VALUE);

        assertThat(Stream.of(everythingWrong, method, token, encoding)
                        .map(request -> collector.send(request).status()))
                .containsExactly(404, 405, 401, 415);
    }

    @Test
    void refusals_areCountedByCode() {
        collector.send(TestRequest.post(Collector.EVENT).anonymous());
        collector.send(TestRequest.post(Collector.EVENT).anonymous());
        collector.send(TestRequest.post("/nowhere"));

        assertThat(collector.handler.counts().requests()).isEqualTo(3);
        assertThat(collector.handler.counts().refused()).containsOnly(entry(2, 2), entry(404, 1));
    }

    private static java.util.Map.Entry<Integer, Long> entry(int code, long count) {
        return java.util.Map.entry(code, count);
    }
}
