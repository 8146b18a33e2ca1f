package dev.hec.receiver.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.access.Tokens;
import dev.hec.receiver.http.HttpReply;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The decisions about what is answered when something is full, broken or over, each by its number, see {@link DecisionsCompleteTest}. */
class DecisionsOfRepliesTest {

    private static final String HEALTH = "/services/collector/health";

    private final Collector collector = new Collector();

    @Test
    void decision33_fullQueueBrokenDiskAndStop_areAnsweredApart() {
        collector.storage.setFull(true);
        HttpReply full = collector.event("{\"event\":1}");
        collector.storage.setFull(false);
        collector.storage.setBroken(true);
        HttpReply broken = collector.event("{\"event\":1}");
        collector.handler.stop();
        HttpReply stopping = collector.event("{\"event\":1}");

        assertThat(Stream.of(full, broken, stopping).map(HttpReply::status)).containsOnly(503);
        assertThat(full.body()).isEqualTo("{\"text\":\"Server is busy\",\"code\":9}");
        assertThat(full.headers()).containsEntry("Retry-After", "7");
        assertThat(broken.body()).endsWith("\"code\":9}");
        assertThat(broken.headers()).containsKey("Retry-After");
        assertThat(stopping.body()).isEqualTo("{\"text\":\"Server is shutting down\",\"code\":23}");
        assertThat(stopping.headers()).containsEntry("Connection", "close");
        assertThat(collector.events()).isEmpty();
    }

    @Test
    void decision34_health_needsNoTokenAndTellsOfAFullQueue() {
        TestRequest stranger = TestRequest.of("GET", HEALTH).authorization("Splunk wrong");

        HttpReply healthy = collector.send(stranger);
        collector.storage.setFull(true);
        HttpReply full = collector.send(stranger);
        collector.handler.stop();
        HttpReply stopping = collector.send(stranger);

        assertThat(healthy).isEqualTo(HttpReply.json(200, "{\"text\":\"HEC is healthy\",\"code\":17}"));
        assertThat(full.status()).isEqualTo(503);
        assertThat(full.body()).endsWith("\"code\":18}");
        assertThat(stopping.body()).endsWith("\"code\":23}");
    }

    @Test
    void decision35_faultOfTheReceiver_isAnObjectToo() {
        HttpReply reply = new IngestHandler(
                        new Tokens(List.of(Collector.TOKEN)),
                        (events, batch) -> {
                            throw new IllegalStateException("a fault of ours");
                        },
                        () -> Collector.NOW,
                        1 << 20)
                .handle(TestRequest.post(Collector.EVENT).body("{\"event\":1}").build());

        assertThat(reply)
                .isEqualTo(new HttpReply(
                        500, "application/json", "{\"text\":\"Internal server error\",\"code\":8}", Map.of()));
    }
}
