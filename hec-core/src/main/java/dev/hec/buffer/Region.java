package dev.hec.buffer;

import dev.hec.Severity;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Memory for the records of one batch: of the heap, or of a file that outlives the process.
 *
 * <p>Belongs to one {@link Batch} at a time. Written under the lock of {@link EventBuffer}, except for {@link #attempting},
 * which only the delivery thread calls that has taken the batch. No method blocks or does I/O of its own; a mapped file is
 * memory.
 */
public interface Region {

    /** A request that was under way for a run of records when an earlier process died. */
    record Attempt(int from, int to, BatchId id) {}

    /** The records back to back, from index 0; capacity is the most bytes this region can hold. Not for changing its position. */
    ByteBuffer data();

    /** Most records this region can hold. */
    int maxRecords();

    /** Whether what is committed here survives the death of the process. */
    boolean isDurable();

    /**
     * Starts a batch; nothing is committed yet.
     *
     * @param firstSequence number of the first record to come
     */
    void begin(long firstSequence);

    /** Notes where a record ends, and what the next process needs to check it. It does not count before {@link #commit}. */
    void describe(int record, int end, Severity severity, int checksum);

    /** The checksum noted for a record; 0 where none is kept. */
    int checksum(int record);

    /** From now on the region holds this many records, described before. May be fewer than it held, when the rest has moved. */
    void commit(int records);

    /** The first so many records are settled, and will not be sent again. */
    void settle(int records);

    /** A request with the records from one index to another is about to be sent under an id. */
    void attempting(int from, int to, BatchId id);

    /** The request that was under way when an earlier process died; null if there was none. */
    @Nullable
    Attempt interrupted();
}
