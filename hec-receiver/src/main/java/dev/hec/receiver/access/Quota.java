package dev.hec.receiver.access;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The account of an owner: what its tokens may send together. Thread-safe.
 *
 * <p>A request is counted before its body is read, the bytes once they are known and before any of them is stored. When bytes
 * were refused, requests are refused until there is room for as many, so that who does not wait costs no more than a look at the
 * clock, and a large body is not kept out by small ones.
 */
public final class Quota {

    /** The largest body that can be counted; a burst is never less, or such a body could never be sent. */
    public static final long LARGEST_BODY = 10L * 1024 * 1024;

    private static final long NANOS = 1_000_000_000L;

    private final Limits limits;
    private final LongSupplier nanoTime;
    private final @Nullable RateLimit requests;
    private final @Nullable RateLimit bytes;

    /** Until when requests wait for the bytes that were refused. */
    private final AtomicLong closedUntil;

    Quota(Limits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.requests = limits.requestsPerSecond() == 0 ? null : new RateLimit(limits.requestsPerSecond(), 1, nanoTime);
        this.bytes =
                limits.bytesPerSecond() == 0 ? null : new RateLimit(limits.bytesPerSecond(), LARGEST_BODY, nanoTime);
        this.closedUntil = new AtomicLong(nanoTime.getAsLong());
    }

    Limits limits() {
        return limits;
    }

    /**
     * Counts a request.
     *
     * @return 0 if it may go on, else the seconds its sender should wait, at least 1
     */
    public int request() {
        if (bytes != null) {
            long closed = closedUntil.get() - nanoTime.getAsLong();
            if (closed > 0) {
                return seconds(closed);
            }
        }
        return requests == null ? 0 : seconds(requests.take(1));
    }

    /**
     * Counts the bytes of a request.
     *
     * @param uncompressed how many, at most {@link #LARGEST_BODY}
     * @return 0 if they may be stored, else the seconds their sender should wait, at least 1
     */
    public int bytes(long uncompressed) {
        if (bytes == null) {
            return 0;
        }
        long wait = bytes.take(uncompressed);
        if (wait > 0) {
            long until = nanoTime.getAsLong() + wait;
            closedUntil.accumulateAndGet(until, (a, b) -> b - a > 0 ? b : a);
        }
        return seconds(wait);
    }

    private static int seconds(long nanos) {
        return (int) Math.min((nanos + NANOS - 1) / NANOS, Integer.MAX_VALUE);
    }
}
