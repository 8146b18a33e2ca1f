package dev.hec.receiver.journal;

import dev.hec.receiver.event.BusyException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the threads of a {@link Journal} share: the queue of appends, the segments, the counts and the bounds.
 *
 * <p><b>Lock.</b> Every field is guarded by {@code lock}. No I/O happens under it, and nothing of a caller's runs under it.
 *
 * <p><b>Invariants.</b>
 * <ul>
 *   <li>{@code waitingBytes} is the size of the appends that are queued or being written.
 *   <li>{@code retainedBytes} is the size of the segments.
 *   <li>{@code released ≤ end}, and neither falls.
 *   <li>Both sizes stay within their bounds, except for a single record that finds nothing else waiting and everything
 *       released, so that none is refused for ever.
 * </ul>
 */
final class JournalState {

    private static final int DISK_BUSY_SECONDS = 1;
    private static final int INDEX_BUSY_SECONDS = 5;
    private static final long PROBE_NANOS = 1_000_000_000L;
    private static final int RECORDS_PER_GROUP = 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final JournalLimits limits;
    private final Deque<Append> queue = new ArrayDeque<>();
    private final Segments segments;
    private long waitingBytes;
    private long retainedBytes;
    private long end;
    private long released;
    private boolean closed;
    private @Nullable String problem;

    /** A record and its outcome. */
    record Append(RecordBytes record, CompletableFuture<Boolean> stored) {}

    /** A snapshot of the numbers. */
    record Counts(
            long end,
            long waitingBytes,
            long retainedBytes,
            boolean full,
            @Nullable String problem) {}

    JournalState(JournalLimits limits, Segments segments, long needed) {
        this.limits = limits;
        this.segments = segments;
        retainedBytes = segments.bytes();
        end = Math.max(needed, segments.end());
        released = needed;
    }

    /** Refuses a record of a size if it does not fit now. */
    void admit(int bytes) throws BusyException {
        lock.lock();
        try {
            if (closed) {
                throw new BusyException("the receiver is stopping", DISK_BUSY_SECONDS);
            }
            if (waitingBytes > 0 && waitingBytes + bytes > limits.maxWaitingBytes()) {
                throw new BusyException(waitingBytes + " bytes wait for the disk", DISK_BUSY_SECONDS);
            }
            boolean nothingElse = released == end && waitingBytes == 0;
            if (!nothingElse && retainedBytes + waitingBytes + bytes > limits.maxRetainedBytes()) {
                throw new BusyException(retainedBytes + " bytes wait for the index", INDEX_BUSY_SECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Queues a record if it fits. */
    void enqueue(Append append) throws BusyException {
        lock.lock();
        try {
            admit(append.record().size());
            waitingBytes += append.record().size();
            queue.add(append);
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for appends and takes the first and as many more as there is room for.
     *
     * @return none if nothing came for a while after a failure; null once closed and empty
     */
    @Nullable
    List<Append> takeGroup(long room) {
        lock.lock();
        try {
            if (!awaitWork()) {
                return closed ? null : List.of();
            }
            List<Append> group =
                    new ArrayList<>(Math.min(queue.size(), RECORDS_PER_GROUP)); // if this fails, none is taken
            long rest = room;
            Append next = queue.peek();
            while (next != null
                    && group.size() < RECORDS_PER_GROUP
                    && (group.isEmpty() || next.record().size() <= rest)) {
                rest -= next.record().size();
                group.add(queue.remove());
                next = queue.peek();
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is work; false once closed without any, or after a while if the last write failed. */
    private boolean awaitWork() {
        long rest = PROBE_NANOS;
        while (queue.isEmpty() && !closed && rest > 0) {
            if (problem == null) {
                work.awaitUninterruptibly();
            } else {
                try {
                    rest = work.awaitNanos(rest);
                } catch (InterruptedException e) {
                    rest = 0; // nobody interrupts this thread to any end; it looks sooner than it would
                }
            }
        }
        return !queue.isEmpty();
    }

    /** The disk can be written again, although nothing was appended. */
    void works() {
        lock.lock();
        try {
            problem = null;
        } finally {
            lock.unlock();
        }
    }

    /** Counts a group as durable. A segment that is full may be released from now on. */
    void stored(Segment segment, long bytes, long newEnd) {
        lock.lock();
        try {
            waitingBytes -= bytes;
            retainedBytes += bytes;
            segment.size += bytes;
            segment.end = newEnd;
            segment.writing = segment.size < limits.segmentBytes();
            end = newEnd;
            problem = null;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a group out of the counts; they are right also if there is no memory left for the reason. */
    void failed(List<Append> group, String reason, Throwable cause) {
        lock.lock();
        try {
            for (Append append : group) {
                waitingBytes -= append.record().size();
            }
            problem = "the last write failed";
            problem = reason + cause;
        } finally {
            lock.unlock();
        }
    }

    /** Something failed that no append can be told of. */
    void troubled(Throwable cause) {
        lock.lock();
        try {
            problem = "the journal's writer failed and goes on";
            problem = problem + ": " + cause;
        } finally {
            lock.unlock();
        }
    }

    /** Fails what nobody will write any more. */
    void failQueued() {
        lock.lock();
        try {
            for (Append append = queue.poll(); append != null; append = queue.poll()) {
                waitingBytes -= append.record().size();
                append.stored().completeExceptionally(new IllegalStateException("the journal's writer has ended"));
            }
        } finally {
            lock.unlock();
        }
    }

    void begun(Segment segment) {
        lock.lock();
        try {
            segments.add(segment);
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more is written to a segment. One without events is forgotten. */
    void finished(Segment segment) {
        lock.lock();
        try {
            segment.writing = false;
            if (segment.size == 0) {
                segments.remove(segment);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the segments that are no longer needed; their files are still there. */
    List<Segment> release(long needed) {
        lock.lock();
        try {
            released = Math.max(released, Math.min(needed, end));
            List<Segment> unneeded = segments.releasable(released);
            for (Segment segment : unneeded) {
                segments.remove(segment);
                retainedBytes -= segment.size;
            }
            return unneeded;
        } finally {
            lock.unlock();
        }
    }

    Journal.@Nullable Extent extentAt(long sequence) {
        lock.lock();
        try {
            Segment segment = segments.at(sequence);
            return segment == null ? null : new Journal.Extent(segment.path, segment.first, segment.end);
        } finally {
            lock.unlock();
        }
    }

    void markDamaged(long sequence) {
        lock.lock();
        try {
            Segment segment = segments.at(sequence);
            if (segment != null) {
                segment.damaged = true;
            }
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    Counts counts() {
        lock.lock();
        try {
            return new Counts(end, waitingBytes, retainedBytes, isFull(), problem);
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull() {
        long waitingRoom = limits.maxWaitingBytes() - waitingBytes;
        long retainedRoom = limits.maxRetainedBytes() - retainedBytes - waitingBytes;
        return closed
                || (waitingBytes > 0 && waitingRoom < limits.maxWaitingBytes() / 16)
                || (released < end && retainedRoom < limits.maxRetainedBytes() / 16);
    }
}
