package dev.hec.delivery;

import dev.hec.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;

/**
 * Tells delivery threads when the next request may go out.
 *
 * <p>Thread-safe; its lock guards {@code turns} and {@code hurried} and is never held together with another one. A pause
 * asked for by the collector, and the pace that follows from it, hold everybody, not only the batch that met it. The
 * arithmetic is in {@link Turns}; here is the waiting.
 *
 * <p>A turn is taken in the same step in which its wait ends, so two threads never leave on one permit. What a thread needs
 * before it knows what it will send is {@link #awaitOpen}: it takes nothing, and keeps batches open, and so growing, while
 * no request could go out.
 */
final class Pacer {

    private final Time time;
    private final DoubleSupplier random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Turns turns;
    private boolean hurried;

    Pacer(Time time, PaceLimits limits) {
        this(time, limits, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** @param random uniform in [0, 1); called by any delivery thread, under the lock */
    Pacer(Time time, PaceLimits limits, DoubleSupplier random) {
        this.time = time;
        this.random = random;
        turns = new Turns(limits, time.nanos());
    }

    /** Waits until a request could go out. Takes nothing: another thread may be faster. */
    void awaitOpen() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            awaitTurnLocked();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a request may go out, and takes its turn.
     *
     * @param rawBytes its bytes before compression
     * @return when it goes out, in monotonic time, for {@link #busy} and {@link #succeeded}
     */
    long awaitTurn(int rawBytes) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long now = awaitTurnLocked();
            turns.take(rawBytes, now);
            return now;
        } finally {
            lock.unlock();
        }
    }

    private long awaitTurnLocked() throws InterruptedException {
        while (true) {
            long now = time.nanos();
            long left = turns.waitNanos(now);
            if (left <= 0) {
                return now;
            }
            time.await(lock, changed, left);
        }
    }

    /**
     * The collector asked for patience: everybody pauses, and goes on slower.
     *
     * @param sentAt what {@link #awaitTurn} gave for the rejected request
     * @param retryAfter the pause it asked for, if it named one
     * @param backoffNanos shortest pause all the same
     * @return how long everybody pauses
     */
    long busy(long sentAt, Optional<Duration> retryAfter, long backoffNanos) {
        lock.lock();
        try {
            return turns.busy(sentAt, retryAfter, backoffNanos, random.getAsDouble(), time.nanos());
        } finally {
            lock.unlock();
        }
    }

    /**
     * The collector answered without asking for patience, whatever it thinks of the events.
     *
     * @param sentAt what {@link #awaitTurn} gave for the request
     */
    void succeeded(long sentAt) {
        lock.lock();
        try {
            turns.succeeded(sentAt, time.nanos());
        } finally {
            lock.unlock();
        }
    }

    /** Lets no request out for a while, unless an earlier call already holds them longer. */
    void pause(long nanos) {
        lock.lock();
        try {
            turns.pause(nanos, time.nanos());
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

    /**
     * Ends all waits of this moment, for one last attempt before closing. From now on requests keep to the configured
     * limits, however low the pace was; a pause that the collector asks for later still holds them.
     */
    void hurry() {
        lock.lock();
        try {
            hurried = true;
            turns.hurry(time.nanos());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Requests in a second that may go out at this moment: the configured limit, or less after a rejection. */
    double requestsPerSecond() {
        lock.lock();
        try {
            return turns.requestsPerSecond(time.nanos());
        } finally {
            lock.unlock();
        }
    }
}
