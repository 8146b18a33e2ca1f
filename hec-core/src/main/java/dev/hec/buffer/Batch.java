package dev.hec.buffer;

import dev.hec.Severity;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Records back to back in one region of memory, with an index of where each ends.
 *
 * <p>Written only under the lock of {@link EventBuffer}, and only until it is cut; afterwards its bytes and index do not
 * change, and the one delivery thread that took it reads them without the lock. Settlement is guarded by the lock again and
 * goes from the first record to the last, so "settled" is a single number and nothing can be settled twice.
 */
public final class Batch {

    private Region region;
    private BatchIndex index;
    private final long firstSequence;
    private final long oldestNanos;
    private int records;
    private int settled;
    private @Nullable Cut cut;

    /**
     * An empty, open batch.
     *
     * @param region empty memory for the records
     * @param index empty
     * @param firstSequence number of the first record to come, among all ever admitted
     * @param oldestNanos monotonic time at which the first record comes
     */
    Batch(Region region, BatchIndex index, long firstSequence, long oldestNanos) {
        this.region = region;
        this.index = index;
        this.firstSequence = firstSequence;
        this.oldestNanos = oldestNanos;
        region.begin(firstSequence);
    }

    private Batch(Region region, BatchIndex index, long firstSequence, long nowNanos, int settled) {
        this.region = region;
        this.index = index;
        this.firstSequence = firstSequence;
        this.oldestNanos = nowNanos;
        this.settled = settled;
        records = index.records();
        cut = Cut.RECOVERED;
    }

    /**
     * A batch that an earlier process left behind.
     *
     * @param region its memory, with the records in it
     * @param firstSequence number of its first record for this process
     * @param nowNanos monotonic time now; the age of the records starts anew
     * @param ends where each record ends
     * @param severities of each record, as {@link Severity#code}
     * @param settled number of records that the earlier process settled
     */
    public static Batch recovered(
            Region region, long firstSequence, long nowNanos, int[] ends, byte[] severities, int settled) {
        return new Batch(region, new BatchIndex(ends, severities), firstSequence, nowNanos, settled);
    }

    boolean hasRoomFor(int bytes) {
        return region.data().capacity() - bytes() >= bytes && records < region.maxRecords();
    }

    int bytes() {
        return index.endBefore(records);
    }

    void add(byte[] source, int length, int checksum, long time, long nanos, Severity severity) {
        int start = bytes();
        region.data().put(start, source, 0, length);
        region.describe(records, start + length, severity, checksum);
        index.cutPoints().added(records, time, nanos);
        index.add(start + length, severity);
        records++;
        region.commit(records);
    }

    /** Whether an event of this time is later than all in this batch. */
    boolean rises(long time) {
        return index.cutPoints().rises(time);
    }

    CutPoints cutPoints() {
        return index.cutPoints();
    }

    void cut(Cut reason) {
        cut = reason;
    }

    /**
     * Moves the records from a safe place on into a new batch. At every instant at least one of the two regions holds each
     * record; where both do, the later batch counts.
     *
     * @param place one of {@link #cutPoints}
     * @param empty memory for the new batch
     * @param emptyIndex for the new batch
     * @return the new batch, open
     */
    Batch splitOff(int place, Region empty, BatchIndex emptyIndex) {
        Batch tail =
                new Batch(empty, emptyIndex, firstSequence + place, cutPoints().admittedNanos(place));
        int start = index.endBefore(place);
        empty.data().put(0, region.data(), start, bytes() - start);
        index.moveTail(place, emptyIndex);
        tail.records = emptyIndex.records();
        for (int i = 0; i < tail.records; i++) {
            empty.describe(i, emptyIndex.endBefore(i + 1), emptyIndex.severity(i), checksum(place + i, empty));
        }
        empty.commit(tail.records);
        records = place;
        region.commit(place);
        return tail;
    }

    /** The heap keeps no checksums; a file needs them. */
    private int checksum(int record, Region forRegion) {
        if (region.isDurable() || !forRegion.isDurable()) {
            return region.checksum(record);
        }
        CRC32C checksum = new CRC32C();
        checksum.update(bytes(record, record + 1));
        return (int) checksum.getValue();
    }

    /** Whether the records leave half of a region of the heap empty, or more. */
    boolean isSparse() {
        return !region.isDurable() && bytes() <= region.data().capacity() / 2;
    }

    /**
     * Moves the records into memory of just their size. Only while this batch is being cut.
     *
     * @return the region given up
     */
    Region shrink() {
        Region large = region;
        Region small = new HeapRegion(bytes());
        small.data().put(0, large.data(), 0, bytes());
        region = small;
        return large;
    }

    /** Gives the index away when all records are settled; their bytes cannot be asked for any more. */
    BatchIndex releaseIndex() {
        BatchIndex released = index;
        index = new BatchIndex(new int[0], new byte[0]);
        return released;
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

    /** Time of the earliest event or before, milliseconds since the epoch; {@code Long.MAX_VALUE} if unknown. */
    public long minTime() {
        return cutPoints().minTime();
    }

    /** Time of the latest event, milliseconds since the epoch; {@code Long.MIN_VALUE} if unknown. */
    public long maxTime() {
        return cutPoints().maxTime();
    }

    /** Severity of a record. */
    public Severity severity(int record) {
        return index.severity(record);
    }

    /** The bytes of the records from one index (inclusive) to another (exclusive); not once all are settled. */
    public ByteBuffer bytes(int from, int to) {
        return region.data().duplicate().position(index.endBefore(from)).limit(index.endBefore(to));
    }

    /**
     * Where to divide a run of records that is too large or holds an unknown bad event.
     *
     * @return the index nearest to the middle that separates no equal times; -1 if there is none
     */
    public int safeMiddle(int from, int to) {
        return cutPoints().nearestToMiddle(from, to);
    }

    /** A request with the records from the first unsettled to an index is about to be sent under an id. Delivery thread only. */
    public void attempting(int to, BatchId id) {
        region.attempting(settled, to, id);
    }

    /** The request that was under way when an earlier process died, if it began with the first record still unsettled. */
    public Region.@Nullable Attempt interrupted() {
        return region.interrupted();
    }

    /** Whether what is unsettled survives the death of the process. */
    boolean isDurable() {
        return region.isDurable();
    }

    int size(int from, int to) {
        return bytes(from, to).remaining();
    }

    Region region() {
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

    /** Lets a delivery thread that still has this batch find nothing left to do; the region keeps what is unsettled. */
    void giveUp() {
        settled = records;
    }

    /** Settles all records before an index that are not settled yet. */
    void settleTo(int index) {
        if (index <= settled || index > records) {
            throw new IllegalStateException(
                    "records up to " + settled + " of " + records + " are settled, cannot settle up to " + index);
        }
        settled = index;
    }

    /** Lets the next process know what is settled. */
    void noteSettled() {
        region.settle(settled);
    }
}
