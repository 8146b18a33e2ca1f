package dev.hec.buffer;

import dev.hec.DropReason;
import java.util.EnumMap;
import java.util.Map;

/**
 * The counts of events from admission to settlement.
 *
 * <p>Guarded by the lock of {@link EventBuffer}. Invariant after every method:
 * {@code admitted = buffered + inFlight + delivered + dropped + spooled}, each of them at least 0.
 */
final class Ledger {

    private long admitted;
    private long buffered;
    private long inFlight;
    private long delivered;
    private long recovered;
    private long spooled;
    private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);

    void admit() {
        admitted++;
        buffered++;
    }

    void recover(int events) {
        admitted += events;
        recovered += events;
        buffered += events;
    }

    /** Leaves events that are in flight to the next process. */
    void spool(int events) {
        inFlight -= events;
        spooled += events;
    }

    void take(int events) {
        buffered -= events;
        inFlight += events;
    }

    void deliver(int events) {
        inFlight -= events;
        delivered += events;
    }

    void drop(int events, DropReason reason) {
        inFlight -= events;
        dropped.merge(reason, (long) events, Long::sum);
    }

    long admitted() {
        return admitted;
    }

    long buffered() {
        return buffered;
    }

    long inFlight() {
        return inFlight;
    }

    long recovered() {
        return recovered;
    }

    long spooled() {
        return spooled;
    }

    long delivered() {
        return delivered;
    }

    long droppedInAll() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }

    Map<DropReason, Long> dropped() {
        return Map.copyOf(dropped);
    }
}
