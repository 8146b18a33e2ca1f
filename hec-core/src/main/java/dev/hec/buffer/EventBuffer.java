package dev.hec.buffer;

import dev.hec.Admission;
import dev.hec.DropReason;
import dev.hec.FlushResult;
import dev.hec.Severity;
import dev.hec.time.Time;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Holds records from admission to settlement, bounded in bytes, and hands them out in batches.
 *
 * <p><b>Threads.</b> Any number of threads append; delivery threads take batches and settle them; anyone may flush.
 *
 * <p><b>Lock.</b> One lock guards all state, including that of {@link BatchQueue}, {@link Ledger}, {@link Batch} and
 * {@link Region}. Under it there is one copy of the record and no I/O, no compression, no user code; memory is allocated only
 * where a batch is opened and no used region is at hand. {@link Regions} may have a lock of its own, taken under this one.
 *
 * <p><b>Invariants.</b> Held bytes (open, cut and in flight) never exceed {@code spoolBytes}, nor those on the heap
 * {@code bufferBytes}; only batches of an earlier process may. Records leave a batch only by being settled, once, in order.
 *
 * <p><b>Memory on the heap.</b> Batches that wait fill at least half of their regions, or have memory of just their size, except
 * for a quarter of {@code bufferBytes}. So the regions take at most two and a quarter times {@code bufferBytes}, and one
 * {@code batchBytes} for the open batch and each of those in flight; with the spares there are never more regions than were in use
 * at once. Batches with memory of their own size come on top, at most {@code bufferBytes}. Fewer spares cost more memory, not
 * less: what a burst gives up is garbage that has grown old, for which the heap grows.
 */
public final class EventBuffer {

    /** Longest wait of a caller for a durable region where callers do not block; the heap stands in for it then. */
    static final long REGION_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final BufferLimits limits;
    private final Time time;
    private final boolean durable;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Condition settlement = lock.newCondition();

    private final Ledger ledger = new Ledger();
    private final BatchQueue batches;
    private long flushBelow;
    private boolean closed;
    private boolean givenUp;
    private long refusedFull;
    private long refusedClosed;

    /** An empty buffer on the heap. */
    public EventBuffer(BufferLimits limits, Time time) {
        this(limits, new HeapRegions(limits.batchBytes(), time), time);
    }

    /** An empty buffer whose batches live where {@code regions} says. */
    public EventBuffer(BufferLimits limits, Regions regions, Time time) {
        this.limits = limits;
        this.time = time;
        durable = regions.areDurable();
        batches = new BatchQueue(limits, regions, time);
    }

    /**
     * Copies a record in.
     *
     * <p>The last 20 % of the buffer are kept for WARN and above, the last 5 % for ERROR.
     *
     * @param record holds the record from index 0
     * @param length its length in bytes, at most {@code batchBytes}
     * @param eventTime time of the event, milliseconds since the epoch; decides where batches may be cut
     */
    public Admission append(byte[] record, int length, long eventTime, Severity severity) {
        if (length > limits.batchBytes()) {
            throw new IllegalArgumentException("record of " + length + " bytes, batchBytes is " + limits.batchBytes());
        }
        int checksum = durable ? checksum(record, length) : 0;
        lock.lock();
        try {
            boolean fits = hasRoom(length, severity);
            if (!fits && !closed) {
                awaitRoom(length, severity);
                fits = hasRoom(length, severity);
            }
            if (closed) {
                refusedClosed++;
                return Admission.CLOSED;
            }
            if (!fits) {
                refusedFull++;
                return Admission.FULL;
            }
            if (batches.add(record, length, checksum, eventTime, severity, ledger.admitted())) {
                // A batch is full, or a delivery thread that waits without limit has to learn when linger ends.
                work.signal();
            }
            ledger.admit();
            return Admission.ADMITTED;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Copies a record of the library's own in, also when the buffer is closed, as long as delivery goes on. Never waits.
     *
     * @return whether there was room
     */
    public boolean appendNotice(byte[] record, long eventTime) {
        int checksum = durable ? checksum(record, record.length) : 0;
        lock.lock();
        try {
            if (givenUp || record.length > limits.batchBytes() || !hasRoom(record.length, Severity.ERROR)) {
                return false;
            }
            batches.add(record, record.length, checksum, eventTime, Severity.WARN, ledger.admitted());
            work.signal();
            ledger.admit();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** A checksum as it is kept in durable regions. */
    public static int checksum(byte[] record, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(record, 0, length);
        return (int) checksum.getValue();
    }

    private boolean hasRoom(int length, Severity severity) {
        Region region = batches.regionFor(length);
        if (region == null && batches.shortage() == Regions.Shortage.BROKEN && hasRoomOnHeap(length, severity)) {
            region = batches.reserveHeap();
        }
        if (region == null) {
            return false;
        }
        return region.isDurable()
                ? batches.heldBytes() + length <= share(limits.spoolBytes(), severity)
                : hasRoomOnHeap(length, severity);
    }

    private boolean hasRoomOnHeap(int length, Severity severity) {
        return batches.heapBytes() + length <= share(limits.bufferBytes(), severity);
    }

    private static long share(long limit, Severity severity) {
        return switch (severity) {
            case TRACE, DEBUG, INFO -> limit - limit / 5;
            case WARN -> limit - limit / 20;
            case ERROR -> limit;
        };
    }

    private void awaitRoom(int length, Severity severity) {
        long start = time.nanos();
        try {
            while (!closed && !hasRoom(length, severity)) {
                boolean coming = batches.regionFor(length) == null && batches.shortage() == Regions.Shortage.COMING;
                // Who lets callers block, so as to lose nothing, wants a region rather than the heap.
                long patience =
                        coming ? Math.max(REGION_PATIENCE_NANOS, limits.maxBlockNanos()) : limits.maxBlockNanos();
                long left = start + patience - time.nanos();
                if (left <= 0) {
                    standIn(length, severity);
                    return;
                }
                time.await(lock, room, left);
            }
        } catch (InterruptedException e) {
            // The application wants this thread back: stop waiting, and leave it the flag.
            Thread.currentThread().interrupt();
            standIn(length, severity);
        }
    }

    /** Where a file is still to be made, the heap has to do: losing durability for a batch is better than losing events. */
    private void standIn(int length, Severity severity) {
        boolean coming = batches.regionFor(length) == null && batches.shortage() == Regions.Shortage.COMING;
        if (coming && hasRoomOnHeap(length, severity)) {
            batches.reserveHeapForSlow();
        }
    }

    /** Whether the buffer refuses further records. */
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Wakes callers that wait for a durable region; called by whoever makes them, holding no lock. */
    public void regionsChanged() {
        lock.lock();
        try {
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes in a batch that an earlier process left behind; before anything is appended.
     *
     * @param batch not settled yet, see {@link Batch#recovered}
     */
    public void recover(Batch batch) {
        lock.lock();
        try {
            ledger.recover(batch.records() - batch.settled());
            batches.recover(batch);
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Counts events that an earlier process left behind and that cannot be read any more. */
    public void recoverDamaged(int events) {
        if (events > 0) {
            lock.lock();
            try {
                ledger.recover(events);
                ledger.take(events);
                ledger.drop(events, DropReason.DAMAGED);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Number of events admitted so far, which numbers the next one. */
    public long admitted() {
        lock.lock();
        try {
            return ledger.admitted();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the next batch to send. Its events count as in flight until they are settled.
     *
     * @return a batch, or null when the buffer is closed and everything was taken
     */
    public @Nullable Batch take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Batch batch = batches.poll(closed, flushBelow);
                if (batch != null) {
                    ledger.take(batch.records() - batch.settled());
                    if (batches.isAnyReady() || batches.isAnyOpen()) {
                        work.signal();
                    }
                    return batch;
                }
                if (closed && !batches.isAnyOpen()) {
                    work.signal();
                    return null;
                }
                time.await(lock, work, batches.lingerLeft());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Settles the records of a taken batch before an index, from the first unsettled one, as delivered. */
    public void delivered(Batch batch, int toRecord) {
        lock.lock();
        try {
            settle(batch, toRecord, null);
        } finally {
            lock.unlock();
        }
    }

    /** Settles the records of a taken batch before an index, from the first unsettled one, as dropped. */
    public void dropped(Batch batch, int toRecord, DropReason reason) {
        lock.lock();
        try {
            settle(batch, toRecord, reason);
        } finally {
            lock.unlock();
        }
    }

    /** @param dropped why; null if they were delivered */
    private void settle(Batch batch, int toRecord, @Nullable DropReason dropped) {
        if (givenUp) {
            // A delivery thread that did not end in time; its records are counted already.
            return;
        }
        int before = batch.settled();
        try {
            batches.settle(batch, toRecord);
        } finally {
            // What is settled stays so, and nobody will settle it again, whatever failed meanwhile.
            int records = batch.settled() - before;
            if (dropped == null) {
                ledger.deliver(records);
            } else {
                ledger.drop(records, dropped);
            }
            room.signalAll();
            settlement.signalAll();
        }
    }

    /**
     * Gives up everything not settled yet: leaves it to the next process where it is durable, and drops the rest. Only after
     * {@link #close}; settlements that come later count no more.
     *
     * @return number of events dropped
     */
    public int giveUpRest(DropReason reason) {
        lock.lock();
        try {
            givenUp = true;
            for (Batch waiting : batches.takeAll()) {
                ledger.take(waiting.records() - waiting.settled());
            }
            int dropped = 0;
            for (Batch batch = batches.giveUp(); batch != null; batch = batches.giveUp()) {
                int events = batch.records() - batch.settled();
                batch.giveUp();
                if (batch.isDurable()) {
                    ledger.spool(events);
                } else {
                    ledger.drop(events, reason);
                    dropped += events;
                }
            }
            room.signalAll();
            settlement.signalAll();
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until everything admitted before this call is settled.
     *
     * @param nanos the longest wait
     * @throws InterruptedException if interrupted while waiting; sending goes on
     */
    public FlushResult flush(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long mark = ledger.admitted();
            long deliveredBefore = ledger.delivered();
            long droppedBefore = ledger.droppedInAll();
            long deadline = time.nanos() + nanos;
            flushBelow = Math.max(flushBelow, mark);
            work.signalAll();
            while (batches.pendingBelow(mark) > 0) {
                long left = deadline - time.nanos();
                if (left <= 0) {
                    break;
                }
                time.await(lock, settlement, left);
            }
            long pending = batches.pendingBelow(mark);
            return new FlushResult(
                    pending == 0, ledger.delivered() - deliveredBefore, ledger.droppedInAll() - droppedBefore, pending);
        } finally {
            lock.unlock();
        }
    }

    /** Refuses further records and wakes whoever waits; what is held can still be taken. Idempotent. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Memory of the heap in regions of unsettled batches. */
    long heapRegionBytes() {
        lock.lock();
        try {
            return batches.heapRegionBytes();
        } finally {
            lock.unlock();
        }
    }

    /** The counts at this instant. */
    public BufferCounts counts() {
        lock.lock();
        try {
            return new BufferCounts(
                    ledger.admitted(),
                    ledger.recovered(),
                    ledger.buffered(),
                    ledger.inFlight(),
                    ledger.delivered(),
                    ledger.dropped(),
                    ledger.spooled(),
                    refusedFull,
                    refusedClosed,
                    batches.heldBytes(),
                    batches.unsafeCuts());
        } finally {
            lock.unlock();
        }
    }
}
