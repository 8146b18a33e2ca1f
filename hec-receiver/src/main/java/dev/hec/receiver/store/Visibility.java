package dev.hec.receiver.store;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far searches can see, and how far the nearest waiting search wants to. A search that wants more raises the indexer's
 * signal and waits; the indexer makes events visible only when somebody wants that. Thread-safe; all fields are guarded by
 * {@code lock}, except that {@code wanted} may be read without it.
 */
final class Visibility {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final Signal signal;
    private long visible;
    private boolean ended;
    private volatile long wanted;

    Visibility(Signal signal) {
        this.signal = signal;
    }

    /** Waits until the events below {@code target} are visible, the time is over or the indexer has ended. */
    void await(long target, long nanos) {
        lock.lock();
        try {
            long rest = nanos;
            while (visible < target && rest > 0 && !ended) {
                if (wanted <= visible || target < wanted) {
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
        return target > 0 && target <= added && target > visible();
    }

    /** The number of the first event that searches cannot see. */
    long visible() {
        lock.lock();
        try {
            return visible;
        } finally {
            lock.unlock();
        }
    }

    /** Says how far searches see; less than before if the index was opened again. */
    void set(long newVisible) {
        lock.lock();
        try {
            visible = newVisible;
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
