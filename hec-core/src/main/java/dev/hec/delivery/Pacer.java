package dev.hec.delivery;

import dev.hec.time.Time;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells delivery threads when the next request may go out.
 *
 * <p>Thread-safe; its lock guards {@code pausedUntil} and {@code hurried} and is never held together with another one. A
 * pause asked for by the collector holds everybody, not only the batch that met it.
 */
final class Pacer {

    private final Time time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long pausedUntil;
    private boolean hurried;

    Pacer(Time time) {
        this.time = time;
        pausedUntil = time.nanos();
    }

    /** Lets no request out for a while, unless an earlier call already holds them longer. */
    void pause(long nanos) {
        lock.lock();
        try {
            long until = time.nanos() + nanos;
            if (until - pausedUntil > 0) {
                pausedUntil = until;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a request may go out. */
    void awaitTurn() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (long left = pausedUntil - time.nanos(); left > 0; left = pausedUntil - time.nanos()) {
                time.await(lock, changed, left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits out one caller's backoff. Returns early when {@link #hurry} is called. */
    void backOff(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long until = time.nanos() + nanos;
            boolean wasHurried = hurried;
            for (long left = nanos; left > 0 && hurried == wasHurried; left = until - time.nanos()) {
                time.await(lock, changed, left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waits of this moment, for one last attempt before closing. */
    void hurry() {
        lock.lock();
        try {
            hurried = true;
            pausedUntil = time.nanos();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
