package dev.hec.buffer;

/**
 * The bounds of a buffer. Sizes are encoded bytes before compression.
 *
 * @param bufferBytes most bytes held in open, cut and in-flight batches together
 * @param batchBytes most bytes in one batch, at most {@code bufferBytes}
 * @param batchEvents most records in one batch
 * @param lingerNanos longest wait of a record for company
 * @param maxBlockNanos longest wait of a caller for room; 0 refuses at once
 */
public record BufferLimits(long bufferBytes, int batchBytes, int batchEvents, long lingerNanos, long maxBlockNanos) {

    /** Checks what the rest of the buffer relies on. */
    public BufferLimits {
        if (batchBytes < 1 || batchEvents < 1 || bufferBytes < batchBytes || lingerNanos < 0 || maxBlockNanos < 0) {
            throw new IllegalArgumentException(
                    "batchBytes " + batchBytes + ", batchEvents " + batchEvents + ", bufferBytes " + bufferBytes
                            + ", linger " + lingerNanos + " ns, maxBlock " + maxBlockNanos + " ns do not fit together");
        }
    }
}
