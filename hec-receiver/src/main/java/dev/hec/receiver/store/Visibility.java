package dev.hec.receiver.store;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.search.SearcherManager;

/**
 * What searches look at and how far it shows, and how far the nearest waiting search wants to see. A search that wants more raises the indexer's
 * signal and waits; the indexer makes events visible only when somebody wants that. Thread-safe; all fields are guarded by
 * {@code lock}, except that {@code wanted} may be read without it.
 */
final class Visibility {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final Signal signal;
    private Sight sight;
    private boolean ended;
    private volatile long wanted;

    /**
     * An index and how far it shows. A pair, for after an error another index shows less than the one before. Immutable.
     *
     * @param searchers give views that show at least that far
     * @param visible the number of the first event that they may not show
     */
    record Sight(SearcherManager searchers, long visible) {}

    /** @param first what is seen before the indexer has done anything */
    Visibility(Signal signal, Sight first) {
        this.signal = signal;
        sight = first;
    }

    /** Waits until the events below {@code target} are visible, the time is over or the indexer has ended. */
    void await(long target, long nanos) {
        lock.lock();
        try {
            long rest = nanos;
            while (sight.visible() < target && rest > 0 && !ended) {
                if (wanted <= sight.visible() || target < wanted) {
                    wanted = target;
                    signal.raise();
                }
                rest = grown.awaitNanos(rest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the search goes on with what is visible
        } finally {
            lock.unlock();
        }
    }

    /** Whether a search waits that events below {@code added} would satisfy. */
    boolean isWanted(long added) {
        long target = wanted;
        return target > 0 && target <= added && target > sight().visible();
    }

    /** What searches look at now. */
    Sight sight() {
        lock.lock();
        try {
            return sight;
        } finally {
            lock.unlock();
        }
    }

    /** Says what searches look at; it shows less than before if the index was opened again. */
    void set(Sight newSight) {
        lock.lock();
        try {
            sight = newSight;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets all searches go; nothing more will become visible. */
    void end() {
        lock.lock();
        try {
            ended = true;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
