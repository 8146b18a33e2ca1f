package dev.hec.delivery;

import java.util.concurrent.TimeUnit;

/**
 * How long an endpoint that failed is set aside. Immutable; the arithmetic is pure.
 *
 * <p>Full jitter above a floor: the clients of a fleet, which met the failure together, come back spread over the whole
 * window, and none of them before the floor.
 *
 * @param floorNanos shortest time
 * @param firstCeilingNanos longest time after the first failure, above the floor; doubles each time the endpoint is tried
 *     again in vain
 * @param lastCeilingNanos longest time ever
 */
record AsideTime(long floorNanos, long firstCeilingNanos, long lastCeilingNanos) {

    static final AsideTime STANDARD =
            new AsideTime(TimeUnit.SECONDS.toNanos(5), TimeUnit.SECONDS.toNanos(30), TimeUnit.MINUTES.toNanos(5));

    /**
     * Draws a time.
     *
     * @param times how often in a row the endpoint was set aside, from 1
     * @param random uniform in [0, 1)
     * @return nanoseconds in [floor, ceiling)
     */
    long nanos(int times, double random) {
        int doublings = Math.min(times - 1, 62);
        long ceiling =
                firstCeilingNanos > lastCeilingNanos >> doublings ? lastCeilingNanos : firstCeilingNanos << doublings;
        return floorNanos + (long) ((ceiling - floorNanos) * random);
    }
}
