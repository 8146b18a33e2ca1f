package dev.hec.receiver.store;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes one thread. A signal raised while nobody waits is kept for the next wait. Thread-safe. */
final class Signal {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean raised;

    void raise() {
        lock.lock();
        try {
            raised = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Returns when the signal is or was raised, or the time is over, and takes the signal down. */
    void await(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long rest = nanos;
            while (!raised && rest > 0) {
                rest = changed.awaitNanos(rest);
            }
            raised = false;
        } finally {
            lock.unlock();
        }
    }
}
