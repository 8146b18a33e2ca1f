package dev.hec.receiver.ingest;

import dev.hec.format.ReplyCode;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the heap that all running requests take together, by estimate: a body within its size limit can still hold millions
 * of tiny events, and many senders can come at once.
 *
 * <p>Thread-safe. Invariants: the sum of all open shares never exceeds the capacity, and their number not {@value #MOST_REQUESTS}. A {@link Share} is confined to the
 * thread of its request and takes from the common counter in slabs, so that it is not touched for every field.
 */
final class MemoryBudget {

    /**
     * Requests whose bodies are read and handled at the same time. Fewer than the threads that containers have (200 in a Tomcat), so
     * that there is always one for health, however many senders are slow.
     */
    static final int MOST_REQUESTS = 160;

    private static final long SLAB_BYTES = 256 * 1024;

    private final long capacity;
    private final AtomicLong taken = new AtomicLong();
    private final Semaphore requests = new Semaphore(MOST_REQUESTS);

    /**
     * A budget.
     *
     * @param capacity bytes, for all requests together
     */
    MemoryBudget(long capacity) {
        this.capacity = capacity;
    }

    /**
     * Opens the share of one request; closing it gives everything back.
     *
     * @throws Refusal with 503 if as many are open as may be
     */
    Share open() throws Refusal {
        if (!requests.tryAcquire()) {
            throw new Refusal(ReplyCode.SERVER_BUSY, Map.of("Retry-After", "1"));
        }
        return new Share();
    }

    /** Bytes for all requests together. */
    long capacity() {
        return capacity;
    }

    /** Bytes taken by open shares. */
    long taken() {
        return taken.get();
    }

    /** What one request takes. Confined to one thread. */
    final class Share implements AutoCloseable {

        private long reserved;
        private long used;
        private boolean open = true;

        /**
         * Takes more.
         *
         * @throws Refusal with 413 if this request alone is too much, or with 503 if the others have to finish first
         */
        void take(long bytes) throws Refusal {
            used += bytes;
            if (used > reserved) {
                reserve(Math.max(used - reserved, SLAB_BYTES));
            }
        }

        private void reserve(long bytes) throws Refusal {
            if (used > capacity) {
                throw new Refusal(413, "The request body holds too many events; send smaller batches", Map.of());
            }
            long most = Math.min(bytes, capacity - reserved);
            if (taken.addAndGet(most) > capacity) {
                taken.addAndGet(-most);
                throw new Refusal(ReplyCode.SERVER_BUSY, Map.of("Retry-After", "1"));
            }
            reserved += most;
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                taken.addAndGet(-reserved);
                requests.release();
            }
        }
    }
}
