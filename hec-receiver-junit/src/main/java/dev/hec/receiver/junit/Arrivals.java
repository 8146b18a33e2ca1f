package dev.hec.receiver.junit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * What came. A request and its events arrive as one.
 *
 * <p><b>Threads.</b> Thread-safe. <b>Lock.</b> Everything is guarded by {@code lock}; questions are asked under it, with copies.
 */
final class Arrivals {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final List<ReceivedEvent> events = new ArrayList<>();
    private final List<ReceivedRequest> requests = new ArrayList<>();
    private Epoch epoch = new Epoch();

    /** What came so far. Immutable. */
    record Snapshot(List<ReceivedEvent> events, List<ReceivedRequest> requests) {

        private static final int SHOWN = 20;

        /** For failure texts: the last ones. */
        @Override
        public String toString() {
            return shown("event", events) + "\n" + shown("request", requests);
        }

        private static String shown(String what, List<?> all) {
            StringBuilder text = new StringBuilder()
                    .append(all.size())
                    .append(' ')
                    .append(what)
                    .append("s came");
            if (all.size() > SHOWN) {
                text.append("; the last ").append(SHOWN);
            }
            text.append(all.isEmpty() ? "" : ":");
            all.subList(Math.max(0, all.size() - SHOWN), all.size())
                    .forEach(one -> text.append("\n  ").append(one));
            return text.toString();
        }
    }

    /** The one that is now: tells requests that began before a {@link #clear} from later ones. */
    Epoch epoch() {
        lock.lock();
        try {
            return epoch;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a request and its events in, unless it is of a test before this one.
     *
     * @param begun when it began
     */
    void add(Epoch begun, ReceivedRequest request, List<ReceivedEvent> of) {
        lock.lock();
        try {
            if (begun == epoch) {
                requests.add(request);
                events.addAll(of);
                more.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    Snapshot snapshot() {
        lock.lock();
        try {
            return new Snapshot(List.copyOf(events), List.copyOf(requests));
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what came, and what is on its way. */
    void clear() {
        lock.lock();
        try {
            epoch = new Epoch();
            events.clear();
            requests.clear();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for something.
     *
     * @param question gives it once it is there; it may throw to end the wait
     * @return empty if it did not come in time
     */
    <T> Optional<T> await(Duration timeout, Function<Snapshot, Optional<T>> question) {
        lock.lock();
        try {
            long nanos = timeout.toNanos();
            Optional<T> found = question.apply(snapshot());
            while (found.isEmpty() && nanos > 0) {
                nanos = more.awaitNanos(nanos);
                found = question.apply(snapshot());
            }
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", e);
        } finally {
            lock.unlock();
        }
    }
}
