package dev.hec.receiver.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.ack.AckLimits;
import dev.hec.receiver.ack.AckQuery;
import dev.hec.receiver.batch.TestClock;
import dev.hec.receiver.http.HttpReply;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The decisions about channels and acknowledgements, each by its number, see {@link DecisionsCompleteTest}. */
class DecisionsOfAcksTest {

    private static final String ACK = "/services/collector/ack";
    private static final String CHANNEL = "FE0ECFAD-13D5-401B-847D-77833BD77131";
    private static final String OTHER_CHANNEL = "fe0ecfad-13d5-401b-847d-77833bd77132";
    private static final String CHANNEL_MISSING = "{\"text\":\"Data channel is missing\",\"code\":10}";
    private static final String INVALID_CHANNEL = "{\"text\":\"Invalid data channel\",\"code\":11}";

    private final TestClock clock = new TestClock();
    private final Collector off = new Collector();
    private final Collector on = Collector.acknowledging(clock, new AckLimits(3, 5, Duration.ofSeconds(600)));

    private static TestRequest event(String channel) {
        return TestRequest.post(Collector.EVENT)
                .header("X-Splunk-Request-Channel", channel)
                .body("{\"event\":1}");
    }

    private static TestRequest ack(String channel, String ids) {
        return TestRequest.post(ACK).query("channel=" + channel).body("{\"acks\":[" + ids + "]}");
    }

    private static String success(long ackId) {
        return "{\"text\":\"Success\",\"code\":0,\"ackId\":" + ackId + "}";
    }

    private String acks(String channel, String ids) {
        return on.send(ack(channel, ids)).body();
    }

    @Test
    void decision12_faultOnAChannel_carriesTheAckIdOfThePrefix() {
        TestRequest request = event(CHANNEL).body("{\"event\":\"a\"}{\"event\":\"\"}");

        assertThat(on.send(request).body())
                .isEqualTo(
                        "{\"text\":\"Event field cannot be blank\",\"code\":13,\"invalid-event-number\":1,\"ackId\":0}");
        assertThat(acks(CHANNEL, "0,1")).isEqualTo("{\"acks\":{\"0\":true,\"1\":false}}");
        assertThat(on.send(event(CHANNEL).body("{\"event\":\"\"}")).body())
                .as("nothing was stored, there is nothing to acknowledge")
                .isEqualTo(Collector.fault(13, "Event field cannot be blank", 0));
    }

    @Test
    void decision29_channelWhileAcksAreOff_isIgnored() {
        assertThat(off.send(event("not a guid").query("channel=neither")).body())
                .isEqualTo(Collector.SUCCESS);
        assertThat(off.raw("channel=neither", "line").body()).isEqualTo(Collector.SUCCESS);
        assertThat(off.event("{\"event\":1}").body()).isEqualTo(Collector.SUCCESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {Collector.EVENT, Collector.RAW, ACK})
    void decision29_channelWhileAcksAreOn_isNeededAndAGuid(String path) {
        assertThat(on.send(TestRequest.post(path).body("{\"event\":1}")).body()).isEqualTo(CHANNEL_MISSING);
        assertThat(on.send(TestRequest.post(path).query("channel=1-1-1-1-1").body("{\"event\":1}"))
                        .body())
                .isEqualTo(INVALID_CHANNEL);
        assertThat(on.events()).isEmpty();
    }

    @Test
    void decision29_header_winsOverTheQuery() {
        on.send(event(CHANNEL).query("channel=" + OTHER_CHANNEL));

        assertThat(acks(CHANNEL, "0")).isEqualTo("{\"acks\":{\"0\":true}}");
        assertThat(acks(OTHER_CHANNEL, "0")).isEqualTo("{\"acks\":{\"0\":false}}");
        assertThat(on.send(event("nonsense").query("channel=" + CHANNEL)).body())
                .isEqualTo(INVALID_CHANNEL);
        assertThat(on.send(event(CHANNEL).header("X-Splunk-Request-Channel", OTHER_CHANNEL))
                        .body())
                .as("two headers")
                .isEqualTo(INVALID_CHANNEL);
        assertThat(on.send(event("").query("channel=" + CHANNEL)).body())
                .as("an empty header is none")
                .isEqualTo(success(1));
    }

    @Test
    void decision30_acks_areOffByDefault() {
        HttpReply reply = off.send(ack(CHANNEL, "0"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo("{\"text\":\"ACK is disabled\",\"code\":14}");
        assertThat(off.send(event(CHANNEL)).body()).isEqualTo(Collector.SUCCESS);
    }

    @Test
    void decision30_ackIds_countFromZeroByChannelAndToken() {
        assertThat(on.send(event(CHANNEL)).body()).isEqualTo(success(0));
        assertThat(on.send(event(CHANNEL.toLowerCase(java.util.Locale.ROOT))).body())
                .isEqualTo(success(1));
        assertThat(on.raw("channel=" + CHANNEL, "line\nline").body()).isEqualTo(success(2));
        assertThat(on.send(event(OTHER_CHANNEL)).body()).isEqualTo(success(0));
        assertThat(on.send(event(CHANNEL).authorization("Splunk " + Collector.OTHER_TOKEN))
                        .body())
                .isEqualTo(success(0));
        assertThat(acks(CHANNEL, "2,0,3")).isEqualTo("{\"acks\":{\"2\":true,\"0\":true,\"3\":false}}");
    }

    @Test
    void decision30_ackOfAnotherToken_isFalse() {
        on.send(event(CHANNEL));

        assertThat(on.send(ack(CHANNEL, "0").authorization("Splunk " + Collector.OTHER_TOKEN))
                        .body())
                .isEqualTo("{\"acks\":{\"0\":false}}");
    }

    @Test
    void decision30_requestThatWasNotStored_isNotAcknowledged() {
        on.storage.setBroken(true);
        assertThat(on.send(event(CHANNEL)).status()).isEqualTo(503);
        assertThat(acks(CHANNEL, "0")).isEqualTo("{\"acks\":{\"0\":false}}");

        on.storage.setBroken(false);
        assertThat(on.send(event(CHANNEL)).body()).isEqualTo(success(0));
    }

    @Test
    void decision30_repeatedBatch_getsAnIdOfItsOwnThatIsTrue() {
        assertThat(on.send(event(CHANNEL).header("X-Hec-Batch", "b-1")).body()).isEqualTo(success(0));
        assertThat(on.send(event(CHANNEL).header("X-Hec-Batch", "b-1")).body()).isEqualTo(success(1));

        assertThat(on.events()).hasSize(1);
        assertThat(acks(CHANNEL, "0,1")).isEqualTo("{\"acks\":{\"0\":true,\"1\":true}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|{\"text\":\"No data\",\"code\":5}",
                "{}|no ids",
                "{\"acks\":[]}|no ids",
                "{\"acks\":[true]}|an id is no whole number",
                "[0]|expected {\\\"acks\\\":[0,1]}",
                "nonsense|the body is no JSON"
            })
    void decision30_badQuestion_isRefusedWithTheReason(String body, String reason) {
        HttpReply reply =
                on.send(TestRequest.post(ACK).query("channel=" + CHANNEL).body(body));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains(reason);
    }

    @Test
    void decision31_ackThatIsTrue_staysTrueUntilTheChannelIsIdle() {
        on.send(event(CHANNEL));

        assertThat(acks(CHANNEL, "0")).isEqualTo("{\"acks\":{\"0\":true}}");
        clock.move(Duration.ofSeconds(599));
        assertThat(acks(CHANNEL, "0")).isEqualTo("{\"acks\":{\"0\":true}}");
        clock.move(Duration.ofSeconds(600));
        assertThat(acks(CHANNEL, "0")).isEqualTo("{\"acks\":{\"0\":false}}");
    }

    @Test
    void decision31_idsBeyondTheWindow_areFalse() {
        for (int i = 0; i < 6; i++) {
            on.send(event(CHANNEL));
        }

        assertThat(acks(CHANNEL, "0,1,5")).isEqualTo("{\"acks\":{\"0\":false,\"1\":true,\"5\":true}}");
    }

    @Test
    void decision31_tooManyChannels_areRefusedBeforeAnythingIsStored() {
        for (int i = 0; i < 3; i++) {
            on.send(event(new UUID(0, i).toString()));
        }

        HttpReply reply = on.send(event(CHANNEL));

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.body())
                .isEqualTo(
                        "{\"text\":\"HEC ACK channel is at capacity and cannot process any more requests\",\"code\":27}");
        assertThat(reply.headers()).containsEntry("Retry-After", "60");
        assertThat(on.events()).hasSize(3);
        assertThat(on.send(event(CHANNEL).authorization("Splunk " + Collector.OTHER_TOKEN))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void decision30_questionOfManyIds_takesMemory() {
        assertThat(AckQuery.heap(13)).isEqualTo(6 * 160);
        assertThat(AckQuery.heap(10_000_000)).isEqualTo(AckQuery.MAX_IDS * 160L);
        String ids = "0,".repeat(AckQuery.MAX_IDS) + "0";
        assertThat(acks(CHANNEL, ids)).contains("more than 100000 ids");
    }
}
