package dev.hec.delivery;

/**
 * When to try again. Immutable; the arithmetic is pure.
 *
 * @param retryForNanos age of the oldest event of a batch at which the batch is given up
 * @param initialNanos ceiling of the first backoff
 * @param maxNanos ceiling of every backoff
 * @param maxPauseNanos longest pause a collector can ask for
 * @param parkNanos pause between probes of a collector that refuses this sender
 */
public record RetryPolicy(long retryForNanos, long initialNanos, long maxNanos, long maxPauseNanos, long parkNanos) {

    /**
     * Full jitter: a random part of a ceiling that doubles with each attempt, so that clients which failed together do not
     * come back together.
     *
     * @param attempt the attempt that failed, from 1
     * @param random uniform in [0, 1)
     * @return nanoseconds to wait, in [0, ceiling)
     */
    long backoffNanos(int attempt, double random) {
        int doublings = Math.min(attempt - 1, 62);
        long ceiling = initialNanos > maxNanos >> doublings ? maxNanos : initialNanos << doublings;
        return (long) (ceiling * random);
    }
}
