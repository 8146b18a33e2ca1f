package dev.hec.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.hec.Admission;
import dev.hec.Background;
import dev.hec.DropReason;
import dev.hec.FlushResult;
import dev.hec.Severity;
import dev.hec.time.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventBufferTest {

    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final Duration MAX_BLOCK = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration MOMENT = Duration.ofNanos(1);

    private final ManualTime time = new ManualTime();

    private EventBuffer buffer(long bufferBytes, int batchBytes, int batchEvents) {
        return new EventBuffer(BufferLimits.onHeap(bufferBytes, batchBytes, batchEvents, LINGER.toNanos(), 0), time);
    }

    private EventBuffer roomyBuffer() {
        return buffer(1_000_000, 10_000, 1_000);
    }

    private EventBuffer blockingBuffer() {
        return new EventBuffer(BufferLimits.onHeap(10, 10, 1000, LINGER.toNanos(), MAX_BLOCK.toNanos()), time);
    }

    private Admission append(EventBuffer buffer, String record) {
        byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
        return buffer.append(bytes, bytes.length, time.now().toEpochMilli(), Severity.ERROR);
    }

    private Admission appendBytes(EventBuffer buffer, int length, Severity severity) {
        return buffer.append(new byte[length], length, time.now().toEpochMilli(), severity);
    }

    private static String text(@Nullable Batch batch) {
        assertThat(batch).isNotNull();
        return StandardCharsets.UTF_8.decode(batch.bytes(0, batch.records())).toString();
    }

    private static Batch taken(EventBuffer buffer) throws InterruptedException {
        Batch batch = buffer.take();
        assertThat(batch).isNotNull();
        return batch;
    }

    /** Takes a batch that only the end of linger cuts. */
    private Batch takenAfterLinger(EventBuffer buffer) throws InterruptedException {
        time.advance(LINGER);
        return taken(buffer);
    }

    private static void deliver(EventBuffer buffer, Batch batch) {
        buffer.delivered(batch, batch.records());
    }

    // Limits

    @ParameterizedTest
    @CsvSource({"TRACE, 800", "DEBUG, 800", "INFO, 800", "WARN, 950", "ERROR, 1000"})
    void append_upToTheShareOfItsSeverity_isAdmittedToTheByte(Severity severity, int share) {
        EventBuffer buffer = buffer(1000, 600, 1000);
        appendBytes(buffer, 500, Severity.ERROR);

        assertThat(appendBytes(buffer, share - 500 + 1, severity)).isEqualTo(Admission.FULL);
        assertThat(appendBytes(buffer, share - 500, severity)).isEqualTo(Admission.ADMITTED);
        assertThat(appendBytes(buffer, 1, severity)).isEqualTo(Admission.FULL);
        assertThat(buffer.counts())
                .returns((long) share, BufferCounts::heldBytes)
                .returns(2L, BufferCounts::admitted)
                .returns(2L, BufferCounts::refusedFull);
    }

    @Test
    void append_whileBytesAreInFlight_countsThemToo() throws InterruptedException {
        EventBuffer buffer = buffer(20, 10, 1000);
        appendBytes(buffer, 10, Severity.ERROR);
        appendBytes(buffer, 10, Severity.ERROR);
        Batch first = taken(buffer);

        assertThat(appendBytes(buffer, 1, Severity.ERROR)).isEqualTo(Admission.FULL);

        deliver(buffer, first);
        assertThat(appendBytes(buffer, 10, Severity.ERROR)).isEqualTo(Admission.ADMITTED);
        assertThat(buffer.counts().heldBytes()).isEqualTo(20);
    }

    @Test
    void append_partOfABatchSettled_roomForThatPart() throws InterruptedException {
        EventBuffer buffer = buffer(10, 10, 1000);
        appendBytes(buffer, 3, Severity.ERROR);
        appendBytes(buffer, 7, Severity.ERROR);
        Batch batch = takenAfterLinger(buffer);

        buffer.dropped(batch, 1, DropReason.REJECTED);

        assertThat(appendBytes(buffer, 4, Severity.ERROR)).isEqualTo(Admission.FULL);
        assertThat(appendBytes(buffer, 3, Severity.ERROR)).isEqualTo(Admission.ADMITTED);
    }

    @Test
    void append_recordLargerThanABatch_isAnErrorOfTheCaller() {
        EventBuffer buffer = buffer(100, 10, 1000);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> appendBytes(buffer, 11, Severity.ERROR))
                .withMessageContaining("11")
                .withMessageContaining("10");
        assertThat(buffer.counts().admitted()).isZero();
    }

    @Test
    void append_afterClose_isRefusedAndCounted() {
        EventBuffer buffer = roomyBuffer();
        buffer.close();

        assertThat(append(buffer, "a")).isEqualTo(Admission.CLOSED);
        assertThat(buffer.counts()).returns(0L, BufferCounts::admitted).returns(1L, BufferCounts::refusedClosed);
    }

    @ParameterizedTest
    @CsvSource({"100, 0, 1, 0, 0", "100, 1, 0, 0, 0", "9, 10, 1, 0, 0", "100, 10, 1, -1, 0", "100, 10, 1, 0, -1"})
    void limits_thatCannotWork_areRefused(long bufferBytes, int batchBytes, int batchEvents, long linger, long block) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BufferLimits.onHeap(bufferBytes, batchBytes, batchEvents, linger, block));
    }

    // Cuts

    @Test
    void take_batchEventsReached_cutsByEvents() throws InterruptedException {
        EventBuffer buffer = buffer(1000, 100, 2);
        append(buffer, "a");
        append(buffer, "b");
        append(buffer, "c");

        Batch batch = taken(buffer);

        assertThat(batch.cut()).isEqualTo(Cut.EVENTS);
        assertThat(text(batch)).isEqualTo("ab");
    }

    @Test
    void append_batchesOfFewSmallRecords_movesThemOnceThoseThatWaitTakeAQuarterOfTheBuffer()
            throws InterruptedException {
        EventBuffer buffer = buffer(1_200, 100, 1);
        for (int round = 0; round < 3; round++) {
            for (String record : List.of("a", "b", "c", "d", "e", "f")) {
                append(buffer, record);
            }

            // The first three stay where they are; the last is open.
            assertThat(buffer.heapRegionBytes()).isEqualTo(3 * 100 + 2 + 100);
            for (String record : List.of("a", "b", "c", "d", "e", "f")) {
                Batch batch = taken(buffer);
                assertThat(text(batch)).isEqualTo(record);
                deliver(buffer, batch);
            }
        }
    }

    @Test
    void append_batchesOfFewSmallRecords_takeNoMoreMemoryThanTheirBytesAndAQuarterOfTheBuffer()
            throws InterruptedException {
        EventBuffer buffer = buffer(1_000_000, 10_000, 1);
        for (int i = 0; i < 1_000; i++) {
            append(buffer, "0123456789");
        }

        assertThat(buffer.heapRegionBytes()).isLessThanOrEqualTo(10_000 + 1_000_000 / 4 + 10_000);
        for (int i = 0; i < 1_000; i++) {
            Batch batch = taken(buffer);
            assertThat(text(batch)).isEqualTo("0123456789");
            deliver(buffer, batch);
        }
        assertThat(buffer.counts().heldBytes()).isZero();
    }

    @Test
    void take_nextRecordDoesNotFit_cutsByBytes() throws InterruptedException {
        EventBuffer buffer = buffer(1000, 10, 1000);
        append(buffer, "12345");
        append(buffer, "67890");
        append(buffer, "x");

        Batch batch = taken(buffer);

        assertThat(batch.cut()).isEqualTo(Cut.BYTES);
        assertThat(text(batch)).isEqualTo("1234567890");
    }

    @Test
    void take_oldestRecordHasWaitedForLinger_cutsByLinger() throws InterruptedException {
        EventBuffer buffer = roomyBuffer();
        Background<@Nullable Batch> taking = Background.start(buffer::take);
        time.awaitWaiter(ManualTime.FOREVER);
        append(buffer, "old");
        time.awaitWaiter(LINGER);
        time.advance(LINGER.minus(MOMENT));
        append(buffer, "young");

        time.awaitWaiter(MOMENT);
        assertThat(taking.isDone()).isFalse();
        time.advance(MOMENT);

        Batch batch = taking.result();
        assertThat(text(batch)).isEqualTo("oldyoung");
        assertThat(batch.cut()).isEqualTo(Cut.LINGER);
    }

    @Test
    void take_secondBatchOpened_lingersFromItsOwnOldestRecord() throws InterruptedException {
        EventBuffer buffer = buffer(1000, 10, 1000);
        append(buffer, "1234567890");
        time.advance(Duration.ofMillis(600));
        append(buffer, "x");
        deliver(buffer, taken(buffer));

        Background<@Nullable Batch> taking = Background.start(buffer::take);

        time.awaitWaiter(LINGER);
        time.advance(LINGER);
        assertThat(text(taking.result())).isEqualTo("x");
    }

    @Test
    void take_somebodyFlushes_cutsByFlush() throws InterruptedException {
        EventBuffer buffer = roomyBuffer();
        append(buffer, "a");
        Background<FlushResult> flushing = Background.start(() -> buffer.flush(PATIENCE.toNanos()));
        time.awaitWaiter(flushing.thread());

        Batch batch = taken(buffer);

        assertThat(batch.cut()).isEqualTo(Cut.FLUSH);
        deliver(buffer, batch);
        assertThat(flushing.result()).isEqualTo(new FlushResult(true, 1, 0, 0));
    }

    @Test
    void take_recordsAfterTheFlush_waitForLingerAgain() throws InterruptedException {
        EventBuffer buffer = roomyBuffer();
        append(buffer, "a");
        Background<FlushResult> flushing = Background.start(() -> buffer.flush(PATIENCE.toNanos()));
        time.awaitWaiter(flushing.thread());
        deliver(buffer, taken(buffer));
        flushing.result();
        append(buffer, "b");

        Background<@Nullable Batch> taking = Background.start(buffer::take);

        time.awaitWaiter(LINGER);
        time.advance(LINGER);
        assertThat(taking.result().cut()).isEqualTo(Cut.LINGER);
    }

    @Test
    void take_closed_cutsByCloseAndThenEnds() throws InterruptedException {
        EventBuffer buffer = roomyBuffer();
        append(buffer, "a");
        buffer.close();

        assertThat(taken(buffer).cut()).isEqualTo(Cut.CLOSE);
        assertThat(buffer.take()).isNull();
    }

    @Test
    void take_deliveryWasStuck_openBatchHasGrownBeyondLinger() throws InterruptedException {
        EventBuffer buffer = roomyBuffer();
        for (int i = 0; i < 10; i++) {
            append(buffer, "record ");
            time.advance(LINGER.multipliedBy(2));
        }

        Batch batch = taken(buffer);

        assertThat(batch.records()).isEqualTo(10);
        assertThat(batch.cut()).isEqualTo(Cut.LINGER);
    }

    @Test
    void take_fullBatchesWaiting_comeInOrderOfAdmission() throws InterruptedException {
        EventBuffer buffer = buffer(1000, 2, 1000);
        for (String record : List.of("aa", "bb", "cc", "dd")) {
            append(buffer, record);
        }

        assertThat(text(taken(buffer))).isEqualTo("aa");
        assertThat(text(taken(buffer))).isEqualTo("bb");
        assertThat(text(taken(buffer))).isEqualTo("cc");
        assertThat(buffer.counts()).returns(3L, BufferCounts::inFlight).returns(1L, BufferCounts::buffered);
    }

    @Test
    void take_severalThreadsWait_eachBatchWakesOneThatIsFree() throws InterruptedException {
        EventBuffer buffer = buffer(1000, 100, 1);
        List<Background<@Nullable Batch>> taking = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            taking.add(Background.start(buffer::take));
            time.awaitWaiter(taking.get(i).thread());
        }

        for (int i = 0; i < 4; i++) {
            append(buffer, "r");
        }

        assertThat(taking)
                .allSatisfy(thread -> assertThat(text(thread.result())).isEqualTo("r"));
    }

    @Test
    void take_severalThreadsWait_oneOfThemWatchesLinger() throws InterruptedException {
        EventBuffer buffer = roomyBuffer();
        BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        for (int i = 0; i < 2; i++) {
            time.awaitWaiter(
                    Background.start(() -> texts.add(text(buffer.take()))).thread());
        }

        for (String record : List.of("a", "b")) {
            append(buffer, record);
            time.awaitWaiter(LINGER);
            time.advance(LINGER);
            assertThat(texts.poll(20, TimeUnit.SECONDS)).isEqualTo(record);
        }
    }

    // Regions

    @Test
    void region_ofASettledBatch_isReusedWithoutTouchingWhatIsUnsent() throws InterruptedException {
        EventBuffer buffer = buffer(1000, 4, 1000);
        append(buffer, "aaaa");
        append(buffer, "bbbb");
        append(buffer, "cccc");
        Batch first = taken(buffer);
        Batch second = taken(buffer);
        deliver(buffer, first);

        append(buffer, "dddd");
        append(buffer, "eeee");

        Batch third = taken(buffer);
        Batch fourth = taken(buffer);
        assertThat(fourth.region()).isSameAs(first.region());
        assertThat(List.of(text(second), text(third), text(fourth))).containsExactly("bbbb", "cccc", "dddd");
    }

    @Test
    void region_ofAPartlySettledBatch_isNotReused() throws InterruptedException {
        EventBuffer buffer = buffer(1000, 4, 1000);
        append(buffer, "aa");
        append(buffer, "aA");
        append(buffer, "b");
        Batch batch = taken(buffer);
        buffer.delivered(batch, 1);

        for (int i = 0; i < 5; i++) {
            append(buffer, "xxxx");
        }

        assertThat(StandardCharsets.UTF_8.decode(batch.bytes(1, 2)).toString()).isEqualTo("aA");
    }

    // Settlement

    @Test
    void settle_sameRecordsTwice_isRefused() throws InterruptedException {
        EventBuffer buffer = roomyBuffer();
        append(buffer, "a");
        append(buffer, "b");
        Batch batch = takenAfterLinger(buffer);
        buffer.delivered(batch, 1);

        assertThatIllegalStateException().isThrownBy(() -> buffer.delivered(batch, 1));
        assertThatIllegalStateException().isThrownBy(() -> buffer.dropped(batch, 1, DropReason.EXPIRED));
        assertThatIllegalStateException().isThrownBy(() -> buffer.delivered(batch, 3));

        assertThat(buffer.counts())
                .returns(1L, BufferCounts::delivered)
                .returns(Map.of(), BufferCounts::dropped)
                .returns(1L, BufferCounts::inFlight)
                .returns(1L, BufferCounts::heldBytes);
    }

    @Test
    void settle_inParts_countsEachUnderItsReason() throws InterruptedException {
        EventBuffer buffer = roomyBuffer();
        for (int i = 0; i < 10; i++) {
            append(buffer, "r");
        }
        Batch batch = takenAfterLinger(buffer);

        buffer.delivered(batch, 3);
        buffer.dropped(batch, 4, DropReason.REJECTED);
        buffer.dropped(batch, 6, DropReason.OVERSIZE);
        buffer.delivered(batch, 10);

        assertThat(batch.isSettled()).isTrue();
        assertThat(buffer.counts())
                .isEqualTo(new BufferCounts(
                        10, 0, 0, 0, 7, Map.of(DropReason.REJECTED, 1L, DropReason.OVERSIZE, 2L), 0, 0, 0, 0, 0));
    }

    @Test
    void giveUpRest_openReadyAndInFlight_dropsExactlyWhatIsUnsettled() throws InterruptedException {
        EventBuffer buffer = buffer(1000, 100, 3);
        for (int i = 0; i < 8; i++) {
            append(buffer, "r");
        }
        Batch inFlight = taken(buffer);
        buffer.delivered(inFlight, 2);
        buffer.close();

        assertThat(buffer.giveUpRest(DropReason.SHUTDOWN)).isEqualTo(6);

        assertThat(buffer.counts())
                .isEqualTo(new BufferCounts(8, 0, 0, 0, 2, Map.of(DropReason.SHUTDOWN, 6L), 0, 0, 0, 0, 2));
        assertThat(buffer.giveUpRest(DropReason.SHUTDOWN)).isZero();
        assertThat(buffer.take()).isNull();
        assertThat(inFlight.isSettled()).isTrue();
    }

    // Overflow that blocks

    @Test
    void append_blockingAndRoomComes_isAdmitted() throws InterruptedException {
        EventBuffer buffer = blockingBuffer();
        append(buffer, "1234567890");
        Background<Admission> appending = Background.start(() -> append(buffer, "late"));
        time.awaitWaiter(MAX_BLOCK);

        deliver(buffer, takenAfterLinger(buffer));

        assertThat(appending.result()).isEqualTo(Admission.ADMITTED);
        assertThat(buffer.counts()).returns(0L, BufferCounts::refusedFull).returns(4L, BufferCounts::heldBytes);
    }

    @Test
    void append_blockingAndTooLittleRoomComes_keepsWaitingUntilItsDeadline() throws InterruptedException {
        EventBuffer buffer = blockingBuffer();
        append(buffer, "1");
        append(buffer, "234567890");
        Background<Admission> appending = Background.start(() -> append(buffer, "late"));
        time.awaitWaiter(MAX_BLOCK);
        Batch batch = takenAfterLinger(buffer);
        time.awaitWaiter(MAX_BLOCK.minus(LINGER));
        buffer.delivered(batch, 1);
        time.awaitWaiter(MAX_BLOCK.minus(LINGER));

        time.advance(MAX_BLOCK.minus(LINGER));

        assertThat(appending.result()).isEqualTo(Admission.FULL);
        assertThat(buffer.counts().refusedFull()).isEqualTo(1);
    }

    @Test
    void append_blockingAndInterrupted_isRefusedWithTheFlagKept() {
        EventBuffer buffer = blockingBuffer();
        append(buffer, "1234567890");
        AtomicBoolean flag = new AtomicBoolean();
        Background<Admission> appending = Background.start(() -> {
            Admission admission = append(buffer, "late");
            flag.set(Thread.currentThread().isInterrupted());
            return admission;
        });
        time.awaitWaiter(MAX_BLOCK);

        appending.thread().interrupt();

        assertThat(appending.result()).isEqualTo(Admission.FULL);
        assertThat(flag).isTrue();
    }

    @Test
    void append_roomAndInterruptFlagSet_isAdmittedWithTheFlagKept() {
        EventBuffer buffer = blockingBuffer();
        Thread.currentThread().interrupt();
        try {
            assertThat(append(buffer, "a")).isEqualTo(Admission.ADMITTED);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    // Flush

    @Test
    void flush_nothingHeld_returnsAtOnce() throws InterruptedException {
        assertThat(roomyBuffer().flush(0)).isEqualTo(new FlushResult(true, 0, 0, 0));
    }

    @Test
    void flush_timeOver_saysWhatIsPending() throws InterruptedException {
        EventBuffer buffer = roomyBuffer();
        append(buffer, "a");
        append(buffer, "b");
        append(buffer, "c");
        Background<FlushResult> flushing = Background.start(() -> buffer.flush(PATIENCE.toNanos()));
        time.awaitWaiter(flushing.thread());
        Batch batch = taken(buffer);
        buffer.delivered(batch, 1);
        append(buffer, "not of this flush");

        time.awaitWaiter(PATIENCE);
        time.advance(PATIENCE);

        assertThat(flushing.result()).isEqualTo(new FlushResult(false, 1, 0, 2));
    }

    @Test
    void flush_recordsAddedMeanwhileToTheSameBatch_doesNotWaitForThem() throws InterruptedException {
        EventBuffer buffer = roomyBuffer();
        append(buffer, "a");
        Background<FlushResult> flushing = Background.start(() -> buffer.flush(PATIENCE.toNanos()));
        time.awaitWaiter(flushing.thread());
        append(buffer, "b");
        Batch batch = taken(buffer);
        assertThat(text(batch)).isEqualTo("ab");

        buffer.delivered(batch, 1);

        assertThat(flushing.result()).isEqualTo(new FlushResult(true, 1, 0, 0));
    }

    @Test
    void flush_laterBatchSettledFirst_waitsForTheEarlierOne() throws InterruptedException {
        EventBuffer buffer = buffer(1000, 100, 1);
        append(buffer, "a");
        append(buffer, "b");
        Batch first = taken(buffer);
        Batch second = taken(buffer);
        Background<FlushResult> flushing = Background.start(() -> buffer.flush(PATIENCE.toNanos()));
        time.awaitWaiter(flushing.thread());

        deliver(buffer, second);
        time.awaitWaiter(flushing.thread());
        assertThat(flushing.isDone()).isFalse();
        buffer.dropped(first, 1, DropReason.EXPIRED);

        assertThat(flushing.result()).isEqualTo(new FlushResult(true, 1, 1, 0));
    }

    @Test
    void flush_restDroppedByClosing_returnsWithItsCount() throws InterruptedException {
        EventBuffer buffer = roomyBuffer();
        append(buffer, "a");
        Background<FlushResult> flushing = Background.start(() -> buffer.flush(PATIENCE.toNanos()));
        time.awaitWaiter(flushing.thread());

        buffer.close();
        buffer.giveUpRest(DropReason.SHUTDOWN);

        assertThat(flushing.result()).isEqualTo(new FlushResult(true, 0, 1, 0));
    }

    @Test
    void flush_interrupted_throwsAndSendingGoesOn() throws InterruptedException {
        EventBuffer buffer = roomyBuffer();
        append(buffer, "a");
        Background<FlushResult> flushing = Background.start(() -> buffer.flush(PATIENCE.toNanos()));
        time.awaitWaiter(flushing.thread());

        flushing.thread().interrupt();

        assertThat(flushing.failure()).isInstanceOf(InterruptedException.class);
        assertThat(taken(buffer).cut()).isEqualTo(Cut.FLUSH);
    }

    @Test
    void flush_withoutEnd_isNotOverAtOnce() throws InterruptedException {
        EventBuffer buffer = roomyBuffer();
        append(buffer, "a");
        Background<FlushResult> flushing = Background.start(() -> buffer.flush(Long.MAX_VALUE));
        time.awaitWaiter(flushing.thread());
        time.advance(Duration.ofDays(1));

        deliver(buffer, taken(buffer));

        assertThat(flushing.result().complete()).isTrue();
    }

    // Close

    @Test
    void close_wakesThreadsThatTakeAndThreadsThatWaitForRoom() throws InterruptedException {
        EventBuffer buffer = blockingBuffer();
        append(buffer, "1234567890");
        Batch stuck = takenAfterLinger(buffer);
        Background<@Nullable Batch> taking = Background.start(buffer::take);
        Background<@Nullable Batch> takingToo = Background.start(buffer::take);
        Background<Admission> appending = Background.start(() -> append(buffer, "late"));
        time.awaitWaiter(taking.thread());
        time.awaitWaiter(takingToo.thread());
        time.awaitWaiter(appending.thread());

        buffer.close();

        assertThat(taking.result()).isNull();
        assertThat(takingToo.result()).isNull();
        assertThat(appending.result()).isEqualTo(Admission.CLOSED);
        deliver(buffer, stuck);
        assertThat(buffer.counts()).isEqualTo(new BufferCounts(1, 0, 0, 0, 1, Map.of(), 0, 0, 1, 0, 0));
    }
}
