package dev.hec.telemetry;

import dev.hec.Admission;
import dev.hec.DropReason;
import dev.hec.Severity;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sums up lost events until the collector can be told about them.
 *
 * <p><b>Threads.</b> Any. {@link #refused} is for threads that log: it takes no lock and allocates nothing. The other methods
 * are for delivery threads; the monitor guards all state but the atomics.
 *
 * <p><b>Telling.</b> Whoever sends a request takes the loss, lets it travel with that request, and gives it back if the
 * collector did not accept it. So each lost event is told once; twice only where the request itself may have been stored
 * twice.
 *
 * <p><b>Invariant.</b> Every event is in exactly one of: what was taken, what was given back or not taken yet. The counters of
 * refusals only ever grow, and {@code refusalsTaken} follows them, so an addition is never lost between reading and
 * resetting.
 *
 * <p>A refusal notes its time before it counts. A loss taken in between tells the time already and the count not yet; the
 * count then comes with the next loss, and with the last time told if that has none of its own.
 */
public final class LossReport {

    private static final long NONE_EARLIER = Long.MAX_VALUE;
    private static final long NONE_LATER = Long.MIN_VALUE;

    /** Not changed after the constructor, so it is read without a lock; only its numbers grow. */
    private final Map<Severity, AtomicLong> refusals = new EnumMap<>(Severity.class);

    private final AtomicLong firstRefusal = new AtomicLong(NONE_EARLIER);
    private final AtomicLong lastRefusal = new AtomicLong(NONE_LATER);

    private final Map<Severity, Long> refusalsTaken = new EnumMap<>(Severity.class);
    private final Map<String, Long> byReason = new HashMap<>();
    private final Map<Severity, Long> bySeverity = new EnumMap<>(Severity.class);
    private long first = NONE_EARLIER;
    private long last = NONE_LATER;
    private @Nullable Instant lastTaken;

    /** Nothing lost yet. */
    public LossReport() {
        for (Severity severity : Severity.values()) {
            refusals.put(severity, new AtomicLong());
        }
    }

    /**
     * An event was refused because the buffer was full.
     *
     * @param epochMillis time of the event, milliseconds since the epoch
     */
    public void refused(Severity severity, long epochMillis) {
        for (long known = firstRefusal.get(); epochMillis < known; known = firstRefusal.get()) {
            if (firstRefusal.compareAndSet(known, epochMillis)) {
                break;
            }
        }
        for (long known = lastRefusal.get(); epochMillis > known; known = lastRefusal.get()) {
            if (lastRefusal.compareAndSet(known, epochMillis)) {
                break;
            }
        }
        count(severity).getAndIncrement();
    }

    private AtomicLong count(Severity severity) {
        return Objects.requireNonNull(refusals.get(severity), "each severity has a count");
    }

    /** Admitted events were given up, of unknown severities and times. */
    public synchronized void dropped(DropReason reason, long events) {
        if (events > 0) {
            byReason.merge(reason.name(), events, Long::sum);
        }
    }

    /**
     * Admitted events were given up.
     *
     * @param counts numbers of events by severity, all of them
     * @param firstEpochMillis time of the earliest event, milliseconds since the epoch
     * @param lastEpochMillis time of the latest event, milliseconds since the epoch
     */
    public synchronized void dropped(
            DropReason reason, Map<Severity, Long> counts, long firstEpochMillis, long lastEpochMillis) {
        long events = counts.values().stream().mapToLong(Long::longValue).sum();
        if (events > 0) {
            counts.forEach(this::add);
            dropped(reason, events);
            first = Math.min(first, firstEpochMillis);
            last = Math.max(last, lastEpochMillis);
        }
    }

    private void add(Severity severity, long events) {
        if (events > 0) {
            bySeverity.merge(severity, events, Long::sum);
        }
    }

    /** What was lost and not yet taken; null for nothing. The caller tells it or gives it back. */
    public synchronized @Nullable Loss take() {
        long refused = takeRefusals();
        if (byReason.isEmpty()) {
            return null;
        }
        if (refused > 0) {
            first = Math.min(first, firstRefusal.getAndSet(NONE_EARLIER));
            last = Math.max(last, lastRefusal.getAndSet(NONE_LATER));
        }
        Instant from = first == NONE_EARLIER ? null : Instant.ofEpochMilli(first);
        Instant to = last == NONE_LATER ? null : Instant.ofEpochMilli(last);
        if (refused > 0) {
            // A refusal may have noted one of its times, or both, for the loss before, see above.
            Instant known = to != null ? to : from != null ? from : lastTaken;
            from = from == null ? known : from;
            to = to == null ? known : to;
        }
        Loss loss = new Loss(byReason, bySeverity, from, to);
        if (to != null) {
            lastTaken = to;
        }
        byReason.clear();
        bySeverity.clear();
        first = NONE_EARLIER;
        last = NONE_LATER;
        return loss;
    }

    private long takeRefusals() {
        long refused = 0;
        for (Severity severity : Severity.values()) {
            long counted = count(severity).get();
            long more = counted - refusalsTaken.getOrDefault(severity, 0L);
            refusalsTaken.put(severity, counted);
            add(severity, more);
            refused += more;
        }
        if (refused > 0) {
            byReason.merge(Admission.FULL.name(), refused, Long::sum);
        }
        return refused;
    }

    /** Takes back what could not be told; it is told with the next loss. At most once for each loss taken. */
    public synchronized void giveBack(Loss loss) {
        loss.byReason().forEach((reason, events) -> byReason.merge(reason, events, Long::sum));
        loss.bySeverity().forEach(this::add);
        Instant from = loss.first();
        if (from != null) {
            first = Math.min(first, from.toEpochMilli());
        }
        Instant to = loss.last();
        if (to != null) {
            last = Math.max(last, to.toEpochMilli());
        }
    }
}
