package dev.hec.receiver.store;

import dev.hec.receiver.batch.BatchLimits;
import dev.hec.receiver.journal.JournalLimits;
import java.time.Duration;

/**
 * How the store trades speed, disk and freshness.
 *
 * @param journal bounds of the journal; when the index falls so far behind that they are reached, appends are refused
 * @param commitInterval the longest time between a new event in the index and the commit that makes the index durable; until
 *     then the journal keeps the event
 * @param freshness how long a search waits for events that were acknowledged before it began to become visible
 * @param catchUp how long a deletion or an export waits for these, for it does all or nothing
 * @param retryPause how long the indexer rests after an error before it opens the index again
 * @param maxPageBytes a page of search results ends with the event that reaches this size, in characters of JSON
 * @param disk how much of it events may take, and for how long
 * @param batches how long and how many stored batches are remembered, so that they are not stored again
 */
public record StoreSettings(
        JournalLimits journal,
        Duration commitInterval,
        Duration freshness,
        Duration catchUp,
        Duration retryPause,
        long maxPageBytes,
        BatchLimits batches,
        DiskLimits disk) {

    private static final long SMALL_JOURNAL = 128L << 20;

    /** Commits every 5 s, waits at most 2 s before a search and 30 s before a deletion or an export, retries after 1 s, pages up to 32 MB, remembers batches for a day. */
    public static final StoreSettings DEFAULT = new StoreSettings(
            JournalLimits.DEFAULT,
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            32L << 20,
            BatchLimits.DEFAULT,
            DiskLimits.NONE);

    /** A deletion waits no longer than a search. */
    public StoreSettings(
            JournalLimits journal,
            Duration commitInterval,
            Duration freshness,
            Duration retryPause,
            long maxPageBytes,
            BatchLimits batches,
            DiskLimits disk) {
        this(journal, commitInterval, freshness, freshness, retryPause, maxPageBytes, batches, disk);
    }

    /** Without limits for the disk. */
    public StoreSettings(
            JournalLimits journal,
            Duration commitInterval,
            Duration freshness,
            Duration retryPause,
            long maxPageBytes,
            BatchLimits batches) {
        this(journal, commitInterval, freshness, retryPause, maxPageBytes, batches, DiskLimits.NONE);
    }

    /** The same with other limits for the memory of batches. */
    public StoreSettings with(BatchLimits limits) {
        return new StoreSettings(journal, commitInterval, freshness, catchUp, retryPause, maxPageBytes, limits, disk);
    }

    /**
     * The same with other limits for the disk, of which the journal takes no more than a quarter; of a small one up to half, for it has
     * to take in what comes while the index works.
     */
    public StoreSettings with(DiskLimits limits) {
        long all = limits.retainBytes();
        JournalLimits fitting =
                all == 0 ? journal : journal.within(Math.max(all / 4, Math.min(all / 2, SMALL_JOURNAL)));
        return new StoreSettings(
                fitting, commitInterval, freshness, catchUp, retryPause, maxPageBytes, batches, limits);
    }
}
