package dev.hec.receiver.store;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.search.Query;

/**
 * Removes the events that are too old or too many, the first that arrived first. Arrival counts, not the time that an event bears:
 * senders' clocks can be wrong by years, and what arrived together lies together and can be dropped together.
 *
 * <p>By age a few percent too late, never too early. By size in whole segments of the index, so that their space is free at once; a
 * segment that was written under a far larger limit loses only as many events as have to go.
 *
 * <p><b>Threads.</b> Confined to the indexer thread, except for the counts.
 *
 * <p><b>Invariant.</b> Removes only what is in the index; what is still in the journal alone is not touched.
 */
final class Retention {

    private static final System.Logger LOG = System.getLogger(Retention.class.getName());
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final long TOLD_NANOS = TimeUnit.NANOSECONDS.convert(Duration.ofMinutes(1));
    private static final int CHECKS = 32;
    private static final int LARGEST_PART = 4;

    private final DiskLimits limits;
    private final InstantSource clock;
    private final long pauseNanos;
    private final AtomicLong byAge = new AtomicLong();
    private final AtomicLong bySize = new AtomicLong();
    private long next = System.nanoTime();
    private long untold;
    private long nextTold = next;

    Retention(DiskLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        Duration pause = LONGEST_PAUSE;
        if (!limits.retainFor().isZero() && limits.retainFor().dividedBy(CHECKS).compareTo(pause) < 0) {
            pause = limits.retainFor().dividedBy(CHECKS);
        }
        pauseNanos = TimeUnit.NANOSECONDS.convert(pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause);
    }

    /** Nanoseconds until {@link #apply} is to be called even though nothing was added; 0 if it is due. */
    long nanosToNext() {
        return limits.expires() ? Math.max(0, next - System.nanoTime()) : Long.MAX_VALUE;
    }

    /** Events removed because they were too old. */
    long byAge() {
        return byAge.get();
    }

    /** Events removed because there were too many. */
    long bySize() {
        return bySize.get();
    }

    /**
     * Removes what has to go, of what the index shows.
     *
     * @param journalBytes what the journal takes of the disk
     * @return how many events that were
     */
    long apply(EventIndex index, long journalBytes) throws IOException {
        if (!limits.expires()) {
            return 0;
        }
        next = System.nanoTime() + pauseNanos;
        long old = limits.retainFor().isZero() ? 0 : index.arrivals().arrivedBy(oldest());
        long tooMany = limits.retainBytes() == 0 ? 0 : beyondSize(index.segments(), old, journalBytes);
        long aged = old == 0 ? 0 : index.delete(numbered(0, old), patient());
        long surplus = tooMany <= old ? 0 : index.delete(numbered(old, tooMany), patient());
        index.arrivals().forget(Math.max(old, tooMany));
        report(aged, surplus);
        return aged + surplus;
    }

    /** Ranges of numbers are found fast; nothing else removes them if this does not. */
    private static Deadline patient() {
        return new Deadline(LONGEST_PAUSE, System::nanoTime);
    }

    private long oldest() {
        return clock.millis() - limits.retainFor().toMillis();
    }

    /** The number below which events have to go so that the rest fits, if those below {@code gone} go anyway. */
    private long beyondSize(List<EventIndex.Part> all, long gone, long journalBytes) {
        List<EventIndex.Part> parts = all.stream()
                .filter(part -> part.last() >= gone)
                .sorted(Comparator.comparingLong(EventIndex.Part::last))
                .toList();
        long surplus = journalBytes - limits.retainBytes();
        for (EventIndex.Part part : parts) {
            surplus += size(part);
        }
        long cut = gone;
        for (EventIndex.Part part : parts) {
            if (surplus <= 0) {
                break;
            }
            if (oversized(part) && surplus < size(part)) {
                long first = Math.max(part.first(), cut);
                return first + (long) Math.ceil((double) surplus / size(part) * (part.last() + 1 - first));
            }
            surplus -= size(part);
            cut = part.last() + 1;
        }
        return cut;
    }

    /** Removing a part of a segment gives no space back, so it must not be counted again and again where that is done. */
    private long size(EventIndex.Part part) {
        return oversized(part) ? (long) (part.bytes() * part.live()) : part.bytes();
    }

    private boolean oversized(EventIndex.Part part) {
        return part.bytes() > limits.retainBytes() / LARGEST_PART;
    }

    private static Query numbered(long from, long to) {
        return LongPoint.newRangeQuery(EventDocument.SEQUENCE, from, to - 1);
    }

    private void report(long aged, long surplus) {
        byAge.addAndGet(aged);
        bySize.addAndGet(surplus);
        untold += aged + surplus;
        if (aged + surplus > 0) {
            LOG.log(System.Logger.Level.DEBUG, "removed {0} events by age and {1} by size", aged, surplus);
        }
        // Under load it removes with every commit, which nobody wants to read.
        if (untold > 0 && System.nanoTime() - nextTold >= 0) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "removed the " + untold + " oldest events, as retain-for and retain-bytes say; since the start "
                            + byAge.get() + " by age, " + bySize.get() + " by size");
            untold = 0;
            nextTold = System.nanoTime() + TOLD_NANOS;
        }
    }
}
