package dev.hec.delivery;

/**
 * How to wait for indexer acknowledgements. Immutable.
 *
 * @param channel GUID that requests carry as {@code X-Splunk-Request-Channel}
 * @param timeoutNanos longest wait for one acknowledgement
 * @param intervalNanos pause before each question
 */
public record AckSettings(String channel, long timeoutNanos, long intervalNanos) {}
