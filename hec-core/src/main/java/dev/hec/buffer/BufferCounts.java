package dev.hec.buffer;

import dev.hec.DropReason;
import java.util.Map;

/**
 * A snapshot of the buffer's counts, taken under its lock; the components are those of {@link dev.hec.Tally}.
 *
 * @param recovered of the admitted, those that an earlier process left behind
 * @param spooled left in durable regions for the next process, when this one closed
 * @param unsafeCuts cuts that events of one time, or an event that came late, lie on both sides of
 */
public record BufferCounts(
        long admitted,
        long recovered,
        long buffered,
        long inFlight,
        long delivered,
        Map<DropReason, Long> dropped,
        long spooled,
        long refusedFull,
        long refusedClosed,
        long heldBytes,
        long unsafeCuts) {}
