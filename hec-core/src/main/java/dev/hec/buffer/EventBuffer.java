package dev.hec.buffer;

import dev.hec.Admission;
import dev.hec.DropReason;
import dev.hec.FlushResult;
import dev.hec.Severity;
import dev.hec.time.Time;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Holds records from admission to settlement, bounded in bytes, and hands them out in batches.
 *
 * <p><b>Threads.</b> Any number of threads append; delivery threads take batches and settle them; anyone may flush.
 *
 * <p><b>Lock.</b> One lock guards all state, including that of {@link Ledger} and the settlement of {@link Batch}. Under it
 * there is one copy of the record and no I/O, no compression, no user code; allocation only where a batch is opened and no
 * used region is at hand.
 *
 * <p><b>Invariants.</b> Held bytes (open, cut and in flight) never exceed {@code bufferBytes}. {@code unsettled} holds
 * exactly the batches with unsettled records, in order of admission; the open batch, if any, is its last. Records leave a
 * batch only by being settled, once, in order.
 *
 * <p><b>Memory.</b> A batch fills at least half of its memory, except for the open one and those in flight; so the regions
 * take at most twice {@code bufferBytes} and one {@code batchBytes} for each of these and for each spare.
 *
 * <p><b>Cuts.</b> A full batch is cut at once. A batch that is not full is cut only when a delivery thread takes it: as long
 * as delivery is busy or stuck, the open batch keeps growing. So requests get larger under load, not more numerous, and a
 * slow collector does not fill the buffer with nearly empty regions.
 */
public final class EventBuffer {

    /** Regions kept for reuse: one for the batch being filled, one for the batch being sent. */
    private static final int SPARE_REGIONS = 2;

    private final BufferLimits limits;
    private final Time time;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Condition settlement = lock.newCondition();

    private final Ledger ledger = new Ledger();
    private final Deque<Batch> unsettled = new ArrayDeque<>();
    private final Deque<Batch> ready = new ArrayDeque<>();
    private final Deque<ByteBuffer> spares = new ArrayDeque<>(SPARE_REGIONS);
    private @Nullable Batch open;
    private long heldBytes;
    private long flushBelow;
    private boolean closed;
    private boolean givenUp;
    private long refusedFull;
    private long refusedClosed;

    /** An empty buffer. */
    public EventBuffer(BufferLimits limits, Time time) {
        this.limits = limits;
        this.time = time;
    }

    /**
     * Copies a record in.
     *
     * <p>The last 20 % of the buffer are kept for WARN and above, the last 5 % for ERROR.
     *
     * @param record holds the record from index 0
     * @param length its length in bytes, at most {@code batchBytes}
     */
    public Admission append(byte[] record, int length, Severity severity) {
        if (length > limits.batchBytes()) {
            throw new IllegalArgumentException("record of " + length + " bytes, batchBytes is " + limits.batchBytes());
        }
        lock.lock();
        try {
            if (!closed && heldBytes + length > limitFor(severity) && limits.maxBlockNanos() > 0) {
                awaitRoom(length, severity);
            }
            if (closed) {
                refusedClosed++;
                return Admission.CLOSED;
            }
            if (heldBytes + length > limitFor(severity)) {
                refusedFull++;
                return Admission.FULL;
            }
            batchFor(length).add(record, length);
            heldBytes += length;
            ledger.admit();
            cutIfFull();
            return Admission.ADMITTED;
        } finally {
            lock.unlock();
        }
    }

    private long limitFor(Severity severity) {
        long limit = limits.bufferBytes();
        return switch (severity) {
            case TRACE, DEBUG, INFO -> limit - limit / 5;
            case WARN -> limit - limit / 20;
            case ERROR -> limit;
        };
    }

    private void awaitRoom(int length, Severity severity) {
        long deadline = time.nanos() + limits.maxBlockNanos();
        try {
            while (!closed && heldBytes + length > limitFor(severity)) {
                long left = deadline - time.nanos();
                if (left <= 0) {
                    return;
                }
                time.await(lock, room, left);
            }
        } catch (InterruptedException e) {
            // The application wants this thread back: stop waiting, and leave it the flag.
            Thread.currentThread().interrupt();
        }
    }

    private Batch batchFor(int length) {
        Batch batch = open;
        if (batch != null && !batch.hasRoomFor(length)) {
            makeReady(batch, Cut.BYTES);
            shrink(batch);
            batch = null;
        }
        if (batch == null) {
            ByteBuffer region = spares.poll();
            batch = new Batch(
                    region == null ? ByteBuffer.allocate(limits.batchBytes()) : region.clear(),
                    ledger.admitted(),
                    time.nanos());
            open = batch;
            unsettled.add(batch);
            // A delivery thread that waits without limit has to learn when linger ends.
            work.signal();
        }
        return batch;
    }

    private void cutIfFull() {
        Batch batch = open;
        if (batch != null && batch.records() >= limits.batchEvents()) {
            makeReady(batch, Cut.EVENTS);
            shrink(batch);
        }
    }

    /** A batch that may wait long must not hold a region that it does not fill. */
    private void shrink(Batch batch) {
        ByteBuffer region = batch.shrink();
        if (region != null) {
            keep(region);
        }
    }

    private void keep(ByteBuffer region) {
        if (region.capacity() == limits.batchBytes() && spares.size() < SPARE_REGIONS) {
            spares.add(region);
        }
    }

    private void makeReady(Batch batch, Cut reason) {
        batch.cut(reason);
        ready.add(batch);
        open = null;
        work.signal();
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
                cutIfDue();
                Batch batch = ready.poll();
                if (batch != null) {
                    ledger.take(batch.records());
                    if (!ready.isEmpty()) {
                        work.signal();
                    }
                    return batch;
                }
                if (open == null && closed) {
                    work.signal();
                    return null;
                }
                time.await(lock, work, open == null ? Long.MAX_VALUE : lingerLeft(open));
            }
        } finally {
            lock.unlock();
        }
    }

    private void cutIfDue() {
        Batch batch = open;
        if (batch == null || !ready.isEmpty()) {
            return;
        }
        if (closed) {
            makeReady(batch, Cut.CLOSE);
        } else if (batch.firstUnsettledSequence() < flushBelow) {
            makeReady(batch, Cut.FLUSH);
        } else if (lingerLeft(batch) <= 0) {
            makeReady(batch, Cut.LINGER);
        }
    }

    private long lingerLeft(Batch batch) {
        return batch.oldestNanos() + limits.lingerNanos() - time.nanos();
    }

    /** Settles the records of a taken batch before an index, from the first unsettled one, as delivered. */
    public void delivered(Batch batch, int toRecord) {
        lock.lock();
        try {
            ledger.deliver(settle(batch, toRecord));
        } finally {
            lock.unlock();
        }
    }

    /** Settles the records of a taken batch before an index, from the first unsettled one, as dropped. */
    public void dropped(Batch batch, int toRecord, DropReason reason) {
        lock.lock();
        try {
            ledger.drop(settle(batch, toRecord), reason);
        } finally {
            lock.unlock();
        }
    }

    private int settle(Batch batch, int toRecord) {
        if (givenUp) {
            // A delivery thread that did not end in time; its records are counted already.
            return 0;
        }
        int from = batch.settled();
        batch.settleTo(toRecord);
        heldBytes -= batch.size(from, toRecord);
        if (batch.isSettled()) {
            keep(batch.region());
            unsettled.remove(batch);
        }
        room.signalAll();
        settlement.signalAll();
        return toRecord - from;
    }

    /**
     * Gives up everything not settled yet. Only after {@link #close}; settlements that come later count no more.
     *
     * @return number of events dropped
     */
    public int dropRest(DropReason reason) {
        lock.lock();
        try {
            int events = 0;
            givenUp = true;
            Batch last = open;
            if (last != null) {
                makeReady(last, Cut.CLOSE);
            }
            for (Batch batch : ready) {
                ledger.take(batch.records());
            }
            ready.clear();
            for (Iterator<Batch> rest = unsettled.iterator(); rest.hasNext(); ) {
                Batch batch = rest.next();
                int from = batch.settled();
                batch.settleTo(batch.records());
                heldBytes -= batch.size(from, batch.records());
                ledger.drop(batch.records() - from, reason);
                events += batch.records() - from;
                rest.remove();
            }
            room.signalAll();
            settlement.signalAll();
            return events;
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
            while (pendingBelow(mark) > 0) {
                long left = deadline - time.nanos();
                if (left <= 0) {
                    break;
                }
                time.await(lock, settlement, left);
            }
            long pending = pendingBelow(mark);
            return new FlushResult(
                    pending == 0, ledger.delivered() - deliveredBefore, ledger.droppedInAll() - droppedBefore, pending);
        } finally {
            lock.unlock();
        }
    }

    private long pendingBelow(long mark) {
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

    /** Memory of all regions, those kept for reuse included. */
    long regionBytes() {
        lock.lock();
        try {
            long bytes = 0;
            for (Batch batch : unsettled) {
                bytes += batch.region().capacity();
            }
            for (ByteBuffer spare : spares) {
                bytes += spare.capacity();
            }
            return bytes;
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
                    ledger.buffered(),
                    ledger.inFlight(),
                    ledger.delivered(),
                    ledger.dropped(),
                    refusedFull,
                    refusedClosed,
                    heldBytes);
        } finally {
            lock.unlock();
        }
    }
}
