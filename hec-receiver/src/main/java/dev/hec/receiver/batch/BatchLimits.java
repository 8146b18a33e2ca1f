package dev.hec.receiver.batch;

import java.time.Duration;

/**
 * How long and how many stored batches are remembered.
 *
 * @param keep how long one is remembered after it was stored; zero remembers none
 * @param most how many are remembered; beyond it the oldest are forgotten early; at least 1. Each takes about 100 bytes of heap
 *     and 28 bytes of disk
 */
public record BatchLimits(Duration keep, int most) {

    /** A day, and a million. */
    public static final BatchLimits DEFAULT = new BatchLimits(Duration.ofHours(24), 1_000_000);

    /** Checks the ranges. */
    public BatchLimits {
        if (keep.isNegative() || most < 1) {
            throw new IllegalArgumentException("keep is " + keep + " and most is " + most
                    + "; expected a duration that is not negative and at least 1");
        }
    }

    /** Whether a batch of that time is still to be remembered. One from the future is, for clocks are set back at times. */
    public boolean cover(long storedAtMillis, long nowMillis) {
        return nowMillis - storedAtMillis < keep.toMillis();
    }
}
