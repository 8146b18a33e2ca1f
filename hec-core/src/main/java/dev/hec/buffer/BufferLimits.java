package dev.hec.buffer;

/**
 * The bounds of a buffer. Sizes are encoded bytes before compression.
 *
 * @param bufferBytes most bytes held on the heap in open, cut and in-flight batches together
 * @param spoolBytes most bytes held in all, where regions are durable; else the same as {@code bufferBytes}
 * @param batchBytes most bytes in one batch, at most {@code bufferBytes}
 * @param batchEvents most records in one batch
 * @param lingerNanos longest wait of a record for company
 * @param maxBlockNanos longest wait of a caller for room; 0 refuses at once
 */
public record BufferLimits(
        long bufferBytes, long spoolBytes, int batchBytes, int batchEvents, long lingerNanos, long maxBlockNanos) {

    /** Checks what the rest of the buffer relies on. */
    public BufferLimits {
        if (batchBytes < 1
                || batchEvents < 1
                || bufferBytes < batchBytes
                || spoolBytes < batchBytes
                || lingerNanos < 0
                || maxBlockNanos < 0) {
            throw new IllegalArgumentException("batchBytes " + batchBytes + ", batchEvents " + batchEvents
                    + ", bufferBytes " + bufferBytes + ", spoolBytes " + spoolBytes + ", linger " + lingerNanos
                    + " ns, maxBlock " + maxBlockNanos + " ns do not fit together");
        }
    }

    /** Bounds of a buffer on the heap alone. */
    public static BufferLimits onHeap(
            long bufferBytes, int batchBytes, int batchEvents, long lingerNanos, long maxBlockNanos) {
        return new BufferLimits(bufferBytes, bufferBytes, batchBytes, batchEvents, lingerNanos, maxBlockNanos);
    }
}
