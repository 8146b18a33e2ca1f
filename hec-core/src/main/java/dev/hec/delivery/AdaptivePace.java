package dev.hec.delivery;

/**
 * How many requests in a second go to a collector that may be busy, as arithmetic: lowered by a factor when it rejects, raised
 * by steps while it does not. Not thread-safe; {@link Pacer} calls it under its lock.
 *
 * <pre>
 * OPEN        nothing was ever rejected: the configured limit
 * HELD        rejected; the pace stays down until a request that was sent later is accepted
 * RECOVERING  accepted again; the pace rises with the time since then, up to the configured limit
 * </pre>
 *
 * <p>Rejections are one event until something is accepted: those of requests that were under way say nothing new, and
 * neither do those of retries, which are rare and become rarer by their own backoff. So an outage of any length costs one
 * step down, not the pace, and what the fleet had found out about the collector is still known after it.
 *
 * <p>The steps up are the same for a slow and a fast client, but the faster one is rejected more often and loses more each
 * time; this makes clients equal that know nothing of each other. They start small, because many clients take them together,
 * and grow with the time since the last event: a client that is alone meets no rejection and is at its limit in a minute.
 */
final class AdaptivePace {

    /** Part of the pace that a rejection leaves. */
    static final double FACTOR = 0.7;

    /** Lowest pace that a rejection leaves, in requests per second. */
    static final double FLOOR = 0.1;

    /** First step up, in requests per second, every second. */
    private static final double STEP = 0.05;

    /** Seconds of recovery after which it has gained twice what equal steps would have given. */
    private static final double PATIENCE_SECONDS = 18;

    /** A longer silence between two requests counts as this. */
    private static final double LONGEST_GAP_NANOS = 1e9;

    /** Number of gaps between requests that the mean remembers, roughly. */
    private static final int GAPS = 8;

    private static final double NANOS_PER_SECOND = 1e9;

    private enum Phase {
        OPEN,
        HELD,
        RECOVERING
    }

    private final double limit;
    private Phase phase = Phase.OPEN;
    private boolean released;

    /** In all phases but OPEN: the pace that the last event left, and when. */
    private double lowered;

    private long loweredAt;
    private long recoveringSince;

    /** Mean time between requests, and whether the last request is a start to measure from. */
    private double meanGapNanos = LONGEST_GAP_NANOS;

    private boolean measured;
    private boolean inStride;
    private long lastSent;

    /** @param limit the configured pace, in requests per second */
    AdaptivePace(double limit) {
        this.limit = limit;
    }

    /** Requests in a second at this moment. */
    double perSecond(long now) {
        return switch (phase) {
            case OPEN -> limit;
            case HELD -> lowered;
            case RECOVERING -> Math.min(limit, lowered + gained(now - recoveringSince));
        };
    }

    /** Requests in a second that come back within a time of recovery. */
    private static double gained(long nanos) {
        double seconds = nanos / NANOS_PER_SECOND;
        double x = seconds / PATIENCE_SECONDS;
        return STEP * seconds * (1 + x * x * x * x * x);
    }

    /** A request goes out. */
    void sent(long now) {
        if (inStride) {
            double gap = Math.min((double) (now - lastSent), LONGEST_GAP_NANOS);
            meanGapNanos = measured ? meanGapNanos + (gap - meanGapNanos) / GAPS : gap;
            measured = true;
        }
        lastSent = now;
        inStride = true;
    }

    /**
     * A request was rejected.
     *
     * @param sentAt when it went out
     */
    void busy(long sentAt, long now) {
        // The pause that follows is no gap that we chose.
        inStride = false;
        if (released || phase == Phase.HELD || (phase == Phase.RECOVERING && sentAt - loweredAt <= 0)) {
            return;
        }
        // A limit far above what we send would take many rejections to be felt.
        double used = Math.min(perSecond(now), NANOS_PER_SECOND / meanGapNanos);
        lowered = Math.min(limit, Math.max(FLOOR, used * FACTOR));
        loweredAt = now;
        phase = Phase.HELD;
    }

    /**
     * A request was not rejected.
     *
     * @param sentAt when it went out
     */
    void succeeded(long sentAt, long now) {
        if (phase == Phase.HELD && sentAt - loweredAt > 0) {
            phase = Phase.RECOVERING;
            recoveringSince = now;
        }
    }

    /** From now on the pace is the configured limit, whatever is rejected. */
    void release() {
        released = true;
        phase = Phase.OPEN;
    }
}
