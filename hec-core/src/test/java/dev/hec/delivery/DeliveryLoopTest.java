package dev.hec.delivery;

import static dev.hec.delivery.ScriptedTransport.answer;
import static dev.hec.delivery.ScriptedTransport.badEvent;
import static dev.hec.delivery.ScriptedTransport.fails;
import static dev.hec.delivery.ScriptedTransport.hangs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.Background;
import dev.hec.DropReason;
import dev.hec.RecordedDiagnostics;
import dev.hec.Severity;
import dev.hec.auth.Credentials;
import dev.hec.buffer.BufferCounts;
import dev.hec.buffer.BufferLimits;
import dev.hec.buffer.EventBuffer;
import dev.hec.codec.Codec;
import dev.hec.delivery.ScriptedTransport.Sent;
import dev.hec.time.ManualTime;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each row of the table in the comment of {@link DeliveryLoop}.
 *
 * <p>What is offered before the start makes one batch.
 */
class DeliveryLoopTest {

    private static final Duration RETRY_FOR = Duration.ofMinutes(15);
    private static final Duration RETRY_MAX = Duration.ofSeconds(30);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(5);
    private static final long INSTANCE = 0x0123456789abcdefL;
    private static final Duration PARK = Duration.ofSeconds(40);

    private final ManualTime time = new ManualTime();
    private final ScriptedTransport collector = new ScriptedTransport();
    private final RecordedDiagnostics diagnostics = new RecordedDiagnostics();
    private final AtomicReference<String> token = new AtomicReference<>("first");
    private final EventBuffer buffer = new EventBuffer(BufferLimits.onHeap(10_000_000, 1_000_000, 200_000, 0, 0), time);
    private final DeliveryFixture fixture = new DeliveryFixture(time);
    private Delivery delivery;

    private void start(int maxInFlight, Codec codec) {
        fixture.maxInFlight = maxInFlight;
        fixture.codec = codec;
        fixture.credentials = new Credentials(token::get, "Bearer");
        fixture.diagnostics = diagnostics;
        fixture.instance = INSTANCE;
        delivery = fixture.start(
                buffer,
                new RetryPolicy(
                        RETRY_FOR.toNanos(),
                        Duration.ofMillis(250).toNanos(),
                        RETRY_MAX.toNanos(),
                        MAX_PAUSE.toNanos(),
                        PARK.toNanos()),
                collector);
    }

    private void start() {
        start(1, Codec.NONE);
    }

    @AfterEach
    void close() {
        buffer.close();
        assertThat(delivery.close(0)).as("delivery threads end").isTrue();
        assertThat(collector.closed()).as("transports closed").isEqualTo(collector.created());
    }

    private void offer(String... records) {
        for (String record : records) {
            byte[] bytes = (record + "\n").getBytes(StandardCharsets.UTF_8);
            buffer.append(bytes, bytes.length, time.now().toEpochMilli(), Severity.ERROR);
        }
    }

    private void offer(int records) {
        for (int i = 0; i < records; i++) {
            offer("r" + i);
        }
    }

    private void awaitSettled() {
        Background.start(() -> buffer.flush(Long.MAX_VALUE)).result();
    }

    /** The counts but for unsafe cuts, which a clock that stands still makes of every cut. */
    private BufferCounts accounts() {
        BufferCounts counts = buffer.counts();
        return new BufferCounts(
                counts.admitted(),
                counts.recovered(),
                counts.buffered(),
                counts.inFlight(),
                counts.delivered(),
                counts.dropped(),
                counts.spooled(),
                counts.refusedFull(),
                counts.refusedClosed(),
                counts.heldBytes(),
                0);
    }

    private BufferCounts settled() {
        awaitSettled();
        return accounts();
    }

    /** All messages, with delivery ended: what is told about records comes after their settlement. */
    private List<String> told() {
        buffer.close();
        assertThat(delivery.close(Duration.ofSeconds(20).toNanos())).isTrue();
        return diagnostics.messages();
    }

    private static BufferCounts counts(long delivered, Map<DropReason, Long> dropped) {
        long admitted =
                delivered + dropped.values().stream().mapToLong(Long::longValue).sum();
        return new BufferCounts(admitted, 0, 0, 0, delivered, dropped, 0, 0, 0, 0, 0);
    }

    // Accepted

    @Test
    void accepted_wholeBatch_isDeliveredInOneRequest() {
        offer("a", "b", "c");
        start();

        Sent request = collector.next();

        assertThat(request.records()).containsExactly("a", "b", "c");
        assertThat(request.authorization()).isEqualTo("Bearer first");
        assertThat(settled()).isEqualTo(counts(3, Map.of()));
        assertThat(delivery.counters())
                .returns(1L, DeliveryCounters::requests)
                .returns(0L, DeliveryCounters::retries)
                .returns(6L, DeliveryCounters::deliveredBytes)
                .returns(6L, DeliveryCounters::wireBytes);
        assertThat(told()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204})
    void accepted_anyStatusOfSuccess_isDelivered(int status) {
        collector.then(answer(status));
        offer("a");
        start();

        assertThat(settled()).isEqualTo(counts(1, Map.of()));
    }

    @Test
    void accepted_twoBatches_haveTwoIds() {
        start();
        offer("a");
        Sent first = collector.next();
        offer("b");
        Sent second = collector.next();

        assertThat(second.batchId()).isNotEqualTo(first.batchId());
    }

    // Busy

    @ParameterizedTest
    @CsvSource({"503, 7, 7", "429, 120, 120", "503, 86400, 300", "503, 99999999999999999, 300"})
    void busy_withRetryAfter_pausesThatLongUpToMaxPause(int status, String retryAfter, long seconds) {
        collector.then(answer(status, retryAfter, "{\"text\":\"Server is busy\",\"code\":9}"));
        offer("a", "b");
        start();
        Sent first = collector.next();

        // Never shorter than asked, and up to a tenth longer.
        assertThat(time.skipWait()).isBetween(Duration.ofSeconds(seconds), Duration.ofMillis(seconds * 1_100));

        assertThat(collector.next()).isEqualTo(first);
        assertThat(settled()).isEqualTo(counts(2, Map.of()));
        assertThat(delivery.counters().retries()).isEqualTo(1);
        assertThat(told())
                .hasSize(2)
                .satisfiesExactly(
                        told -> assertThat(told).startsWith("WARN").contains("HTTP " + status, "busy", "kept"),
                        told -> assertThat(told).startsWith("INFO").contains("recovered"));
    }

    @ParameterizedTest
    @CsvSource({"0", "nonsense", "''"})
    void busy_retryAfterShorterThanBackoff_backsOff(String retryAfter) {
        collector.then(answer(503, retryAfter, ""));
        offer("a");
        start();
        collector.next();

        assertThat(time.skipWait()).isPositive().isLessThan(Duration.ofMillis(250));

        collector.next();
        assertThat(settled().delivered()).isEqualTo(1);
    }

    @Test
    void busy_oneLoop_pausesAllLoops() {
        start(2, Codec.NONE);
        CountDownLatch bothSent = new CountDownLatch(2);
        collector.then(
                request -> {
                    bothSent.countDown();
                    bothSent.await();
                    return answer(503, "60", "").to(request);
                },
                request -> {
                    bothSent.countDown();
                    bothSent.await();
                    // So that this loop meets the pause before its next request.
                    time.awaitWaitersWithEnd(1);
                    return answer(200).to(request);
                });
        offer("a");
        collector.next();
        offer("b");
        collector.next();
        offer("c");
        time.awaitWaitersWithEnd(2);
        time.advance(Duration.ofSeconds(59));
        assertThat(collector.unseen()).as("no request during the pause").isEmpty();
        time.skipWait();

        assertThat(List.of(collector.next().body(), collector.next().body())).contains("c\n");
        assertThat(settled().delivered()).isEqualTo(3);
    }

    /** One rejected request and its retry: the pace is 0.7 requests in a second from here on. */
    private void startAndSlowDown() {
        collector.then(answer(429));
        offer("a");
        start();
        collector.next();
        time.skipWait();
        collector.next();
        awaitSettled();
        time.awaitWaiterWithEnd();
    }

    @Test
    void busy_paceHolds_batchesGrowInsteadOfWaiting() {
        startAndSlowDown();
        offer("b");
        offer("c");

        assertThat(time.skipWait()).isGreaterThan(Duration.ofSeconds(1));

        assertThat(collector.next().records()).containsExactly("b", "c");
    }

    @Test
    void busy_acceptedForAMinute_goesOnAtTheConfiguredPace() {
        startAndSlowDown();
        time.advance(Duration.ofSeconds(61));

        for (int i = 0; i < 20; i++) {
            offer("r" + i);
            assertThat(collector.next().records()).containsExactly("r" + i);
        }
    }

    // Unreachable

    @Test
    void unreachable_again_backsOffUnderADoublingCeilingWithTheSameIdAndBytes() {
        for (int i = 0; i < 12; i++) {
            collector.then(i % 2 == 0 ? fails(new ConnectException("refused")) : answer(500));
        }
        offer("a", "b");
        start();
        Sent first = collector.next();

        for (int attempt = 1; attempt <= 12; attempt++) {
            Duration ceiling = Duration.ofMillis(250L << Math.min(attempt - 1, 10));
            assertThat(time.skipWait())
                    .as("backoff after attempt %d", attempt)
                    .isPositive()
                    .isLessThan(ceiling.compareTo(RETRY_MAX) > 0 ? RETRY_MAX : ceiling);
            assertThat(collector.next()).isEqualTo(first);
        }

        assertThat(settled()).isEqualTo(counts(2, Map.of()));
        assertThat(delivery.counters().requests()).isEqualTo(13);
        assertThat(delivery.counters().retries()).isEqualTo(12);
    }

    // UnsupportedCoding

    @Test
    void unsupportedCoding_stepsDownAndRemembers() {
        collector.then(answer(415), answer(415));
        offer("a");
        start(1, Codec.ZSTD);

        List<Sent> first = List.of(collector.next(), collector.next(), collector.next());
        awaitSettled();
        offer("b");
        Sent later = collector.next();

        assertThat(first).extracting(Sent::codec).containsExactly(Codec.ZSTD, Codec.GZIP, Codec.NONE);
        assertThat(first).extracting(Sent::body).containsOnly("a\n");
        assertThat(first)
                .extracting(Sent::batchId)
                .as("the same records keep their id")
                .containsOnly("0123456789abcdef-1");
        assertThat(later.codec()).isEqualTo(Codec.NONE);
        assertThat(settled()).isEqualTo(counts(2, Map.of()));
        assertThat(delivery.counters().retries()).as("other bytes are no retry").isZero();
        assertThat(told())
                .hasSize(2)
                .allSatisfy(told -> assertThat(told).startsWith("WARN").contains("415"));
    }

    @Test
    void unsupportedCoding_ofPlainBytes_parks() {
        collector.then(answer(415));
        offer("a");
        start();
        collector.next();

        time.awaitWaiter(PARK);
        assertThat(delivery.endpoints().get(0).healthy()).as("healthy").isFalse();
        assertThat(time.skipWait()).isEqualTo(PARK);

        collector.next();
        assertThat(settled()).isEqualTo(counts(1, Map.of()));
    }

    static Stream<ScriptedTransport.Step> unreadableBodies() {
        return Stream.of(answer(400), badEvent(0));
    }

    @ParameterizedTest
    @MethodSource("unreadableBodies")
    void badEvent_unknownOrFirstAndTheCodecNeverAccepted_isTriedUncompressedAndRemembered(
            ScriptedTransport.Step unreadable) {
        collector.then(unreadable);
        offer("a", "b");
        start(1, Codec.ZSTD);

        List<Sent> first = List.of(collector.next(), collector.next());
        awaitSettled();
        offer("c");
        Sent later = collector.next();

        assertThat(first).extracting(Sent::codec).containsExactly(Codec.ZSTD, Codec.NONE);
        assertThat(first).extracting(Sent::body).containsOnly("a\nb\n");
        assertThat(later.codec()).isEqualTo(Codec.NONE);
        assertThat(settled()).isEqualTo(counts(3, Map.of()));
        assertThat(told()).singleElement().asString().contains("zstd", "uncompressed");
    }

    @Test
    void badEvent_unknownAfterTheCodecWasAccepted_isHalvedAtOnce() {
        collector.then(answer(200), answer(400), answer(400));
        offer("a");
        start(1, Codec.ZSTD);
        collector.next();
        awaitSettled();
        offer("b");
        Sent refused = collector.next();
        awaitSettled();

        assertThat(refused.codec()).isEqualTo(Codec.ZSTD);
        assertThat(collector.unseen()).isEmpty();
        assertThat(settled()).isEqualTo(counts(1, Map.of(DropReason.REJECTED, 1L)));
    }

    // TooLarge

    @Test
    void tooLarge_halvesUntilItFits() {
        collector.then(answer(413), answer(413));
        offer("a", "b", "c", "d", "e");
        start();

        List<Sent> requests = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            requests.add(collector.next());
        }

        assertThat(requests)
                .extracting(Sent::body)
                .containsExactly("a\nb\nc\nd\ne\n", "a\nb\n", "a\n", "b\n", "c\nd\ne\n");
        assertThat(requests).extracting(Sent::batchId).doesNotHaveDuplicates();
        assertThat(settled()).isEqualTo(counts(5, Map.of()));
    }

    @Test
    void tooLarge_singleRecord_isDroppedAndTold() {
        collector.then(answer(413, null, "too big"));
        offer("a");
        start();

        assertThat(settled()).isEqualTo(counts(0, Map.of(DropReason.OVERSIZE, 1L)));
        assertThat(told())
                .singleElement()
                .asString()
                .startsWith("WARN")
                .contains("1 event", "OVERSIZE", "413", "too big");
    }

    // BadEvent

    @Test
    void badEvent_withNumber_deliversThoseBeforeDropsItAndSendsTheRestAnew() {
        collector.then(badEvent(2));
        offer("a", "b", "bad", "d", "e");
        start();

        Sent first = collector.next();
        Sent rest = collector.next();

        assertThat(rest.records()).containsExactly("d", "e");
        assertThat(rest.batchId()).isNotEqualTo(first.batchId());
        assertThat(settled()).isEqualTo(counts(4, Map.of(DropReason.REJECTED, 1L)));
        assertThat(collector.unseen()).isEmpty();
    }

    @Test
    void badEvent_lastRecord_needsNoFurtherRequest() {
        collector.then(badEvent(1));
        offer("a", "bad");
        start();
        collector.next();

        assertThat(settled()).isEqualTo(counts(1, Map.of(DropReason.REJECTED, 1L)));
        assertThat(collector.unseen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4, 1_000_000})
    void badEvent_numberOutsideTheRequest_isSearchedByHalving(int number) {
        collector.then(badEvent(number), answer(200), badEvent(number), badEvent(number), answer(200));
        offer("a", "b", "bad", "d");
        start();

        assertThat(settled()).isEqualTo(counts(3, Map.of(DropReason.REJECTED, 1L)));
        assertThat(collector.unseen())
                .extracting(Sent::body)
                .containsExactly("a\nb\nbad\nd\n", "a\nb\n", "bad\nd\n", "bad\n", "d\n");
    }

    @Test
    void badEvent_withoutNumber_isFoundInLogarithmicallyManyRequests() {
        collector.otherwise(request ->
                answer(request.records().contains("r777") ? 400 : 200).to(request));
        offer(1024);
        start();

        assertThat(settled()).isEqualTo(counts(1023, Map.of(DropReason.REJECTED, 1L)));
        assertThat(collector.unseen()).hasSize(21);
    }

    @Test
    void badEvent_numberInsideAHalf_settlesTheHalfBeforeTheOther() {
        collector.then(answer(413), badEvent(0), badEvent(0), answer(200), answer(200));
        offer("bad", "b", "c", "d");
        start();

        assertThat(settled()).isEqualTo(counts(3, Map.of(DropReason.REJECTED, 1L)));
        assertThat(collector.unseen())
                .extracting(Sent::body)
                .containsExactly("bad\nb\nc\nd\n", "bad\nb\n", "bad\n", "b\n", "c\nd\n");
    }

    @Test
    void badEvent_firstOfSeveral_isSentAloneBeforeItIsDropped() {
        collector.then(badEvent(0), badEvent(0));
        offer("bad", "b", "c", "d");
        start();

        assertThat(settled()).isEqualTo(counts(3, Map.of(DropReason.REJECTED, 1L)));
        List<Sent> requests = collector.unseen();
        assertThat(requests).extracting(Sent::body).containsExactly("bad\nb\nc\nd\n", "bad\n", "b\nc\nd\n");
        assertThat(requests).extracting(Sent::batchId).doesNotHaveDuplicates();
    }

    @Test
    void badEvent_firstOfEveryBodyThatIsTooLarge_losesNothing() {
        collector.otherwise(request -> (request.records().size() > 3 ? badEvent(0) : answer(200)).to(request));
        offer(20);
        start();

        assertThat(settled()).isEqualTo(counts(20, Map.of()));
        assertThat(collector.unseen().stream()
                        .filter(request -> request.records().size() <= 3))
                .flatExtracting(Sent::records)
                .containsExactlyElementsOf(
                        IntStream.range(0, 20).mapToObj(i -> "r" + i).toList());
    }

    @Test
    void badEvent_firstOfTwoThatIsTakenAlone_sendsTheOtherAloneToo() {
        collector.then(badEvent(0), answer(200), answer(200));
        offer("a", "b");
        start();

        assertThat(settled()).isEqualTo(counts(2, Map.of()));
        assertThat(collector.unseen()).extracting(Sent::body).containsExactly("a\nb\n", "a\n", "b\n");
    }

    @Test
    void badEvent_everyOneOfALargeBatch_isDroppedAtTheConfiguredPace() {
        collector.otherwise(badEvent(0));
        offer(5_000);
        start();
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> {
            time.advance(Duration.ofMillis(50));
            return buffer.counts().buffered() + buffer.counts().inFlight() == 0;
        });

        assertThat(settled()).isEqualTo(counts(0, Map.of(DropReason.REJECTED, 5_000L)));
        assertThat(told())
                .as("the first at once, the rest summed up")
                .satisfiesExactly(
                        first -> assertThat(first).contains("Dropped 1 event"),
                        rest -> assertThat(rest).contains("Dropped 4999 event"));
    }

    // Refused

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 403, 404, 405, 501})
    void refused_sameToken_parksWithoutExpiryAndTellsOnce(int status) {
        collector.then(answer(status), answer(status), answer(status));
        offer("a");
        time.advance(RETRY_FOR.multipliedBy(2));
        start();
        Sent first = collector.next();

        for (int i = 0; i < 3; i++) {
            assertThat(time.skipWait()).isEqualTo(PARK);
            assertThat(collector.next()).isEqualTo(first);
        }

        assertThat(settled()).isEqualTo(counts(1, Map.of()));
        assertThat(told().get(0)).startsWith("WARN").contains("HTTP " + status, "url and token");
    }

    @Test
    void refused_thenBusyAfterALongTime_keepsTheEvents() {
        collector.then(answer(403), answer(503));
        offer("a");
        time.advance(RETRY_FOR.multipliedBy(2));
        start();
        collector.next();

        assertThat(time.skipWait()).isEqualTo(PARK);
        collector.next();
        time.skipWait();
        collector.next();

        assertThat(settled()).isEqualTo(counts(1, Map.of()));
    }

    @Test
    void refused_tokenHasChanged_isSentAtOnceWithTheNewOne() {
        token.set("first");
        collector.then(request -> {
            token.set("second");
            return answer(403).to(request);
        });
        offer("a");
        start();

        Sent first = collector.next();
        Sent second = collector.next();

        assertThat(second.authorization()).isEqualTo("Bearer second");
        assertThat(second.batchId()).isEqualTo(first.batchId());
        assertThat(settled()).isEqualTo(counts(1, Map.of()));
        assertThat(told()).isEmpty();
    }

    @Test
    void refused_anotherLoopHasReadTheNewToken_isSentAtOnceToo() {
        start(2, Codec.NONE);
        CountDownLatch bothSent = new CountDownLatch(2);
        collector.otherwise(request -> {
            if (request.authorization().equals("Bearer second")) {
                return answer(200).to(request);
            }
            bothSent.countDown();
            bothSent.await();
            token.set("second");
            return answer(403).to(request);
        });
        offer("a");
        collector.next();
        offer("b");
        collector.next();

        assertThat(settled()).isEqualTo(counts(2, Map.of()));
        assertThat(told()).as("nobody parked").isEmpty();
    }

    // A failure of our own

    @Test
    void unexpectedFailure_ofTheTransport_doesNotEndDelivery() {
        collector.then(
                request -> {
                    throw new IllegalStateException("a bug");
                },
                request -> {
                    throw new StackOverflowError();
                });
        offer("a", "b");
        start();
        collector.next();

        assertThat(time.skipWait()).isEqualTo(RETRY_MAX);
        collector.next();
        assertThat(time.skipWait()).isEqualTo(RETRY_MAX);
        collector.next();

        assertThat(settled()).isEqualTo(counts(2, Map.of()));
        assertThat(told()).anySatisfy(told -> assertThat(told).contains("IllegalStateException", "a bug"));
    }

    @Test
    void unexpectedFailure_afterPartWasSettled_sendsOnlyTheRest() {
        collector.then(badEvent(1), request -> {
            throw new IllegalStateException("a bug");
        });
        offer("a", "bad", "c");
        start();
        collector.next();
        collector.next();
        time.skipWait();

        assertThat(collector.next().records()).containsExactly("c");
        assertThat(settled()).isEqualTo(counts(2, Map.of(DropReason.REJECTED, 1L)));
    }

    @Test
    void unexpectedFailure_forTooLong_expires() {
        collector.otherwise(request -> {
            throw new IllegalStateException("a bug");
        });
        offer("a", "b");
        start();
        collector.next();
        time.awaitWaiter(RETRY_MAX);
        time.advance(RETRY_FOR);

        assertThat(settled()).isEqualTo(counts(0, Map.of(DropReason.EXPIRED, 2L)));
    }

    // Expiry

    @Test
    void expired_failureAfterRetryFor_dropsTheRest() {
        collector.otherwise(answer(503));
        offer("a", "b");
        start();
        collector.next();
        time.skipWait();
        collector.next();
        time.awaitWaiterWithEnd();
        time.advance(RETRY_FOR);

        assertThat(settled()).isEqualTo(counts(0, Map.of(DropReason.EXPIRED, 2L)));
        assertThat(told()).anySatisfy(told -> assertThat(told).contains("2 event", "EXPIRED"));
    }

    @Test
    void expired_oldBatch_getsItsAttempt() {
        offer("a");
        time.advance(RETRY_FOR.multipliedBy(2));
        start();

        assertThat(settled()).isEqualTo(counts(1, Map.of()));
    }

    @Test
    void expired_hangEndsAfterRetryFor_dropsOnlyWhatIsUnsettled() {
        collector.then(badEvent(1), request -> {
            time.advance(RETRY_FOR);
            throw new IOException("reset");
        });
        offer("a", "bad", "c", "d");
        start();

        assertThat(settled()).isEqualTo(counts(1, Map.of(DropReason.REJECTED, 1L, DropReason.EXPIRED, 2L)));
    }

    // Closing

    @Test
    void close_whileBackingOff_triesOnceMoreAtOnce() {
        collector.then(fails(new ConnectException("refused")));
        offer("a");
        start();
        collector.next();
        time.awaitWaiterWithEnd();

        buffer.close();
        assertThat(delivery.close(Duration.ofSeconds(20).toNanos())).isTrue();

        assertThat(accounts()).isEqualTo(counts(1, Map.of()));
    }

    @Test
    void close_whilePaused_triesOnceMoreAtOnce() {
        collector.then(answer(503, "60", ""));
        offer("a");
        start();
        collector.next();
        time.awaitWaiterWithEnd();

        buffer.close();
        assertThat(delivery.close(Duration.ofSeconds(20).toNanos())).isTrue();

        assertThat(accounts()).isEqualTo(counts(1, Map.of()));
    }

    @Test
    void close_collectorHangs_interruptsAndLeavesTheRestToBeCounted() {
        collector.then(hangs());
        offer("a", "b");
        start();
        collector.next();

        buffer.close();
        assertThat(delivery.close(0)).isTrue();

        assertThat(buffer.counts().inFlight()).isEqualTo(2);
        assertThat(buffer.giveUpRest(DropReason.SHUTDOWN)).isEqualTo(2);
        assertThat(accounts()).isEqualTo(counts(0, Map.of(DropReason.SHUTDOWN, 2L)));
    }

    @Test
    void close_interruptFlagSet_waitsAllTheSameAndLeavesTheFlag() {
        offer("a");
        start();
        Thread.currentThread().interrupt();

        buffer.close();
        boolean ended = delivery.close(Duration.ofSeconds(20).toNanos());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(ended).isTrue();
        assertThat(buffer.counts().delivered()).isEqualTo(1);
    }

    @Test
    void close_threadThatDoesNotEnd_settlesAndTellsNothingAfterwards() {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger interrupts = new AtomicInteger();
        collector.then(request -> {
            while (release.getCount() > 0) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    interrupts.incrementAndGet();
                }
            }
            return answer(503).to(request);
        });
        offer("a");
        start();
        collector.next();
        buffer.close();

        assertThat(delivery.close(0)).as("ended within the grace").isFalse();
        buffer.giveUpRest(DropReason.SHUTDOWN);
        diagnostics.news();
        release.countDown();

        assertThat(interrupts).hasValue(1);
        time.skipWait();
        collector.next();
        assertThat(delivery.close(Duration.ofSeconds(20).toNanos())).isTrue();
        assertThat(accounts()).isEqualTo(counts(0, Map.of(DropReason.SHUTDOWN, 1L)));
        assertThat(diagnostics.news()).isEmpty();
    }
}
