package dev.hec.receiver;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the requests being handled, so that a stop can wait for them. Thread-safe; everything is guarded by the lock. */
final class RunningRequests {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition none = lock.newCondition();
    private int running;

    void begin() {
        lock.lock();
        try {
            running++;
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            if (--running == 0) {
                none.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until no request is running.
     *
     * @return how many still run when the time is up or the thread is interrupted
     */
    int awaitNone(Duration timeout) {
        lock.lock();
        try {
            long nanos = timeout.toNanos();
            while (running > 0 && nanos > 0) {
                nanos = none.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return count();
    }

    /** How many are running now. */
    int count() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }
}
