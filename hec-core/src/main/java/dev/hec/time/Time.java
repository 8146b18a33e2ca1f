package dev.hec.time;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** Where this library reads clocks and waits. Implementations are thread-safe. */
public interface Time {

    /** The system's clocks. */
    Time SYSTEM = new Time() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        @SuppressWarnings("WaitNotInLoop") // the loop is the caller's, as the method's contract says
        public void await(Lock lock, Condition condition, long nanos) throws InterruptedException {
            // The result is of no use: callers look at the clock and at their own state again.
            boolean ignored = condition.await(nanos, TimeUnit.NANOSECONDS);
        }
    };

    /** A monotonic reading in nanoseconds; only differences mean something. */
    long nanos();

    /** Wall-clock time. Not for measuring durations. */
    Instant now();

    /**
     * Waits for a signal, at most for a while. May return early; callers loop.
     *
     * @param lock held by the caller; the one that {@code condition} belongs to
     * @param nanos the longest wait; zero or less returns at once
     */
    void await(Lock lock, Condition condition, long nanos) throws InterruptedException;
}
