package dev.hec.receiver.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets only so many searches work at once, and so many wait; counts the pages and exports that go to their readers. Who enters leaves
 * again, and what begins ends. Thread-safe.
 */
final class SearchGate {

    private final SearchLimits limits;
    private final Semaphore inside;
    private final Semaphore searches;
    private final Semaphore pages;
    private final Semaphore exports;

    SearchGate(SearchLimits limits) {
        this.limits = limits;
        inside = new Semaphore(limits.running() + limits.waiting());
        searches = new Semaphore(limits.running());
        pages = new Semaphore(limits.pages());
        exports = new Semaphore(limits.exports());
    }

    /**
     * Takes one of the places of searches that work or wait, for whatever; each holds a thread.
     *
     * @throws SearchLimitException if all are taken
     */
    void enter() throws SearchLimitException {
        if (!inside.tryAcquire()) {
            throw busy();
        }
    }

    /** Gives the place back. */
    void leave() {
        inside.release();
    }

    /**
     * Waits for its turn.
     *
     * @throws SearchLimitException if the wait took too long
     */
    void beginSearch() throws IOException {
        if (!within(searches)) {
            throw busy();
        }
    }

    /** Lets the next one in. */
    void endSearch() {
        searches.release();
    }

    /**
     * Waits until a page may be made.
     *
     * @throws SearchLimitException if the wait took too long
     */
    void beginPage() throws IOException {
        if (!within(pages)) {
            throw new SearchLimitException(
                    limits.pages() + " pages are being read by slow readers, and no more may at once; try again later");
        }
    }

    /** Makes room for another page. */
    void endPage() {
        pages.release();
    }

    /** Begins an export, or refuses it at once. */
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

    private boolean within(Semaphore places) throws InterruptedIOException {
        try {
            return places.tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for other searches");
        }
    }

    private SearchLimitException busy() {
        return new SearchLimitException(
                limits.running() + " searches are at work, and too many wait for them; try again");
    }
}
