package dev.hec.receiver.store;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.search.IndexSearcher;

/** When a search has taken too long. Lucene asks it as well. Thread-safe. */
final class Deadline implements QueryTimeout {

    private final LongSupplier nanoTime;
    private final Duration granted;
    private final long end;

    /** @param nanoTime the clock, {@link System#nanoTime} except in tests */
    Deadline(Duration granted, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.granted = granted;
        end = nanoTime.getAsLong() + granted.toNanos();
    }

    @Override
    public boolean shouldExit() {
        return nanoTime.getAsLong() - end >= 0;
    }

    /** @throws SearchLimitException if it is over */
    void check() throws SearchLimitException {
        if (shouldExit()) {
            throw exceeded();
        }
    }

    /** @throws SearchLimitException if this ended a search too early */
    void check(IndexSearcher searcher) throws SearchLimitException {
        if (searcher.timedOut()) {
            throw exceeded();
        }
    }

    SearchLimitException exceeded() {
        return new SearchLimitException("the search took longer than " + granted.toMillis() / 1000.0
                + " s and was given up; ask for a shorter time range, or use words and values without a leading *");
    }
}
