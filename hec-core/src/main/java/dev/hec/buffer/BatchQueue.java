package dev.hec.buffer;

import dev.hec.Severity;
import dev.hec.time.Time;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The batches between admission and settlement: the open one, those ready to be taken, and all that are not settled.
 *
 * <p>Guarded by the lock of {@link EventBuffer}.
 *
 * <p><b>Invariants.</b> {@code unsettled} holds exactly the batches with unsettled records, in order of admission; the open
 * batch, if any, is its last and is never empty between two calls. {@code heldBytes} is the size of all unsettled records,
 * {@code heapBytes} of those that are not in durable regions. {@code sparseReady} is the number of batches in {@code ready} that
 * leave half of a region of the heap empty or more; a quarter of {@code bufferBytes} may be taken by such regions.
 *
 * <p><b>Cuts.</b> A batch that has no room for the next record is cut then. Any other batch is cut only when a delivery thread
 * takes it: as long as delivery is busy or stuck, the open batch keeps growing. So requests get larger under load, not more
 * numerous, and a slow collector does not fill the buffer with nearly empty regions. Where to cut is decided by
 * {@link CutPoints}; what lies beyond begins the next batch.
 */
final class BatchQueue {

    /** Indexes of settled batches kept for new ones. */
    private static final int SPARE_INDEXES = 4;

    private final BufferLimits limits;
    private final Regions regions;
    private final Time time;

    private final Deque<Batch> unsettled = new ArrayDeque<>();
    private final Deque<Batch> ready = new ArrayDeque<>();
    private final Deque<BatchIndex> spareIndexes = new ArrayDeque<>(SPARE_INDEXES);
    private @Nullable Batch open;
    private @Nullable Region reserved;
    private long heldBytes;
    private long heapBytes;
    private long cutMaxTime = Long.MIN_VALUE;
    private boolean cutCounted = true;
    private long unsafeCuts;
    private int sparseReady;

    BatchQueue(BufferLimits limits, Regions regions, Time time) {
        this.limits = limits;
        this.regions = regions;
        this.time = time;
    }

    /** The region that a record of this length would go to, durable or not; null if none is at hand. */
    @Nullable
    Region regionFor(int length) {
        Batch batch = open;
        return batch != null && hasRoom(batch, length) ? batch.region() : reserve();
    }

    private BatchIndex index() {
        BatchIndex spare = spareIndexes.poll();
        if (spare == null) {
            return new BatchIndex();
        }
        spare.clear();
        return spare;
    }

    private boolean hasRoom(Batch batch, int length) {
        return batch.hasRoomFor(length) && batch.records() < limits.batchEvents();
    }

    private @Nullable Region reserve() {
        if (reserved == null) {
            reserved = regions.take();
        }
        return reserved;
    }

    /** Lets the heap stand in for a durable region that is not to be had. */
    Region reserveHeap() {
        Region region = new HeapRegion(limits.batchBytes());
        reserved = region;
        return region;
    }

    /** The same because a region was too slow to come, which somebody should know. */
    void reserveHeapForSlow() {
        reserveHeap();
        regions.tooSlow();
    }

    Regions.Shortage shortage() {
        return regions.shortage();
    }

    long heldBytes() {
        return heldBytes;
    }

    long heapBytes() {
        return heapBytes;
    }

    long unsafeCuts() {
        return unsafeCuts;
    }

    /**
     * Adds a record. {@link #regionFor} has just given a region for it.
     *
     * @return whether a batch was opened or cut, which a delivery thread should know
     */
    boolean add(byte[] record, int length, int checksum, long eventTime, Severity severity, long sequence) {
        try {
            return addTo(record, length, checksum, eventTime, severity, sequence);
        } catch (InternalError e) {
            // A page of a mapped file is gone: somebody cut the file short, or the disk failed. The heap stands in.
            abandonOpen();
            Region ignored = reserveHeap();
            return addTo(record, length, checksum, eventTime, severity, sequence);
        }
    }

    /** Adds no more to the open batch; one that is empty is forgotten. */
    private void abandonOpen() {
        Batch batch = open;
        if (batch != null && batch.records() == 0) {
            open = null;
            unsettled.remove(batch);
            regions.giveBack(batch.region());
        } else if (batch != null) {
            makeReady(batch, Cut.BYTES);
        }
    }

    private boolean addTo(byte[] record, int length, int checksum, long eventTime, Severity severity, long sequence) {
        boolean news = false;
        Batch batch = open;
        if (batch != null && !hasRoom(batch, length)) {
            cut(batch, batch.records() >= limits.batchEvents() ? Cut.EVENTS : Cut.BYTES, eventTime, length);
            batch = open;
            news = true;
        }
        boolean rises = batch == null || batch.rises(eventTime);
        long now = rises ? time.nanos() : 0;
        if (batch == null) {
            Region region = reserved;
            if (region == null) {
                throw new IllegalStateException("no region was reserved");
            }
            batch = new Batch(region, index(), sequence, now);
            unsettled.add(batch);
            open = batch;
            reserved = null;
            news = true;
        }
        if (eventTime <= cutMaxTime && !cutCounted) {
            cutCounted = true;
            unsafeCuts++;
        }
        batch.add(record, length, checksum, eventTime, now, severity);
        heldBytes += length;
        if (!batch.isDurable()) {
            heapBytes += length;
        }
        return news || batch.records() >= limits.batchEvents();
    }

    /** Cuts the open batch for a record that waits for room; afterwards there is an open batch with room for it, or none. */
    private void cut(Batch batch, Cut reason, long nextTime, int nextLength) {
        int at = batch.cutPoints().choose(batch.records(), time.nanos(), nextTime);
        int tailBytes = batch.size(at, batch.records());
        Region empty = at < batch.records() ? reserve() : null;
        // Records that survive the death of the process stay where they do; a worse cut is the lesser evil.
        boolean fits = empty != null
                && (empty.isDurable() || !batch.isDurable())
                && tailBytes + nextLength <= empty.data().capacity()
                && batch.records() - at < Math.min(limits.batchEvents(), empty.maxRecords());
        cutAt(batch, reason, fits ? at : batch.records());
    }

    private void cutAt(Batch batch, Cut reason, int at) {
        Batch tail = null;
        Region empty = reserved;
        if (at < batch.records() && empty != null) {
            tail = batch.splitOff(at, empty, index());
            reserved = null;
            if (batch.isDurable() != tail.isDurable()) {
                heapBytes += tail.isDurable() ? -tail.bytes() : tail.bytes();
            }
        }
        if (tail != null) {
            unsettled.add(tail);
        }
        open = tail;
        makeReady(batch, reason);
    }

    private void makeReady(Batch batch, Cut reason) {
        batch.cut(reason);
        cutMaxTime = batch.maxTime();
        cutCounted = false;
        ready.add(batch);
        if (open == batch) {
            open = null;
        }
        regions.sealed(batch.region());
        if (batch.isSparse()) {
            packOrLeave(batch);
        }
    }

    /**
     * Many batches that may wait long must not hold regions that they do not fill; a few that are sent soon are not worth
     * moving.
     */
    private void packOrLeave(Batch batch) {
        if (sparseReady >= limits.bufferBytes() / limits.batchBytes() / 4) {
            try {
                regions.giveBack(batch.shrink());
                return;
            } catch (OutOfMemoryError e) {
                // It stays where it is.
            }
        }
        sparseReady++;
    }

    /** The next batch to send, or null if none is due. */
    @Nullable
    Batch poll(boolean closed, long flushBelow) {
        Batch batch = open;
        if (batch != null && ready.isEmpty()) {
            if (closed) {
                makeReady(batch, Cut.CLOSE);
            } else if (batch.firstUnsettledSequence() < flushBelow) {
                makeReady(batch, Cut.FLUSH);
            } else if (batch.records() >= limits.batchEvents()) {
                cut(batch, Cut.EVENTS, Long.MAX_VALUE, 0);
            } else if (lingerLeft() <= 0) {
                cut(batch, Cut.LINGER, Long.MAX_VALUE, 0);
            }
        }
        Batch next = ready.poll();
        if (next != null && next.isSparse()) {
            sparseReady--;
        }
        return next;
    }

    boolean isAnyReady() {
        return !ready.isEmpty();
    }

    boolean isAnyOpen() {
        return open != null;
    }

    /** How long the open batch may still wait for company; endless if there is none. */
    long lingerLeft() {
        return open == null ? Long.MAX_VALUE : open.oldestNanos() + limits.lingerNanos() - time.nanos();
    }

    /** Queues a batch of an earlier process, before any other. */
    void recover(Batch batch) {
        unsettled.add(batch);
        ready.add(batch);
        heldBytes += batch.size(batch.settled(), batch.records());
    }

    /**
     * Settles the records before an index, from the first unsettled one. They are settled also where this throws, for want of memory
     * or because a page of a mapped file is gone.
     */
    void settle(Batch batch, int toRecord) {
        int from = batch.settled();
        batch.settleTo(toRecord);
        release(batch, from, toRecord);
        if (batch.isSettled()) {
            unsettled.remove(batch);
        }
        batch.noteSettled();
        if (batch.isSettled()) {
            regions.giveBack(batch.region());
            if (spareIndexes.size() < SPARE_INDEXES) {
                spareIndexes.add(batch.releaseIndex());
            }
        }
    }

    private void release(Batch batch, int from, int to) {
        int bytes = batch.size(from, to);
        heldBytes -= bytes;
        if (!batch.isDurable()) {
            heapBytes -= bytes;
        }
    }

    /** Cuts what is open; then nothing is ready, and the batches that wait are those that nobody has taken. */
    Deque<Batch> takeAll() {
        Batch last = open;
        if (last != null) {
            makeReady(last, Cut.CLOSE);
        }
        Deque<Batch> waiting = new ArrayDeque<>(ready);
        ready.clear();
        sparseReady = 0;
        return waiting;
    }

    /** Removes the next unsettled batch, for one who gives all of them up; null if there is none. */
    @Nullable
    Batch giveUp() {
        Batch batch = unsettled.poll();
        if (batch != null) {
            release(batch, batch.settled(), batch.records());
        }
        return batch;
    }

    long pendingBelow(long mark) {
        long pending = 0;
        for (Batch batch : unsettled) {
            long first = batch.firstUnsettledSequence();
            if (first >= mark) {
                break;
            }
            pending += Math.min(mark - first, batch.records() - batch.settled());
        }
        return pending;
    }

    /** Memory of the heap in regions of unsettled batches. */
    long heapRegionBytes() {
        long bytes = 0;
        for (Iterator<Batch> all = unsettled.iterator(); all.hasNext(); ) {
            Region region = all.next().region();
            bytes += region.isDurable() ? 0 : region.data().capacity();
        }
        return bytes
                + (reserved == null || reserved.isDurable()
                        ? 0
                        : reserved.data().capacity());
    }
}
