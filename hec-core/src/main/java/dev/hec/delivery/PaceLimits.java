package dev.hec.delivery;

import java.util.concurrent.TimeUnit;

/**
 * How much of a collector one client may use. Immutable.
 *
 * @param requestsPerSecond most requests in a second, at least 1
 * @param bytesPerSecond most bytes of events in a second, before compression, at least 1
 * @param maxPauseNanos longest pause a collector can ask for, up to ten years
 */
public record PaceLimits(int requestsPerSecond, long bytesPerSecond, long maxPauseNanos) {

    private static final long LONGEST_PAUSE_NANOS = TimeUnit.DAYS.toNanos(3650);

    /** @throws IllegalArgumentException if a value is out of its range */
    public PaceLimits {
        if (requestsPerSecond < 1) {
            throw new IllegalArgumentException("requestsPerSecond is " + requestsPerSecond + ", not at least 1");
        }
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("bytesPerSecond is " + bytesPerSecond + ", not at least 1");
        }
        if (maxPauseNanos < 0 || maxPauseNanos > LONGEST_PAUSE_NANOS) {
            throw new IllegalArgumentException("maxPauseNanos is " + maxPauseNanos + ", not from 0 to ten years");
        }
    }
}
