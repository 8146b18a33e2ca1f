package dev.hec.receiver.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hec.codec.Codec;
import dev.hec.receiver.MemoryStorage;
import dev.hec.receiver.access.Tokens;
import dev.hec.receiver.batch.BatchLimits;
import dev.hec.receiver.batch.TestClock;
import dev.hec.receiver.http.HttpReply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests with {@code X-Hec-Batch}. */
@Timeout(60)
class DedupTest {

    private static final String ID = "00112233445566ff-17";

    private final TestClock clock = new TestClock();
    private final MemoryStorage storage = new MemoryStorage(new BatchLimits(Duration.ofHours(24), 3), clock);
    private final IngestHandler handler =
            new IngestHandler(new Tokens(List.of(Collector.TOKEN, "other")), storage, clock, 1L << 30);

    private HttpReply send(TestRequest request) {
        return handler.handle(request.build());
    }

    private static TestRequest event(String id, String body) {
        return TestRequest.post(Collector.EVENT).header("X-Hec-Batch", id).body(body);
    }

    private List<Object> messages() {
        return storage.events().stream()
                .map(event -> event.fields().get("message"))
                .toList();
    }

    @Test
    void dedup_sameIdTwice_isStoredOnceAndAnsweredAlike() {
        HttpReply first = send(event(ID, "{\"event\":\"a\"}{\"event\":\"b\"}"));
        HttpReply second = send(event(ID, "{\"event\":\"a\"}{\"event\":\"b\"}"));

        assertThat(first.body()).isEqualTo(Collector.SUCCESS);
        assertThat(second).isEqualTo(first);
        assertThat(messages()).containsExactly("a", "b");
        assertThat(handler.counts().repeated()).isEqualTo(1);
        assertThat(handler.counts().events()).isEqualTo(2);
        assertThat(handler.counts().refused()).isEmpty();
    }

    @Test
    void dedup_raw_isStoredOnceToo() {
        for (int i = 0; i < 2; i++) {
            assertThat(send(TestRequest.post(Collector.RAW)
                                    .header("x-hec-batch", ID)
                                    .body("a line"))
                            .body())
                    .isEqualTo(Collector.SUCCESS);
        }
        assertThat(messages()).containsExactly("a line");
    }

    @Test
    void dedup_sameBytesCompressedAnotherWay_areTheSameRequest() {
        byte[] body = Collector.utf8("{\"event\":\"a\"}");
        send(TestRequest.post(Collector.EVENT).header("X-Hec-Batch", ID).body(body));
        send(TestRequest.post(Collector.EVENT)
                .header("X-Hec-Batch", ID)
                .header("Content-Encoding", "gzip")
                .body(Compressed.with(Codec.GZIP, body)));

        assertThat(messages()).containsExactly("a");
    }

    @Test
    void dedup_otherIdOrNone_isStored() {
        send(event(ID, "{\"event\":\"a\"}"));
        send(event("00112233445566ff-18", "{\"event\":\"a\"}"));
        send(TestRequest.post(Collector.EVENT).body("{\"event\":\"a\"}"));
        send(TestRequest.post(Collector.EVENT).body("{\"event\":\"a\"}"));

        assertThat(messages()).hasSize(4);
        assertThat(handler.counts().repeated()).isZero();
    }

    @Test
    void dedup_otherToken_isStored() {
        send(event(ID, "{\"event\":\"a\"}"));
        send(event(ID, "{\"event\":\"a\"}").authorization("Bearer other"));

        assertThat(messages()).containsExactly("a", "a");
    }

    @Test
    void dedup_sameTokenSpeltOtherwise_isTheSameSender() {
        send(event(ID, "{\"event\":\"a\"}"));
        send(event(ID, "{\"event\":\"a\"}").authorization("splunk " + Collector.TOKEN));

        assertThat(messages()).containsExactly("a");
    }

    @Test
    void dedup_sameIdWithOtherBytes_losesNothing() {
        send(event(ID, "{\"event\":\"a\"}"));
        send(event(ID, "{\"event\":\"b\"}"));

        assertThat(messages()).containsExactly("a", "b");
    }

    @Test
    void dedup_badEventInTheMiddle_isAnsweredAlikeAndItsPrefixStoredOnce() {
        String body = "{\"event\":\"a\"}{\"event\":\"b\"}{\"event\":\"\"}{\"event\":\"d\"}";
        HttpReply first = send(event(ID, body));
        HttpReply second = send(event(ID, body));

        assertThat(first.status()).isEqualTo(400);
        assertThat(first.body()).isEqualTo(Collector.fault(13, "Event field cannot be blank", 2));
        assertThat(second).isEqualTo(first);
        assertThat(messages()).containsExactly("a", "b");
        assertThat(handler.counts().repeated()).isEqualTo(1);
    }

    @Test
    void dedup_nothingToStore_isAnsweredAlike() {
        for (int i = 0; i < 2; i++) {
            assertThat(send(event(ID, "")).body()).isEqualTo(Collector.NO_DATA);
        }
        assertThat(handler.counts().repeated()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "\u00e9", "\u007f", "a\tb"})
    void dedup_noId_isIgnoredAndCounted(String id) {
        storedTwiceAndCounted(id);
    }

    @Test
    void dedup_idTooLong_isIgnoredAndCounted() {
        send(event("x".repeat(128), "{\"event\":\"a\"}"));
        assertThat(handler.counts().badBatchIds()).isZero();
        send(event("x".repeat(128), "{\"event\":\"a\"}"));
        assertThat(messages()).hasSize(1);

        send(event("y".repeat(129), "{\"event\":\"a\"}"));
        send(event("y".repeat(129), "{\"event\":\"a\"}"));
        assertThat(messages()).hasSize(3);
        assertThat(handler.counts().badBatchIds()).isEqualTo(2);
    }

    @Test
    void dedup_twoIds_areNone() {
        for (int i = 0; i < 2; i++) {
            send(event(ID, "{\"event\":\"a\"}").header("X-Hec-Batch", ID));
        }
        assertThat(messages()).hasSize(2);
        assertThat(handler.counts().badBatchIds()).isEqualTo(2);
    }

    private void storedTwiceAndCounted(String id) {
        for (int i = 0; i < 2; i++) {
            assertThat(send(event(id, "{\"event\":\"a\"}")).body()).isEqualTo(Collector.SUCCESS);
        }
        assertThat(messages()).hasSize(2);
        assertThat(handler.counts().badBatchIds()).isEqualTo(2);
        assertThat(handler.counts().repeated()).isZero();
    }

    @Test
    void dedup_afterADay_isStoredAgain() {
        send(event(ID, "{\"event\":\"a\"}"));
        clock.move(Duration.ofHours(24).minusMillis(1));
        send(event(ID, "{\"event\":\"a\"}"));
        assertThat(messages()).hasSize(1);

        clock.move(Duration.ofMillis(1));
        send(event(ID, "{\"event\":\"a\"}"));
        assertThat(messages()).hasSize(2);
    }

    @Test
    void dedup_moreThanTheBound_forgetsTheOldest() {
        for (String id : List.of("1", "2", "3", "4")) {
            send(event(id, "{\"event\":\"a\"}"));
        }
        send(event("2", "{\"event\":\"a\"}"));
        assertThat(messages()).hasSize(4);

        send(event("1", "{\"event\":\"a\"}"));
        assertThat(messages()).hasSize(5);
    }

    @Test
    void dedup_refusedAsBusy_isStoredByTheNextAttempt() {
        storage.setFull(true);
        assertThat(send(event(ID, "{\"event\":\"a\"}")).status()).isEqualTo(503);
        storage.setFull(false);
        storage.setBroken(true);
        assertThat(send(event(ID, "{\"event\":\"a\"}")).status()).isEqualTo(503);
        storage.setBroken(false);

        assertThat(send(event(ID, "{\"event\":\"a\"}")).body()).isEqualTo(Collector.SUCCESS);
        assertThat(messages()).containsExactly("a");
    }

    @Test
    void dedup_sameIdWhileTheFirstIsStored_waitsAndIsAnsweredAlike() throws Exception {
        storage.closeGate();
        CompletableFuture<HttpReply> first = CompletableFuture.supplyAsync(() -> send(event(ID, "{\"event\":\"a\"}")));
        storage.awaitAppend();
        CompletableFuture<HttpReply> second = new CompletableFuture<>();
        Thread retry = new Thread(() -> second.complete(send(event(ID, "{\"event\":\"a\"}"))));
        retry.start();
        await().until(() -> retry.getState() == Thread.State.WAITING);
        assertThat(second).isNotDone();

        storage.openGate();
        assertThat(first.get().body()).isEqualTo(Collector.SUCCESS);
        assertThat(second.get()).isEqualTo(first.get());
        assertThat(messages()).containsExactly("a");
        assertThat(handler.counts().repeated()).isEqualTo(1);
    }
}
