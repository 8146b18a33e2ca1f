package dev.hec.buffer;

import dev.hec.DropReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

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
    /** A counter for each reason from the start: counting needs no memory. */
    private final Map<DropReason, AtomicLong> dropped = new EnumMap<>(DropReason.class);

    Ledger() {
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, new AtomicLong());
        }
    }

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
        counter(reason).addAndGet(events);
    }

    private AtomicLong counter(DropReason reason) {
        return Objects.requireNonNull(dropped.get(reason));
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
        return dropped.values().stream().mapToLong(AtomicLong::get).sum();
    }

    Map<DropReason, Long> dropped() {
        Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);
        dropped.forEach((reason, events) -> {
            if (events.get() > 0) {
                counts.put(reason, events.get());
            }
        });
        return Map.copyOf(counts);
    }
}
