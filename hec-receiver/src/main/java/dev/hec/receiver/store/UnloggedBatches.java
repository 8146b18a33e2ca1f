package dev.hec.receiver.store;

import dev.hec.receiver.event.StoredBatch;
import dev.hec.receiver.journal.BatchLog;
import dev.hec.receiver.journal.JournalRecord;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The batches of records that were added to the index since its last commit. They go into the log before the commit, so every
 * stored batch is in the log or in that part of the journal that is read at the next start. Confined to the indexer thread.
 */
final class UnloggedBatches {

    private final BatchLog log;
    private final InstantSource clock;
    private final List<StoredBatch> batches = new ArrayList<>();
    private long logged;

    /** @param log open; closed by {@link #close} */
    UnloggedBatches(BatchLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Notes the batch of a record. One that is in the log is passed over: the indexer reads records again after an error. */
    void add(JournalRecord record) {
        StoredBatch batch = record.batch();
        if (batch != null && record.sequence() >= logged) {
            batches.add(batch);
        }
    }

    /**
     * Makes all of them durable in the log.
     *
     * @param position the number of the next event to index
     */
    void log(long position) throws IOException {
        log.append(batches, clock.millis());
        batches.clear();
        logged = Math.max(logged, position);
    }

    /** Forgets those that are not logged, for their records will be read again. */
    void clear() {
        batches.clear();
    }

    void close() {
        log.close();
    }
}
