package dev.hec.buffer;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Records back to back in one region of memory, with an index of where each ends.
 *
 * <p>Written only under the lock of {@link EventBuffer}, and only until it is cut; afterwards its bytes and index do not
 * change, and the one delivery thread that took it reads them without the lock. Settlement is guarded by the lock again and
 * goes from the first record to the last, so "settled" is a single number and nothing can be settled twice.
 */
public final class Batch {

    private static final int INITIAL_RECORDS = 256;

    private ByteBuffer region;
    private final long firstSequence;
    private final long oldestNanos;
    private int[] ends = new int[INITIAL_RECORDS];
    private int records;
    private int settled;
    private @Nullable Cut cut;

    /**
     * An empty, open batch.
     *
     * @param region memory for the records, from its position to its limit
     * @param firstSequence number of the first record to come, among all ever admitted
     * @param oldestNanos monotonic time at which the first record comes
     */
    Batch(ByteBuffer region, long firstSequence, long oldestNanos) {
        this.region = region;
        this.firstSequence = firstSequence;
        this.oldestNanos = oldestNanos;
    }

    boolean hasRoomFor(int bytes) {
        return region.remaining() >= bytes;
    }

    void add(byte[] source, int length) {
        if (records == ends.length) {
            ends = Arrays.copyOf(ends, records * 2);
        }
        region.put(source, 0, length);
        ends[records++] = region.position();
    }

    void cut(Cut reason) {
        cut = reason;
    }

    /**
     * Moves the records into memory of just their size, if they fill less than half of the region.
     *
     * @return the region given up, or null if the batch keeps it
     */
    @Nullable
    ByteBuffer shrink() {
        ByteBuffer large = region;
        int used = large.position();
        if (used > large.capacity() / 2) {
            return null;
        }
        region = ByteBuffer.allocate(used).put(bytes(0, records));
        return large;
    }

    /** Why this batch was closed; null while it is open. */
    public @Nullable Cut cut() {
        return cut;
    }

    /** Number of records. */
    public int records() {
        return records;
    }

    /** Monotonic time at which the oldest record was admitted. */
    public long oldestNanos() {
        return oldestNanos;
    }

    /** The bytes of the records from one index (inclusive) to another (exclusive). */
    public ByteBuffer bytes(int from, int to) {
        int start = from == 0 ? 0 : ends[from - 1];
        int end = to == 0 ? 0 : ends[to - 1];
        return region.duplicate().position(start).limit(end);
    }

    int size(int from, int to) {
        return bytes(from, to).remaining();
    }

    ByteBuffer region() {
        return region;
    }

    long firstUnsettledSequence() {
        return firstSequence + settled;
    }

    /** Number of records settled, from the first. */
    public int settled() {
        return settled;
    }

    /** Whether all records are settled. */
    public boolean isSettled() {
        return settled == records;
    }

    /** Settles all records before an index that are not settled yet. */
    void settleTo(int index) {
        if (index <= settled || index > records) {
            throw new IllegalStateException(
                    "records up to " + settled + " of " + records + " are settled, cannot settle up to " + index);
        }
        settled = index;
    }
}
