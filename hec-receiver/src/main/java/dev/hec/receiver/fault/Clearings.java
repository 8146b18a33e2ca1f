package dev.hec.receiver.fault;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * When faults were cleared, for those that wait for it. What was taken between two clearings is of one generation.
 *
 * <p><b>Threads.</b> Thread-safe. Requests that are delayed wait here, on their own threads.
 *
 * <p><b>Lock.</b> Everything is guarded by {@code lock}; it may be taken under that of the plan, and nothing is called under it.
 */
final class Clearings {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition cleared = lock.newCondition();

    /** What to do at the next one, by an object of its own: the same may be asked for twice. */
    private final Map<Object, Runnable> whenCleared = new HashMap<>();

    private long generation;

    /** The one that is now. */
    long generation() {
        lock.lock();
        try {
            return generation;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Begins another generation, and lets go what is delayed.
     *
     * @return what is to be done now, by the caller, who holds no lock then
     */
    List<Runnable> clear() {
        lock.lock();
        try {
            generation++;
            cleared.signalAll();
            List<Runnable> due = List.copyOf(whenCleared.values());
            whenCleared.clear();
            return due;
        } finally {
            lock.unlock();
        }
    }

    /** Waits that long, or until the faults of a generation are cleared. */
    void pause(Duration time, long of) {
        lock.lock();
        try {
            long nanos = time.toNanos();
            while (nanos > 0 && generation == of) {
                nanos = cleared.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has something run when the faults of a generation are cleared, at once if they are.
     *
     * @return withdraws it
     */
    Runnable whenCleared(long of, Runnable action) {
        Object key = new Object();
        lock.lock();
        try {
            if (generation == of) {
                whenCleared.put(key, action);
                return () -> withdraw(key);
            }
        } finally {
            lock.unlock();
        }
        action.run();
        return () -> {};
    }

    private void withdraw(Object key) {
        lock.lock();
        try {
            whenCleared.remove(key);
        } finally {
            lock.unlock();
        }
    }
}
