package dev.hec.receiver.store;

import java.time.Duration;

/**
 * How much of the disk events may take, and for how long.
 *
 * @param retainFor an event is kept at least so long after its arrival; zero for ever
 * @param retainBytes what the index and the journal may take together; beyond it the oldest events are removed; 0 for all
 *     there is
 * @param minFreeBytes free space of the disk below which appends are refused, so that the index can still be finished
 */
public record DiskLimits(Duration retainFor, long retainBytes, long minFreeBytes) {

    /** Everything is kept, and the disk is filled to its end. */
    public static final DiskLimits NONE = new DiskLimits(Duration.ZERO, 0, 0);

    private static final long LARGEST_SEGMENT = 5L << 30;
    private static final int SEGMENTS = 10;

    /** Checks the ranges. */
    public DiskLimits {
        if (retainFor.isNegative() || retainBytes < 0 || minFreeBytes < 0) {
            throw new IllegalArgumentException("a limit of the disk is negative");
        }
    }

    /** Whether events are ever removed. */
    boolean expires() {
        return !retainFor.isZero() || retainBytes > 0;
    }

    /** The largest segment of the index: a small part of the whole, for the oldest one is removed as a whole. */
    long segmentBytes() {
        return retainBytes == 0 ? LARGEST_SEGMENT : Math.min(LARGEST_SEGMENT, Math.max(1, retainBytes / SEGMENTS));
    }
}
