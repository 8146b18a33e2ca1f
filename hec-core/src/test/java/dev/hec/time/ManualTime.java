package dev.hec.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;

/**
 * A clock that stands still until a test moves it.
 *
 * <p>A thread that waits by this clock really waits, and is woken by {@link #advance} once its time has come. The readings
 * start just below {@code Long.MAX_VALUE}, so every test also shows that only their differences are used.
 *
 * <p>Thread-safe. The monitor of {@code waiters} guards all state and is never held while a waiter's lock is taken.
 *
 * <p>A waiter computes how long to wait from a reading. If the clock has moved since that reading, {@link #await} returns
 * early, as its contract allows, so that no wait can start too late to be ended.
 */
public final class ManualTime implements Time {

    /** How long a wait without an end is, as {@link #awaitWaiter} sees it. */
    public static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final List<Waiter> waiters = new ArrayList<>();
    private final ThreadLocal<Long> lastReading = ThreadLocal.withInitial(() -> 0L);
    private Instant wall = Instant.parse("2026-03-01T12:00:00Z");
    private long now = Long.MAX_VALUE - 1_000;

    private record Waiter(Thread thread, Lock lock, Condition condition, long since, long nanos) {

        boolean isEndless() {
            return nanos == Long.MAX_VALUE;
        }

        long left(long now) {
            return isEndless() ? nanos : nanos - (now - since);
        }
    }

    @Override
    public long nanos() {
        synchronized (waiters) {
            lastReading.set(now);
            return now;
        }
    }

    @Override
    public Instant now() {
        synchronized (waiters) {
            return wall;
        }
    }

    @Override
    public void await(Lock lock, Condition condition, long nanos) throws InterruptedException {
        Waiter waiter;
        synchronized (waiters) {
            boolean stale = lastReading.get() != now;
            lastReading.set(now);
            if (nanos <= 0 || stale) {
                return;
            }
            waiter = new Waiter(Thread.currentThread(), lock, condition, now, nanos);
            waiters.add(waiter);
            waiters.notifyAll();
        }
        try {
            condition.await();
        } finally {
            synchronized (waiters) {
                waiters.remove(waiter);
            }
        }
    }

    /** Moves the clock, and wakes whoever has waited long enough. */
    public void advance(Duration duration) {
        List<Waiter> due;
        synchronized (waiters) {
            now += duration.toNanos();
            wall = wall.plus(duration);
            due = waiters.stream().filter(waiter -> waiter.left(now) <= 0).toList();
            waiters.removeAll(due);
        }
        for (Waiter waiter : due) {
            waiter.lock().lock();
            try {
                waiter.condition().signalAll();
            } finally {
                waiter.lock().unlock();
            }
        }
    }

    /** Returns once some thread waits for exactly this much longer. */
    public void awaitWaiter(Duration left) {
        awaitWaiter(waiter -> waiter.left(now) == left.toNanos(), "wait of " + left);
    }

    /** Returns once this thread waits by this clock. */
    public void awaitWaiter(Thread thread) {
        awaitWaiter(waiter -> waiter.thread() == thread, "wait of " + thread);
    }

    /** Returns once this many threads wait for exactly this much longer. */
    public void awaitWaiters(int count, Duration left) {
        awaitWaiter(
                waiter -> waiters.stream()
                                .filter(one -> one.left(now) == left.toNanos())
                                .count()
                        >= count,
                count + " waits of " + left);
    }

    /** Returns once this many threads wait with an end. */
    public void awaitWaitersWithEnd(int count) {
        awaitWaiter(
                waiter -> waiters.stream().filter(one -> !one.isEndless()).count() >= count,
                count + " waits with an end");
    }

    /** Returns once some thread waits with an end. */
    public void awaitWaiterWithEnd() {
        awaitWaiter(waiter -> !waiter.isEndless(), "wait with an end");
    }

    /**
     * Returns once some thread waits with an end, after moving the clock to that end.
     *
     * @return how far the clock was moved
     */
    public Duration skipWait() {
        Waiter next = awaitWaiter(waiter -> !waiter.isEndless(), "wait with an end");
        Duration left;
        synchronized (waiters) {
            left = Duration.ofNanos(Math.max(0, next.left(now)));
        }
        advance(left);
        return left;
    }

    private Waiter awaitWaiter(Predicate<Waiter> wanted, String description) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        synchronized (waiters) {
            while (true) {
                var found = waiters.stream().filter(wanted).min(Comparator.comparingLong(waiter -> waiter.left(now)));
                if (found.isPresent()) {
                    return found.get();
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("no " + description + "; waiting are " + waiters);
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(waiters, left);
                } catch (InterruptedException e) {
                    throw new AssertionError("interrupted", e);
                }
            }
        }
    }
}
