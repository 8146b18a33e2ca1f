package dev.hec.receiver.ack;

import java.time.Duration;

/**
 * Bounds of what is remembered for acknowledgements. Immutable.
 *
 * @param channelsPerSender channels that one sender may have at a time
 * @param idsPerChannel requests of a channel that are answered with true, counted from its last one
 * @param idleFor how long a channel is known after it was last used
 */
public record AckLimits(int channelsPerSender, long idsPerChannel, Duration idleFor) {

    /**
     * A channel takes about 200 bytes, however many requests it has. Splunk allows as many ids of a channel, and forgets channels after
     * the same time.
     */
    public static final AckLimits DEFAULT = new AckLimits(10_000, 1_000_000, Duration.ofMinutes(10));

    /** Checks them. */
    public AckLimits {
        if (channelsPerSender < 1 || idsPerChannel < 1 || idleFor.isNegative() || idleFor.isZero()) {
            throw new IllegalArgumentException("every bound of acknowledgements must be positive");
        }
    }
}
