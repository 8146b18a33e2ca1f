package dev.hec.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CutPointsTest {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long NO_NEXT = Long.MAX_VALUE;

    private final CutPoints points = new CutPoints();
    private int records;

    /** Adds records whose time of admission is that of the event. */
    private void add(long... times) {
        for (long time : times) {
            points.added(records++, time, time * MILLI);
        }
    }

    private int choose(long nowMillis, long nextTime) {
        return points.choose(records, nowMillis * MILLI, nextTime);
    }

    @Test
    void choose_clockHasMovedOn_cutsAtTheEnd() {
        add(1, 2, 3);

        assertThat(choose(7, NO_NEXT)).isEqualTo(3);
        assertThat(choose(7, 4)).isEqualTo(3);
    }

    @Test
    void choose_newestMillisecondsAreYoung_leavesThemToTheNextBatch() {
        add(1, 2, 3, 10, 11);

        // 10 was admitted 3 ms ago: nobody comes with a time of 3 any more, but somebody may with one of 10.
        assertThat(choose(13, NO_NEXT)).isEqualTo(3);
    }

    @Test
    void choose_nextRecordHasTheTimeOfTheLast_keepsThemTogether() {
        add(1, 1, 2, 2);

        assertThat(choose(100, 2)).isEqualTo(2);
    }

    @Test
    void choose_everythingOfOneTime_hasToCutAtTheEnd() {
        add(5, 5, 5);

        assertThat(choose(5, 5)).isEqualTo(3);
    }

    @Test
    void choose_lateRecord_takesAwayThePlacesItFallsBehind() {
        add(1, 2, 3, 4, 2);

        // Before 3 and before 4 a record of time 2 would be on the other side than its equal.
        assertThat(choose(4, 4)).isEqualTo(1);
    }

    @Test
    void choose_nextRecordIsLate_cutsBeforeItsTime() {
        add(1, 2, 3);

        assertThat(choose(3, 2)).isEqualTo(1);
    }

    @Test
    void choose_ripePlaceOnlyNearTheStart_prefersALargeBatch() {
        add(1, 10, 10, 10, 10, 11);

        assertThat(choose(13, NO_NEXT)).isEqualTo(6);
    }

    @Test
    void nearestToMiddle_noPlaceInside_saysSo() {
        add(5, 5, 5, 6);

        assertThat(points.nearestToMiddle(0, 3)).isEqualTo(-1);
        assertThat(points.nearestToMiddle(0, 4)).isEqualTo(3);
    }

    @Test
    void choose_anyInterleaving_isSafeWheneverASafePlaceExists() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            CutPoints any = new CutPoints();
            int count = 1 + random.nextInt(60);
            long[] times = new long[count];
            long clock = 1_000;
            for (int i = 0; i < count; i++) {
                clock += random.nextInt(3);
                times[i] = clock - random.nextInt(1 + random.nextInt(6));
                any.added(i, times[i], clock * MILLI);
            }
            long next = clock + random.nextInt(3) - random.nextInt(3);

            int cut = any.choose(count, (clock + random.nextInt(8)) * MILLI, next);

            assertThat(cut).as("seed %s", seed).isBetween(1, count);
            if (!isSafe(times, cut, next)) {
                for (int other = 1; other <= count; other++) {
                    assertThat(isSafe(times, other, next))
                            .as("seed %s: cut at %s though %s is safe", seed, cut, other)
                            .isFalse();
                }
            }
        }
    }

    private static boolean isSafe(long[] times, int cut, long next) {
        long max = Long.MIN_VALUE;
        for (int i = 0; i < cut; i++) {
            max = Math.max(max, times[i]);
        }
        long min = next;
        for (int i = cut; i < times.length; i++) {
            min = Math.min(min, times[i]);
        }
        return max < min;
    }

    @Test
    void moveTail_anyPlace_leavesTwoConsistentHalves() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            CutPoints whole = new CutPoints();
            long[] times = new long[40];
            long clock = 0;
            for (int i = 0; i < times.length; i++) {
                clock += random.nextInt(2);
                times[i] = clock;
                whole.added(i, clock, clock * MILLI);
            }
            int cut = whole.choose(times.length, clock * MILLI, clock);
            if (cut == times.length) {
                continue;
            }
            CutPoints tail = new CutPoints();
            whole.moveTail(cut, tail);

            assertThat(whole.maxTime()).isEqualTo(times[cut - 1]).isLessThan(times[cut]);
            assertThat(tail.maxTime()).isEqualTo(clock);
            assertThat(tail.minTime()).isLessThanOrEqualTo(times[cut]).isGreaterThan(times[cut - 1]);
            int again = tail.choose(times.length - cut, clock * MILLI, clock + 1);
            assertThat(again).isBetween(1, times.length - cut);
        }
    }
}
