package dev.hec.receiver.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets only so many searches work at once, and so many wait. Thread-safe. */
final class SearchGate {

    private final SearchLimits limits;
    private final Semaphore searches;
    private final Semaphore exports;

    SearchGate(SearchLimits limits) {
        this.limits = limits;
        searches = new Semaphore(limits.running());
        exports = new Semaphore(limits.exports());
    }

    /**
     * Waits for its turn; {@link #endSearch} has to follow.
     * @throws SearchLimitException if too many wait already, or the wait took too long
     */
    void beginSearch() throws IOException {
        if (searches.tryAcquire()) {
            return;
        }
        // The length is a guess while others come and go, which is as good as any other moment.
        if (searches.getQueueLength() >= limits.waiting()) {
            throw busy();
        }
        try {
            if (!searches.tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for other searches");
        }
    }

    /** Lets the next one in. */
    void endSearch() {
        searches.release();
    }

    /** Begins an export, or refuses it at once; {@link #endExport} has to follow. */
    void beginExport() throws SearchLimitException {
        if (!exports.tryAcquire()) {
            throw new SearchLimitException(
                    limits.exports() + " exports are going on, and no more may at once; try again later");
        }
    }

    /** Makes room for another export. */
    void endExport() {
        exports.release();
    }

    private SearchLimitException busy() {
        return new SearchLimitException(
                limits.running() + " searches are at work, and too many wait for them; try again");
    }
}
