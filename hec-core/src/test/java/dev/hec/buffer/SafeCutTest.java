package dev.hec.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.Admission;
import dev.hec.Severity;
import dev.hec.time.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where {@link EventBuffer} cuts when events have times. */
@Timeout(60)
class SafeCutTest {

    private static final Duration LINGER = Duration.ofMillis(20);

    private final ManualTime time = new ManualTime();

    private EventBuffer buffer(int batchBytes, int batchEvents) {
        return new EventBuffer(BufferLimits.onHeap(1_000_000, batchBytes, batchEvents, LINGER.toNanos(), 0), time);
    }

    private static void append(EventBuffer buffer, String record, long eventTime) {
        byte[] bytes = record.getBytes(StandardCharsets.US_ASCII);
        assertThat(buffer.append(bytes, bytes.length, eventTime, Severity.INFO)).isEqualTo(Admission.ADMITTED);
    }

    private static String text(Batch batch) {
        return StandardCharsets.US_ASCII.decode(batch.bytes(0, batch.records())).toString();
    }

    @Test
    void take_bytesReachedInsideAMillisecond_cutsBeforeIt() throws InterruptedException {
        EventBuffer buffer = buffer(5, 100);
        append(buffer, "aa", 1);
        append(buffer, "bb", 2);
        append(buffer, "cc", 2);

        Batch first = buffer.take();
        time.advance(LINGER);
        Batch second = buffer.take();

        assertThat(first.cut()).isEqualTo(Cut.BYTES);
        assertThat(text(first)).isEqualTo("aa");
        assertThat(text(second)).isEqualTo("bbcc");
        assertThat(buffer.counts().unsafeCuts()).isZero();
    }

    @Test
    void take_eventsReachedInsideAMillisecond_cutsBeforeIt() throws InterruptedException {
        EventBuffer buffer = buffer(1_000, 3);
        append(buffer, "a", 1);
        append(buffer, "b", 2);
        append(buffer, "c", 2);
        append(buffer, "d", 2);

        Batch first = buffer.take();

        assertThat(first.cut()).isEqualTo(Cut.EVENTS);
        assertThat(text(first)).isEqualTo("a");
    }

    @Test
    void take_moreOfOneMillisecondThanFits_cutsAnywayAndCounts() throws InterruptedException {
        EventBuffer buffer = buffer(4, 100);
        append(buffer, "aa", 1);
        append(buffer, "bb", 1);
        append(buffer, "cc", 1);

        assertThat(text(buffer.take())).isEqualTo("aabb");
        assertThat(buffer.counts().unsafeCuts()).isEqualTo(1);
    }

    @Test
    void take_lingerIsOverWhileEventsKeepComing_leavesTheNewestToTheNextBatch() throws InterruptedException {
        EventBuffer buffer = buffer(1_000, 100);
        for (int millis = 0; millis < 20; millis++) {
            append(buffer, String.valueOf((char) ('a' + millis)), millis);
            time.advance(Duration.ofMillis(1));
        }

        Batch first = buffer.take();

        assertThat(first.cut()).isEqualTo(Cut.LINGER);
        assertThat(text(first)).isEqualTo("abcdefghijklmnopq");
        append(buffer, "?", 17);
        assertThat(buffer.counts().unsafeCuts())
                .as("an event that came a little late")
                .isZero();
        time.advance(Duration.ofMillis(17));
        assertThat(text(buffer.take())).as("lingers from its own oldest record").isEqualTo("rst?");
    }

    @Test
    void append_eventOlderThanTheLastCut_isCountedOncePerCut() throws InterruptedException {
        EventBuffer buffer = buffer(4, 100);
        append(buffer, "aaaa", 10);
        append(buffer, "b", 20);
        append(buffer, "c", 5);
        append(buffer, "d", 6);

        assertThat(buffer.counts().unsafeCuts()).isEqualTo(1);
    }

    /** Whatever threads do: events of one time share a request, unless a cap or a late event forces them apart. */
    @Test
    void take_anyInterleaving_separatesEqualTimesOnlyWhereItCountsAnUnsafeCut() throws InterruptedException {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            EventBuffer buffer = buffer(30 + random.nextInt(200), 5 + random.nextInt(40));
            Map<Long, Set<Integer>> batchesOfTime = new HashMap<>();
            List<String> taken = new ArrayList<>();
            long clock = 1_000;
            int admitted = 0;
            for (int i = 0; i < 400; i++) {
                if (random.nextInt(4) == 0) {
                    clock++;
                    time.advance(Duration.ofMillis(1));
                }
                long eventTime = clock - (random.nextInt(10) == 0 ? random.nextInt(3) : 0);
                append(buffer, eventTime + ";", eventTime);
                admitted++;
            }
            buffer.close();
            for (Batch batch = buffer.take(); batch != null; batch = buffer.take()) {
                taken.add(text(batch));
                buffer.delivered(batch, batch.records());
            }
            int seen = 0;
            for (int i = 0; i < taken.size(); i++) {
                for (String one : taken.get(i).split(";")) {
                    seen++;
                    batchesOfTime
                            .computeIfAbsent(Long.parseLong(one), t -> new HashSet<>())
                            .add(i);
                }
            }
            long separated = batchesOfTime.values().stream()
                    .filter(batches -> batches.size() > 1)
                    .count();
            assertThat(seen).as("seed %s", seed).isEqualTo(admitted);
            if (buffer.counts().unsafeCuts() == 0) {
                assertThat(separated).as("seed %s", seed).isZero();
            }
        }
    }

    @Test
    void safeMiddle_runWithTimes_dividesBetweenThem() throws InterruptedException {
        EventBuffer buffer = buffer(1_000, 100);
        append(buffer, "a", 1);
        append(buffer, "b", 2);
        append(buffer, "c", 2);
        append(buffer, "d", 2);
        buffer.close();
        Batch batch = buffer.take();

        assertThat(batch.safeMiddle(0, 4)).isEqualTo(1);
        assertThat(batch.safeMiddle(1, 4)).as("all of one time").isEqualTo(-1);
    }

    @Test
    void append_manyCuts_keepTheHeapWithinItsBound() throws InterruptedException {
        EventBuffer buffer =
                new EventBuffer(BufferLimits.onHeap(10_000, 1_000, 10_000, TimeUnit.SECONDS.toNanos(1), 0), time);
        for (int i = 0; buffer.append(new byte[90], 90, i / 3, Severity.ERROR) == Admission.ADMITTED; i++) {
            time.advance(Duration.ofNanos(300_000));
        }

        assertThat(buffer.counts().heldBytes()).isBetween(9_900L, 10_000L);
        assertThat(buffer.heapRegionBytes()).isLessThanOrEqualTo((2 * 10_000 + 10_000 / 4) + 2 * 1_000);
    }
}
