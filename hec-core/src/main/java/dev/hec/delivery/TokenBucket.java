package dev.hec.delivery;

/**
 * How often something may happen, as arithmetic: it knows when the next permit is free, and nothing of waiting. Not
 * thread-safe; {@link Pacer} calls it under its lock.
 *
 * <p>All state is one moment, at which everything taken so far is paid for. Taking moves it on by the price in time. A take
 * may be larger than what is there, so that a batch larger than the allowance of a second can go out; the debt holds whoever
 * comes next. Time that nobody used is lent again, but no more than a small allowance of it, so that a thread that wakes up
 * late keeps its rate and a long silence is not followed by a flood.
 */
final class TokenBucket {

    private static final double NANOS_PER_SECOND = 1e9;

    private final long allowanceNanos;

    /** The moment at which all debt is paid. */
    private long free;

    /** The part of a nanosecond, from 0 to 1, by which the debt ends after that moment. */
    private double rest;

    /**
     * @param allowanceNanos how much unused time can be made up for
     * @param now monotonic time; as much as the allowance is unused at this moment
     */
    TokenBucket(long allowanceNanos, long now) {
        this.allowanceNanos = allowanceNanos;
        free = now - allowanceNanos;
    }

    /** Time until permits may be taken, 0 if at once. */
    long waitNanos(long now) {
        return Math.max(0, free - now);
    }

    /**
     * Takes permits, into debt if need be. Taking n at once leaves the same as n times one at the same moment.
     *
     * @param permits how many, not negative
     * @param perSecond the rate to pay them at
     */
    void take(long permits, double perSecond, long now) {
        if (now - free > allowanceNanos) {
            free = now - allowanceNanos;
            rest = 0;
        }
        double price = rest + permits * NANOS_PER_SECOND / perSecond;
        long whole = (long) price;
        free += whole;
        rest = price - whole;
    }

    /** Forgives all debt. */
    void forgive(long now) {
        if (free - now > 0) {
            free = now;
            rest = 0;
        }
    }
}
