package dev.hec.receiver.store;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Work on the index that removes events, and its outcome. Thread-safe.
 *
 * <p><b>Invariant.</b> Either the indexer begins it or somebody withdraws it, whoever is first; what was withdrawn is never done.
 */
final class IndexTask {

    /** What is to be done, on the indexer thread. */
    @FunctionalInterface
    interface Work {

        /**
         * Does it. An {@code IllegalArgumentException} says that it cannot be done and has changed nothing; everything else,
         * that the index is broken.
         *
         * @return events removed; if above 0, the index is committed next
         */
        long run(EventIndex index) throws IOException;
    }

    private final long needed;
    private final Work work;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CompletableFuture<Long> outcome = new CompletableFuture<>();

    /** @param needed the work begins only when all events below this number are in the index */
    IndexTask(long needed, Work work) {
        this.needed = needed;
        this.work = work;
    }

    long needed() {
        return needed;
    }

    Work work() {
        return work;
    }

    /** Claims the task, to do it or to withdraw it; false if somebody else was first. */
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    void succeed(long removed) {
        outcome.complete(removed);
    }

    void fail(Throwable cause) {
        outcome.completeExceptionally(cause);
    }

    /**
     * Waits for the outcome: at most so long for the work to begin, and then until it is done.
     *
     * @return events removed
     * @throws IOException if nothing was done, or if the index failed meanwhile, so that it may be done or not
     */
    long await(long nanos) throws IOException {
        try {
            try {
                return outcome.get(nanos, TimeUnit.NANOSECONDS);
            } catch (TimeoutException | InterruptedException e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                if (take()) {
                    throw new SearchLimitException("the index has not got all events within "
                            + TimeUnit.NANOSECONDS.toMillis(nanos) / 1000.0
                            + " s, or cannot be written; nothing was deleted, try again later");
                }
                return settled();
            }
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        }
    }

    /** The indexer settles every task that it began, so this ends; being interrupted is no reason to leave without the outcome. */
    private long settled() throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return outcome.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted || Thread.interrupted()) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException failed(Throwable cause) {
        if (cause.getCause() instanceof SearchLimitException tooLong) {
            return new SearchLimitException("nothing was deleted: " + tooLong.getMessage());
        }
        if (cause instanceof RuntimeException unchanged) {
            return new IOException("nothing was deleted: " + unchanged.getMessage(), unchanged);
        }
        return new IOException(
                "deleting failed, it may be done or not and can be repeated: " + cause.getMessage(), cause);
    }
}
