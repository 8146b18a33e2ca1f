package dev.hec.receiver.batch;

import dev.hec.receiver.event.BatchKey;
import dev.hec.receiver.event.BusyException;
import dev.hec.receiver.event.StoredBatch;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which batches were stored lately, and which are being stored.
 *
 * <p><b>Threads.</b> Thread-safe. A batch is stored on the thread that brought it; a thread that brings the same batch meanwhile
 * waits.
 *
 * <p><b>Lock.</b> Both maps are guarded by {@code lock}. No storing and no waiting happens under it.
 *
 * <p><b>Invariants.</b>
 * <ul>
 *   <li>At most one thread stores a batch at a time.
 *   <li>A batch leaves {@code running} in the same locked section in which it enters {@code stored}, so there is no moment in
 *       which a stored one looks new.
 *   <li>{@code stored} is in the order of storing and never holds more than its limit.
 * </ul>
 */
public final class BatchMemory {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<BatchKey, CompletableFuture<Boolean>> running = new HashMap<>();
    private final LinkedHashMap<BatchKey, Long> stored = new LinkedHashMap<>();
    private final BatchLimits limits;
    private final InstantSource clock;

    /** A memory of nothing. */
    public BatchMemory(BatchLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** Makes events durable. */
    @FunctionalInterface
    public interface Storing {

        /**
         * Stores the events.
         *
         * @param batch to be made durable with them, as one fact; null if it is not remembered
         */
        void store(@Nullable StoredBatch batch) throws BusyException, IOException;
    }

    /**
     * Stores a batch unless it was stored before. An interrupt does not end the wait for another thread that stores it.
     *
     * @param batch null to store in any case
     * @return false if it was stored before
     * @throws BusyException if storing was refused; it is not remembered
     * @throws IOException if storing failed; it is not remembered
     */
    public boolean once(@Nullable BatchKey batch, Storing storing) throws BusyException, IOException {
        if (batch == null || limits.keep().isZero()) {
            storing.store(null);
            return true;
        }
        if (!begin(batch)) {
            return false;
        }
        StoredBatch fact = new StoredBatch(batch, clock.millis());
        boolean success = false;
        try {
            storing.store(fact);
            success = true;
            return true;
        } finally {
            end(fact, success);
        }
    }

    /** Remembers a batch that an earlier process stored. Those are to be told in the order they were stored. */
    public void remember(StoredBatch batch) {
        lock.lock();
        try {
            put(batch, clock.millis());
        } finally {
            lock.unlock();
        }
    }

    /** How many batches are remembered. */
    public int size() {
        lock.lock();
        try {
            return stored.size();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nobody else stores the batch; false if it is stored then, true if this thread is to store it. */
    private boolean begin(BatchKey batch) {
        while (true) {
            CompletableFuture<Boolean> other;
            lock.lock();
            try {
                Long storedAt = stored.get(batch);
                if (storedAt != null && limits.cover(storedAt, clock.millis())) {
                    return false;
                }
                other = running.putIfAbsent(batch, new CompletableFuture<>());
            } finally {
                lock.unlock();
            }
            if (other == null) {
                return true;
            }
            other.join();
        }
    }

    private void end(StoredBatch batch, boolean success) {
        CompletableFuture<Boolean> ended;
        lock.lock();
        try {
            ended = running.remove(batch.key());
            if (success) {
                put(batch, clock.millis());
            }
        } finally {
            lock.unlock();
        }
        if (ended != null) {
            ended.complete(success);
        }
    }

    private void put(StoredBatch batch, long now) {
        if (limits.cover(batch.storedAtMillis(), now)) {
            stored.remove(batch.key()); // one that is stored again after its time becomes the newest
            stored.put(batch.key(), batch.storedAtMillis());
        }
        Iterator<Long> eldest = stored.values().iterator();
        while (eldest.hasNext() && (!limits.cover(eldest.next(), now) || stored.size() > limits.most())) {
            eldest.remove();
        }
    }
}
