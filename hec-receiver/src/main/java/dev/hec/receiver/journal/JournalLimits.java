package dev.hec.receiver.journal;

/**
 * How much the journal may hold. Sizes are bytes of encoded records.
 *
 * @param segmentBytes a segment that reaches this size is closed and a new one begun; a larger record gets a segment of
 *     its own; at least 1
 * @param maxWaitingBytes memory for records that wait for the disk; above it an append is refused
 * @param maxRetainedBytes disk for records that nobody has released yet; above it an append is refused; at least twice
 *     {@code segmentBytes}, for the segment being written is never released
 */
public record JournalLimits(long segmentBytes, long maxWaitingBytes, long maxRetainedBytes) {

    /** Segments of 64 MB, 64 MB waiting in memory, 512 MB kept on disk. */
    public static final JournalLimits DEFAULT = new JournalLimits(64L << 20, 64L << 20, 512L << 20);

    /** Checks the ranges. */
    public JournalLimits {
        if (segmentBytes < 1 || maxWaitingBytes < 1) {
            throw new IllegalArgumentException("segmentBytes and maxWaitingBytes must be at least 1");
        }
        if (maxRetainedBytes / 2 < segmentBytes) {
            throw new IllegalArgumentException("maxRetainedBytes is " + maxRetainedBytes
                    + "; expected at least twice segmentBytes, which is " + segmentBytes);
        }
    }

    /** The same, but smaller on the disk if it has to be. */
    public JournalLimits within(long bytes) {
        if (bytes >= maxRetainedBytes) {
            return this;
        }
        long retained = Math.max(2, bytes);
        return new JournalLimits(Math.min(segmentBytes, Math.max(1, retained / 8)), maxWaitingBytes, retained);
    }
}
