package dev.hec.receiver.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.http.HttpReply;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What success means, and what is answered when there is too much, too late, or a fault of the receiver's own. */
class LoadTest {

    private final Collector collector = new Collector();

    @Test
    void decision32_success_comesAfterTheSinkStored() throws Exception {
        collector.storage.closeGate();
        CompletableFuture<HttpReply> reply = CompletableFuture.supplyAsync(() -> collector.event("{\"event\":1}"));
        collector.storage.awaitAppend();
        assertThat(reply).isNotDone();

        collector.storage.openGate();

        assertThat(reply.get().body()).isEqualTo(Collector.SUCCESS);
        assertThat(collector.events()).hasSize(1);
    }

    @Test
    void decision33_fullSink_isBusyWithAPause() {
        collector.storage.setFull(true);

        HttpReply reply = collector.event("{\"event\":1}");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.body()).isEqualTo("{\"text\":\"Server is busy\",\"code\":9}");
        assertThat(reply.headers()).containsEntry("Retry-After", "7");
        assertThat(collector.handler.counts().events()).isZero();
    }

    @Test
    void decision33_fullSinkAndBadEnvelope_isBusyToo() {
        collector.storage.setFull(true);

        assertThat(collector.event("{\"event\":1}{").status()).isEqualTo(503);
    }

    @Test
    void decision33_stopping_refusesAndCloses() {
        collector.handler.stop();

        HttpReply event = collector.event("{\"event\":1}");
        HttpReply health = collector.send(TestRequest.of("GET", "/services/collector/health"));

        for (HttpReply reply : new HttpReply[] {event, health}) {
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.body()).isEqualTo("{\"text\":\"Server is shutting down\",\"code\":23}");
            assertThat(reply.headers()).containsEntry("Connection", "close");
        }
        assertThat(collector.events()).isEmpty();
    }

    @Test
    void brokenSink_isBusyForTheSenderWhoShouldComeAgain() {
        collector.storage.setBroken(true);

        HttpReply reply = collector.event("{\"event\":1}");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.body()).isEqualTo("{\"text\":\"Server is busy\",\"code\":9}");
        assertThat(reply.headers()).containsEntry("Retry-After", "5");
        assertThat(collector.handler.counts().events()).isZero();
        assertThat(collector.handler.counts().refused()).containsEntry(9, 1L);
    }

    @Test
    void success_isCounted() {
        collector.event("{\"event\":1}{\"event\":2}");
        collector.raw(null, "a\nb\nc");

        IngestCounters.Snapshot counts = collector.handler.counts();
        assertThat(counts.requests()).isEqualTo(2);
        assertThat(counts.events()).isEqualTo(5);
        assertThat(counts.bytes()).isEqualTo(22 + 5);
        assertThat(counts.refused()).isEmpty();
    }

    @Test
    void manyTinyLines_areTooMuchForASmallHeap() {
        Collector small = new Collector(64L << 20);

        HttpReply reply = small.raw(null, "a\n".repeat(1_000_000));

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.body()).contains("too many events");
        assertThat(small.events()).isEmpty();
        assertThat(small.raw(null, "a\n").status())
                .as("the memory is free again")
                .isEqualTo(200);
    }

    @Test
    void longQueryValueOverManyLines_isTooMuchForASmallHeap() {
        Collector small = new Collector(64L << 20);
        String lines = "a\n".repeat(10_000);

        assertThat(small.raw("x=" + "v".repeat(6_000), lines).status()).isEqualTo(413);
        assertThat(small.raw("source=" + "v".repeat(4_000), lines).status()).isEqualTo(413);
        assertThat(small.events()).isEmpty();
        assertThat(small.raw("x=v", lines).status()).isEqualTo(200);
    }

    @Test
    void longNamesOverManyFields_areTooMuchForASmallHeap() {
        Collector small = new Collector(64L << 20);
        StringBuilder event = new StringBuilder("{\"event\":{\"" + "n".repeat(4_000) + "\":{\"a\":1");
        for (int i = 0; i < 5_000; i++) {
            event.append(",\"").append(i).append("\":1");
        }

        HttpReply reply = small.event(event.append("}}}").toString().repeat(4));

        assertThat(reply.status()).isEqualTo(413);
    }

    @Test
    void requestBesideOneThatTakesTheMemory_isBusyAndNotRefusedForGood() throws Exception {
        Collector small = new Collector(2L << 20);
        small.storage.closeGate();
        CompletableFuture<HttpReply> first =
                CompletableFuture.supplyAsync(() -> small.raw(null, "line\n".repeat(4000)));
        small.storage.awaitAppend();

        HttpReply second = small.raw(null, "line\n".repeat(4000));
        small.storage.openGate();

        assertThat(second.status()).isEqualTo(503);
        assertThat(second.headers()).containsEntry("Retry-After", "1");
        assertThat(first.get().status()).isEqualTo(200);
        assertThat(small.raw(null, "line\n".repeat(4000)).status()).isEqualTo(200);
    }
}
