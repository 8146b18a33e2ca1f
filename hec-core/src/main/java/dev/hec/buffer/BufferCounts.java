package dev.hec.buffer;

import dev.hec.DropReason;
import java.util.Map;

/** A snapshot of the buffer's counts, taken under its lock; the components are those of {@link dev.hec.Tally}. */
public record BufferCounts(
        long admitted,
        long buffered,
        long inFlight,
        long delivered,
        Map<DropReason, Long> dropped,
        long refusedFull,
        long refusedClosed,
        long heldBytes) {}
