package dev.hec.receiver.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hec.receiver.http.HttpReply;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, methods, health and the shape of every reply. */
class RoutingTest {

    private final Collector collector = new Collector();

    @ParameterizedTest
    @ValueSource(strings = {"/services/collector", "/services/collector/event", "/services/collector/event/1.0"})
    void decision1_eventPaths_takeEnvelopes(String path) {
        assertThat(collector
                        .send(TestRequest.post(path).body("{\"event\":\"x\"}"))
                        .body())
                .isEqualTo(Collector.SUCCESS);
        assertThat(collector.messages()).containsExactly("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/services/collector/raw", "/services/collector/raw/1.0"})
    void decision1_rawPaths_takeLines(String path) {
        assertThat(collector
                        .send(TestRequest.post(path).body("{\"event\":\"x\"}"))
                        .body())
                .isEqualTo(Collector.SUCCESS);
        assertThat(collector.messages()).containsExactly("{\"event\":\"x\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/services",
                "/services/collector/",
                "/services/collector/event/",
                "/services/collector/event/2.0",
                "/SERVICES/collector/event",
                "/services/collector/s2s"
            })
    void decision1_unknownPath_isNotFoundEvenWithoutToken(String path) {
        HttpReply reply = collector.send(TestRequest.post(path).anonymous().body("{\"event\":\"x\"}"));

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body())
                .isEqualTo("{\"text\":\"The requested URL was not found on this server.\",\"code\":404}");
        assertThat(collector.events()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /services/collector/event",
        "PUT, /services/collector",
        "DELETE, /services/collector/raw",
        "GET, /services/collector/ack",
        "HEAD, /services/collector/event"
    })
    void decision2_wrongMethod_namesTheRightOnes(String method, String path) {
        HttpReply reply = collector.send(TestRequest.of(method, path).anonymous());

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.headers()).containsEntry("Allow", "POST,OPTIONS");
        assertThat(reply.body()).endsWith("\"code\":405}");
    }

    @Test
    void decision2_postToHealth_isRefused() {
        HttpReply reply = collector.send(TestRequest.post("/services/collector/health"));

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.headers()).containsEntry("Allow", "GET,HEAD,OPTIONS");
    }

    @ParameterizedTest
    @CsvSource({
        "/services/collector, 'POST,OPTIONS'",
        "/services/collector/event, 'POST,OPTIONS'",
        "/services/collector/raw/1.0, 'POST,OPTIONS'",
        "/services/collector/ack, 'POST,OPTIONS'",
        "/services/collector/health/1.0, 'GET,HEAD,OPTIONS'"
    })
    void decision2_options_needNoToken(String path, String allow) {
        HttpReply reply = collector.send(TestRequest.of("OPTIONS", path).anonymous());

        assertThat(reply).isEqualTo(new HttpReply(200, "", "", Map.of("Allow", allow)));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /services/collector/health",
        "HEAD, /services/collector/health",
        "GET, /services/collector/health/1.0"
    })
    void decision34_health_needsNoToken(String method, String path) {
        HttpReply reply = collector.send(TestRequest.of(method, path).anonymous());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("{\"text\":\"HEC is healthy\",\"code\":17}");
    }

    @Test
    void decision34_healthWithWrongToken_isHealthyAllTheSame() {
        HttpReply header = collector.send(
                TestRequest.of("GET", "/services/collector/health").authorization("Splunk wrong"));
        HttpReply query = collector.send(
                TestRequest.of("GET", "/services/collector/health").query("token=wrong"));

        assertThat(List.of(header.status(), query.status())).containsOnly(200);
    }

    @Test
    void decision34_fullQueue_isUnhealthy() {
        collector.storage.setFull(true);

        HttpReply reply = collector.send(TestRequest.of("GET", "/services/collector/health"));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.body()).isEqualTo("{\"text\":\"HEC is unhealthy, queues are full\",\"code\":18}");
    }

    @Test
    void decision30_ackWhileOff_saysSo() {
        HttpReply reply = collector.send(
                TestRequest.post("/services/collector/ack").query("channel=x").body("{\"acks\":[0]}"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo("{\"text\":\"ACK is disabled\",\"code\":14}");
    }

    @Test
    void decision29_channel_isIgnoredWhileAcksAreOff() {
        HttpReply reply = collector.send(TestRequest.post(Collector.EVENT)
                .header("X-Splunk-Request-Channel", "not a guid")
                .query("channel=neither")
                .body("{\"event\":1}"));

        assertThat(reply.body()).isEqualTo(Collector.SUCCESS);
    }

    static Stream<TestRequest> requestsOfEveryKindOfError() {
        return Stream.of(
                TestRequest.post("/nowhere"),
                TestRequest.of("GET", Collector.EVENT),
                TestRequest.post(Collector.EVENT).anonymous(),
                TestRequest.post(Collector.EVENT).authorization("Splunk wrong"),
                TestRequest.post(Collector.EVENT).query("token=x"),
                TestRequest.post(Collector.EVENT).header("Content-Encoding", "deflate"),
                TestRequest.post(Collector.EVENT).declaredLength(Long.MAX_VALUE),
                TestRequest.post(Collector.EVENT),
                TestRequest.post(Collector.EVENT).body("{"),
                TestRequest.post("/services/collector/ack"));
    }

    @ParameterizedTest
    @MethodSource("requestsOfEveryKindOfError")
    void decision35_everyError_isAnObjectOfTextAndCode(TestRequest request) throws Exception {
        HttpReply reply = collector.send(request);

        assertThat(reply.status()).isGreaterThanOrEqualTo(400);
        assertThat(reply.contentType()).isEqualTo("application/json");
        JsonNode json = new ObjectMapper().readTree(reply.body());
        Iterator<String> names = json.fieldNames();
        assertThat(names.next()).isEqualTo("text");
        assertThat(names.next()).isEqualTo("code");
        assertThat(json.toString()).as("compact").isEqualTo(reply.body());
    }
}
