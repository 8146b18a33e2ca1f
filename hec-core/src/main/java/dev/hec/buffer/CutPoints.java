package dev.hec.buffer;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Where a batch can be cut without separating events of the same time: before each record that is later than all before it,
 * and that no later record has fallen behind since.
 *
 * <p>The collector keeps the order of events with equal times only inside one request, so a cut is safe where
 * {@code max(time before) < min(time after)}. The safe places form a stack: a record later than all others adds one, a record
 * of an older time takes those away that it lies on the wrong side of.
 *
 * <p>A place is <i>ripe</i> when the clock has moved on for a while, so that no thread is left that took an older time and has
 * not yet appended its event.
 *
 * <p>Guarded by the lock of {@link EventBuffer}, until the batch is taken; then read by the delivery thread that has it.
 */
final class CutPoints {

    /** How far behind the clock an event may come. */
    static final long HOLD_BACK_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    /** The newest millisecond may have this much left. */
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private int[] indexes = new int[16];
    private long[] maxBefore = new long[16];
    private long[] admittedNanos = new long[16];
    private int points;
    private long maxTime = Long.MIN_VALUE;
    private long minTime = Long.MAX_VALUE;
    private long risenNanos;

    /** Forgets everything. */
    void clear() {
        points = 0;
        maxTime = Long.MIN_VALUE;
        minTime = Long.MAX_VALUE;
        risenNanos = 0;
    }

    /** Whether a record of this time would add a place, for which the clock has to be read. */
    boolean rises(long time) {
        return time > maxTime;
    }

    /**
     * Takes a record into account.
     *
     * @param index its place in the batch
     * @param time of the event, milliseconds since the epoch
     * @param nanos monotonic time now; looked at only if the time {@link #rises}
     */
    void added(int index, long time, long nanos) {
        minTime = Math.min(minTime, time);
        if (time > maxTime) {
            if (index > 0) {
                push(index, maxTime, nanos);
            }
            maxTime = time;
            risenNanos = nanos;
        } else {
            while (points > 0 && maxBefore[points - 1] >= time) {
                points--;
            }
        }
    }

    private void push(int index, long before, long nanos) {
        if (points == indexes.length) {
            // All or none, in case memory runs out in between.
            int capacity = points * 2;
            int[] moreIndexes = Arrays.copyOf(indexes, capacity);
            long[] moreBefore = Arrays.copyOf(maxBefore, capacity);
            admittedNanos = Arrays.copyOf(admittedNanos, capacity);
            indexes = moreIndexes;
            maxBefore = moreBefore;
        }
        indexes[points] = index;
        maxBefore[points] = before;
        admittedNanos[points] = nanos;
        points++;
    }

    /** Time of the latest event. */
    long maxTime() {
        return maxTime;
    }

    /** Time of the earliest event. */
    long minTime() {
        return minTime;
    }

    /**
     * Chooses where to cut: the last ripe place, if that is not in the first half; else the last safe one; else the end, which
     * is then unsafe.
     *
     * @param records number of records in the batch
     * @param now monotonic time
     * @param nextTime time of the record that waits for room, {@code Long.MAX_VALUE} for none
     * @return index of the first record after the cut
     */
    int choose(int records, long now, long nextTime) {
        boolean endIsSafe = nextTime > maxTime;
        if (endIsSafe && now - risenNanos >= HOLD_BACK_NANOS + TICK_NANOS) {
            return records;
        }
        for (int i = points - 1; i >= 0 && indexes[i] >= records / 2; i--) {
            if (maxBefore[i] < nextTime && now - admittedNanos[i] >= HOLD_BACK_NANOS) {
                return indexes[i];
            }
        }
        if (endIsSafe) {
            return records;
        }
        for (int i = points - 1; i >= 0; i--) {
            if (maxBefore[i] < nextTime) {
                return indexes[i];
            }
        }
        return records;
    }

    /**
     * The safe place nearest to the middle of a run.
     *
     * @return an index between the ends, or -1 if the whole run belongs together
     */
    int nearestToMiddle(int from, int to) {
        int middle = (from + to) >>> 1;
        int best = -1;
        for (int i = 0; i < points; i++) {
            int index = indexes[i];
            if (index > from && index < to && (best < 0 || Math.abs(index - middle) < Math.abs(best - middle))) {
                best = index;
            }
        }
        return best;
    }

    /** Monotonic time at which the record of a place was admitted. */
    long admittedNanos(int index) {
        return admittedNanos[Arrays.binarySearch(indexes, 0, points, index)];
    }

    /**
     * Moves everything from a place on to another batch.
     *
     * @param index a place, as {@link #choose} gave it
     * @param tail of the batch that begins with the record of that place; still empty
     */
    void moveTail(int index, CutPoints tail) {
        int at = Arrays.binarySearch(indexes, 0, points, index);
        for (int i = at + 1; i < points; i++) {
            tail.push(indexes[i] - index, maxBefore[i], admittedNanos[i]);
        }
        tail.maxTime = maxTime;
        tail.risenNanos = risenNanos;
        // Everything after a safe place is later than what is before it, so this is a bound from below.
        tail.minTime = maxBefore[at] + 1;
        maxTime = maxBefore[at];
        points = at;
    }
}
