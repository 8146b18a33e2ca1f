package dev.hec.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hec.Admission;
import dev.hec.Background;
import dev.hec.DropReason;
import dev.hec.Severity;
import dev.hec.time.ManualTime;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When memory stands in for durable regions, and when it must not. */
class DurableRegionsTest {

    private static final int BATCH_BYTES = 100;
    private static final Duration MAX_BLOCK = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofNanos(EventBuffer.REGION_PATIENCE_NANOS);
    private static final Duration TICK = Duration.ofMillis(10);

    private final ManualTime time = new ManualTime();
    private final ScarceRegions regions = new ScarceRegions();

    private EventBuffer buffer(Duration maxBlock) {
        return new EventBuffer(
                new BufferLimits(1_000, 1_000, BATCH_BYTES, 1_000, 0, maxBlock.toNanos()), regions, time);
    }

    private Admission append(EventBuffer buffer) {
        return buffer.append(new byte[10], 10, time.now().toEpochMilli(), Severity.ERROR);
    }

    @Test
    void append_droppingAndNoRegionComes_goesToMemoryAfterAMomentAndTells() throws InterruptedException {
        EventBuffer buffer = buffer(Duration.ZERO);
        Background<Admission> appending = Background.start(() -> append(buffer));
        time.awaitWaiter(PATIENCE);

        time.advance(PATIENCE);

        assertThat(appending.result()).isEqualTo(Admission.ADMITTED);
        assertThat(taken(buffer).isDurable()).isFalse();
        assertThat(regions.timesTooSlow).isEqualTo(1);
    }

    @Test
    void append_blockingAndRegionComesLate_waitsForIt() throws InterruptedException {
        EventBuffer buffer = buffer(MAX_BLOCK);
        Background<Admission> appending = Background.start(() -> append(buffer));
        time.awaitWaiter(MAX_BLOCK);
        time.advance(PATIENCE.multipliedBy(4));
        regions.offer();

        buffer.regionsChanged();

        assertThat(appending.result()).isEqualTo(Admission.ADMITTED);
        assertThat(taken(buffer).isDurable()).isTrue();
        assertThat(regions.timesTooSlow).isZero();
    }

    @Test
    void append_blockingWhileFullAndThenOneIsMade_waitsForIt() throws InterruptedException {
        EventBuffer buffer = buffer(MAX_BLOCK);
        regions.shortage = Regions.Shortage.FULL;
        Background<Admission> appending = Background.start(() -> append(buffer));
        time.awaitWaiter(MAX_BLOCK);
        time.advance(PATIENCE.multipliedBy(4));
        regions.shortage = Regions.Shortage.COMING;
        int looks = regions.looks;
        buffer.regionsChanged();
        await().until(() -> regions.looks > looks);
        // Has the lock only once the other thread waits again, or has given up.
        buffer.counts();
        regions.offer();

        buffer.regionsChanged();

        assertThat(appending.result()).isEqualTo(Admission.ADMITTED);
        assertThat(taken(buffer).isDurable()).isTrue();
    }

    @Test
    void append_blockingAndNoRegionComes_goesToMemoryInTheEnd() throws InterruptedException {
        EventBuffer buffer = buffer(MAX_BLOCK);
        Background<Admission> appending = Background.start(() -> append(buffer));
        time.awaitWaiter(MAX_BLOCK);

        time.advance(MAX_BLOCK);

        assertThat(appending.result()).isEqualTo(Admission.ADMITTED);
        assertThat(taken(buffer).isDurable()).isFalse();
    }

    @Test
    void cut_onlyMemoryForTheRest_leavesWhatIsSafeWhereItIs() throws InterruptedException {
        EventBuffer buffer = buffer(Duration.ZERO);
        regions.offer();
        for (int i = 0; i < 5; i++) {
            append(buffer);
        }
        time.advance(TICK);
        for (int i = 5; i < 10; i++) {
            append(buffer);
        }
        time.advance(TICK);
        regions.shortage = Regions.Shortage.BROKEN;

        // Of the same time as the five before it, which a cut would rather keep with it.
        long timeOfTheLast = time.now().minus(TICK).toEpochMilli();
        assertThat(buffer.append(new byte[10], 10, timeOfTheLast, Severity.ERROR))
                .isEqualTo(Admission.ADMITTED);

        Batch first = taken(buffer);
        assertThat(first.isDurable()).isTrue();
        assertThat(first.records()).isEqualTo(10);
        Batch second = taken(buffer);
        assertThat(second.isDurable()).isFalse();
        assertThat(second.records()).isEqualTo(1);
        assertThat(buffer.counts().unsafeCuts()).isEqualTo(1);
    }

    @Test
    void cut_restMovesFromMemoryIntoAFile_bringsItsChecksums() throws InterruptedException {
        EventBuffer buffer = buffer(Duration.ZERO);
        regions.shortage = Regions.Shortage.BROKEN;
        for (int i = 0; i < 5; i++) {
            append(buffer);
        }
        time.advance(TICK);
        for (int i = 5; i < 10; i++) {
            append(buffer);
        }
        DurableRegion file = regions.offer();
        long timeOfTheLast = time.now().toEpochMilli();

        assertThat(buffer.append(new byte[10], 10, timeOfTheLast, Severity.ERROR))
                .isEqualTo(Admission.ADMITTED);

        assertThat(taken(buffer).records()).isEqualTo(5);
        int checksum = EventBuffer.checksum(new byte[10], 10);
        assertThat(file.checksums).hasSize(6).containsOnly(checksum);
    }

    @Test
    void append_interruptedWhileARegionIsComing_goesToMemoryWithTheFlagKept() {
        EventBuffer buffer = buffer(Duration.ZERO);
        Thread.currentThread().interrupt();

        Admission admission = append(buffer);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(admission).isEqualTo(Admission.ADMITTED);
    }

    @Test
    void append_memoryOfTheFileIsGone_goesToTheHeapAndKeepsTheBooks() throws InterruptedException {
        EventBuffer buffer = buffer(Duration.ZERO);
        DurableRegion file = regions.offer();
        append(buffer);
        file.gone = true;

        assertThat(append(buffer)).isEqualTo(Admission.ADMITTED);

        Batch first = taken(buffer);
        assertThat(first.records()).isEqualTo(1);
        buffer.delivered(first, 1);
        Batch second = taken(buffer);
        assertThat(second.isDurable()).isFalse();
        buffer.delivered(second, 1);
        assertThat(buffer.counts()).returns(2L, BufferCounts::delivered).returns(0L, BufferCounts::heldBytes);
    }

    @Test
    void append_memoryOfANewFileIsGone_goesToTheHeap() throws InterruptedException {
        EventBuffer buffer = buffer(Duration.ZERO);
        regions.offer().gone = true;

        assertThat(append(buffer)).isEqualTo(Admission.ADMITTED);

        assertThat(taken(buffer).records()).isEqualTo(1);
        assertThat(buffer.counts().admitted()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void settle_memoryRunsOutMeanwhile_countsStayExact(boolean delivered) throws InterruptedException {
        EventBuffer buffer = buffer(Duration.ZERO);
        regions.offer();
        append(buffer);
        Batch batch = taken(buffer);
        regions.outOfMemory = true;

        assertThatThrownBy(() -> {
                    if (delivered) {
                        buffer.delivered(batch, 1);
                    } else {
                        buffer.dropped(batch, 1, DropReason.EXPIRED);
                    }
                })
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(batch.isSettled()).isTrue();
        BufferCounts counts = buffer.counts();
        assertThat(counts.inFlight() + counts.buffered() + counts.heldBytes()).isZero();
        assertThat(counts.delivered()).isEqualTo(delivered ? 1 : 0);
        assertThat(counts.dropped()).isEqualTo(delivered ? Map.of() : Map.of(DropReason.EXPIRED, 1L));
        assertThat(buffer.flush(0).complete()).isTrue();
        buffer.close();
        assertThat(buffer.giveUpRest(DropReason.SHUTDOWN)).isZero();
        assertThat(buffer.counts().spooled()).isZero();
    }

    private static Batch taken(EventBuffer buffer) throws InterruptedException {
        Batch batch = buffer.take();
        assertThat(batch).isNotNull();
        return batch;
    }

    /** Has what a test offers. Thread-safe. */
    private static final class ScarceRegions implements Regions {

        private final Deque<Region> spares = new ArrayDeque<>();
        private volatile Shortage shortage = Shortage.COMING;
        private volatile int looks;
        private int timesTooSlow;
        private boolean outOfMemory;

        synchronized DurableRegion offer() {
            DurableRegion region = new DurableRegion();
            spares.add(region);
            return region;
        }

        @Override
        public synchronized @Nullable Region take() {
            looks++;
            return spares.poll();
        }

        @Override
        public Shortage shortage() {
            return shortage;
        }

        @Override
        public void giveBack(Region region) {
            if (outOfMemory) {
                throw new OutOfMemoryError("of this test");
            }
        }

        @Override
        public void sealed(Region region) {}

        @Override
        public void tooSlow() {
            timesTooSlow++;
        }

        @Override
        public boolean areDurable() {
            return true;
        }
    }

    /** Says that it is durable. */
    private static final class DurableRegion implements Region {

        private final ByteBuffer data = ByteBuffer.allocate(BATCH_BYTES);
        private final List<Integer> checksums = new ArrayList<>();
        private boolean gone;

        @Override
        public ByteBuffer data() {
            return data;
        }

        @Override
        public int maxRecords() {
            return Integer.MAX_VALUE;
        }

        @Override
        public boolean isDurable() {
            return true;
        }

        @Override
        public void begin(long firstSequence) {}

        @Override
        public void describe(int record, int end, Severity severity, int checksum) {
            if (gone) {
                throw new InternalError("a fault occurred in an unsafe memory access operation");
            }
            checksums.add(checksum);
        }

        @Override
        public int checksum(int record) {
            return 0;
        }

        @Override
        public void commit(int records) {}

        @Override
        public void settle(int records) {}

        @Override
        public void attempting(int from, int to, BatchId id) {}

        @Override
        public @Nullable Attempt interrupted() {
            return null;
        }
    }
}
