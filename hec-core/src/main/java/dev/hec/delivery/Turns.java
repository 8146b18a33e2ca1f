package dev.hec.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * When the next request may go out: the arithmetic behind {@link Pacer}, which knows nothing of waiting, locks and clocks.
 * Not thread-safe; {@link Pacer} calls it under its lock.
 *
 * <p>Three things hold a request back: a pause that the collector asked for, the pace of requests, and the pace of bytes.
 * Every method takes the monotonic time of the call, which must not run backwards.
 */
final class Turns {

    /** Unused time that is made up for: more than threads wake up late, much less than a second. */
    private static final long ALLOWANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final PaceLimits limits;
    private final AdaptivePace pace;
    private final TokenBucket requests;
    private final TokenBucket bytes;
    private long pausedUntil;

    Turns(PaceLimits limits, long now) {
        this.limits = limits;
        pace = new AdaptivePace(limits.requestsPerSecond());
        requests = new TokenBucket(ALLOWANCE_NANOS, now);
        bytes = new TokenBucket(ALLOWANCE_NANOS, now);
        pausedUntil = now;
    }

    /** Time until a request may go out, 0 if at once. */
    long waitNanos(long now) {
        return Math.max(pausedUntil - now, Math.max(requests.waitNanos(now), bytes.waitNanos(now)));
    }

    /** A request goes out. */
    void take(int rawBytes, long now) {
        requests.take(1, pace.perSecond(now), now);
        bytes.take(rawBytes, (double) limits.bytesPerSecond(), now);
        pace.sent(now);
    }

    /** Lets no request out for a while, unless an earlier call already holds them longer. */
    void pause(long nanos, long now) {
        long until = now + nanos;
        if (until - pausedUntil > 0) {
            pausedUntil = until;
        }
    }

    /**
     * The collector asked for patience.
     *
     * @param sentAt when the rejected request went out
     * @param retryAfter the pause it asked for, if it named one
     * @param backoffNanos shortest pause all the same
     * @param random uniform in [0, 1)
     */
    long busy(long sentAt, Optional<Duration> retryAfter, long backoffNanos, double random, long now) {
        long asked = retryAfter
                .map(pause -> RetryAfter.pauseNanos(pause, limits.maxPauseNanos(), random))
                .orElse(0L);
        long nanos = Math.max(asked, backoffNanos);
        pause(nanos, now);
        pace.busy(sentAt, now);
        return nanos;
    }

    /**
     * The collector answered without asking for patience.
     *
     * @param sentAt when the request went out
     */
    void succeeded(long sentAt, long now) {
        pace.succeeded(sentAt, now);
    }

    /** Ends the pause and all debt, and from now on keeps to the configured limits only. */
    void hurry(long now) {
        pausedUntil = now;
        pace.release();
        requests.forgive(now);
        bytes.forgive(now);
    }

    /** Requests in a second at this moment. */
    double requestsPerSecond(long now) {
        return pace.perSecond(now);
    }

    /** Whether a pause that the collector asked for is running. */
    boolean paused(long now) {
        return pausedUntil - now > 0;
    }
}
