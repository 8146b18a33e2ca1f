package dev.hec.receiver.access;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A token bucket: lets through what a rate allows, and at most one burst more. Thread-safe without a lock.
 *
 * <p>It holds one number, the time at which the bucket is full again. What is taken moves it on by the time that the rate needs to
 * make up for it, rounded up; nothing is taken that would move it further than a burst into the future. So in any time t no more
 * than rate × t + burst goes through, and a refusal changes nothing.
 */
final class RateLimit {

    private static final long NANOS = 1_000_000_000L;

    private final long perSecond;
    private final long most;
    private final long burstNanos;
    private final LongSupplier nanoTime;
    private final AtomicLong fullAt;

    /**
     * A bucket that is full.
     *
     * @param perSecond the rate, at least 1
     * @param most what may be taken at once, at most {@code Long.MAX_VALUE} / 10<sup>9</sup>; the burst is a second's worth, but
     *     never less than this
     * @param nanoTime a clock as {@link System#nanoTime}
     */
    RateLimit(long perSecond, long most, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.most = most;
        this.burstNanos = most <= perSecond ? NANOS : nanos(most);
        this.nanoTime = nanoTime;
        this.fullAt = new AtomicLong(nanoTime.getAsLong());
    }

    /**
     * Takes all of an amount or nothing.
     *
     * @param amount at most what may be taken at once
     * @return 0 if it was taken, else after how many nanoseconds it is there if nobody else takes of it
     */
    long take(long amount) {
        if (amount > most) {
            throw new IllegalArgumentException(amount + " is more than can ever be taken at once");
        }
        long cost = nanos(amount);
        while (true) {
            long now = nanoTime.getAsLong();
            long full = fullAt.get();
            long start = full - now > 0 ? full : now;
            long wait = start - now + cost - burstNanos;
            if (wait > 0) {
                return wait;
            }
            if (fullAt.compareAndSet(full, start + cost)) {
                return 0;
            }
        }
    }

    private long nanos(long amount) {
        return (amount * NANOS + perSecond - 1) / perSecond;
    }
}
