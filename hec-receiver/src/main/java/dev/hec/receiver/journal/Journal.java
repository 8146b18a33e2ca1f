package dev.hec.receiver.journal;

import dev.hec.receiver.event.BusyException;
import dev.hec.receiver.event.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An append-only journal in segment files. One record holds the events of one request; an append returns when its record is
 * on the disk, and everybody who waits at the same time shares one {@code fsync}.
 *
 * <p><b>Threads.</b> {@link #append} may be called by any thread: it encodes outside the lock, puts the record into the queue
 * and waits for its outcome. One writer thread owns the file being written; it takes all that waits, writes it, forces it once
 * and settles it. No caller touches a file, so the interrupt of a request can never close one.
 *
 * <p><b>Lock.</b> {@code lock} guards queue, byte counts, segments, {@code end} and {@code closed}. No I/O under it.
 *
 * <p><b>Invariants.</b>
 * <ul>
 *   <li>An event numbered below {@code end} is on the disk and was or will be acknowledged; {@code end} never falls.
 *   <li>The name of a segment is {@code end} at its beginning, so records of a failed write that are left in the segment
 *       before are void: their numbers belong to the new segment.
 *   <li>After a failed write or force nothing is ever written to, or newly trusted in, the same file.
 *   <li>Memory for waiting records and disk for unreleased segments are bounded; what does not fit is refused before
 *       anything is stored. A record that alone exceeds a bound is taken when nothing else waits and everything
 *       is released, so no record is refused for ever.
 *   <li>Every queued append is settled, also when the journal is closed.
 * </ul>
 */
public final class Journal {

    private static final int RECORDS_PER_WRITE = 1024;
    private static final int DISK_BUSY_SECONDS = 1;
    private static final int INDEX_BUSY_SECONDS = 5;

    private final Path directory;
    private final JournalLimits limits;
    private final SegmentFile.Factory files;
    private final Runnable onDurable;
    private final Thread writer;
    private final JournalRecovery recovery;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Deque<Append> queue = new ArrayDeque<>();
    private final Segments segments;
    private long waitingBytes;
    private long retainedBytes;
    private long end;
    private long released;
    private boolean closed;
    private @Nullable String problem;

    // Owned by the writer thread.
    private @Nullable Active active;

    private record Append(RecordBytes record, CompletableFuture<Boolean> stored) {}

    private record Active(Segment segment, SegmentFile file) {}

    private Journal(Path directory, long needed, JournalLimits limits, SegmentFile.Factory files, Runnable onDurable)
            throws IOException {
        this.directory = directory;
        this.limits = limits;
        this.files = files;
        this.onDurable = onDurable;
        PrivateFiles.createDirectories(directory);
        segments = Segments.recover(directory, needed);
        recovery = segments.recovery();
        retainedBytes = segments.bytes();
        end = Math.max(needed, segments.end());
        released = needed;
        writer = new Thread(this::writeUntilClosed, "hec-journal");
        writer.setDaemon(true);
    }

    /**
     * Opens the journal of a directory and recovers what is in it.
     *
     * @param directory where the segments are; created if missing. The caller sees to it that no other process uses it
     * @param needed the number of the first event that is still wanted; segments wholly below it are deleted
     * @param onDurable called by the writer thread after {@link #end} has grown; must be quick and must not throw
     * @throws IOException if the directory cannot be read or written; damaged records are no reason, see {@link #recovery}
     */
    public static Journal open(Path directory, long needed, JournalLimits limits, Runnable onDurable)
            throws IOException {
        return open(directory, needed, limits, SegmentFile::onDisk, onDurable);
    }

    static Journal open(
            Path directory, long needed, JournalLimits limits, SegmentFile.Factory files, Runnable onDurable)
            throws IOException {
        Journal journal = new Journal(directory, needed, limits, files, onDurable);
        journal.writer.start();
        return journal;
    }

    /** What was found at the start. */
    public JournalRecovery recovery() {
        return recovery;
    }

    /**
     * Stores the events of one request, all or none, and returns when they survive power loss. An interrupt does not end the
     * wait.
     *
     * @throws BusyException if a bound is reached or the journal is closed; nothing was stored
     * @throws IOException if storing failed; nothing counts as stored, though after a crash in the same moment the events may
     *     come back whole
     */
    public void append(List<Event> events) throws BusyException, IOException {
        admit(1);
        Append append = new Append(new RecordBytes(events), new CompletableFuture<>());
        lock.lock();
        try {
            admit(append.record().size());
            waitingBytes += append.record().size();
            queue.add(append);
            work.signal();
        } finally {
            lock.unlock();
        }
        try {
            append.stored().join();
        } catch (CompletionException e) {
            throw new IOException("the journal could not store the events: " + e.getCause(), e.getCause());
        }
    }

    private void admit(int bytes) throws BusyException {
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

    /** Whether less than a sixteenth of a bound is left, so that appends are refused or soon will be. */
    public boolean isFull() {
        lock.lock();
        try {
            long waitingRoom = limits.maxWaitingBytes() - waitingBytes;
            long retainedRoom = limits.maxRetainedBytes() - retainedBytes - waitingBytes;
            return closed
                    || (waitingBytes > 0 && waitingRoom < limits.maxWaitingBytes() / 16)
                    || (released < end && retainedRoom < limits.maxRetainedBytes() / 16);
        } finally {
            lock.unlock();
        }
    }

    /** The number after the last durable event. Events are numbered from 0 in the order they were stored. */
    public long end() {
        lock.lock();
        try {
            return end;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of records that wait for the disk. */
    long waitingBytes() {
        lock.lock();
        try {
            return waitingBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of segments that were not released yet. */
    public long retainedBytes() {
        lock.lock();
        try {
            return retainedBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Why the last write failed, or null if it did not. */
    public @Nullable String problem() {
        lock.lock();
        try {
            return problem;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Says that events below a number are no longer wanted. Segments without any other event are deleted, damaged ones are
     * renamed.
     *
     * @throws IOException if a file cannot be deleted; it is tried again when the journal is opened next
     */
    public void release(long needed) throws IOException {
        List<Segment> unneeded;
        lock.lock();
        try {
            released = Math.max(released, needed);
            unneeded = segments.releasable(needed);
            for (Segment segment : unneeded) {
                segments.remove(segment);
                retainedBytes -= segment.size;
            }
        } finally {
            lock.unlock();
        }
        for (Segment segment : unneeded) {
            Segments.discard(segment);
        }
    }

    /** Where to read an event from, see {@link Segments#at}. */
    @Nullable
    Extent extentAt(long sequence) {
        lock.lock();
        try {
            Segment segment = segments.at(sequence);
            return segment == null ? null : new Extent(segment.path, segment.first, segment.end);
        } finally {
            lock.unlock();
        }
    }

    /** A segment as it is now. */
    record Extent(Path path, long first, long end) {}

    /** Keeps the file that holds an event for inspection after its release, and writes no more into it. */
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

    /**
     * Takes no more, stores what was taken, and ends the writer thread.
     *
     * @return false if the disk did not finish in time
     */
    public boolean close(Duration timeout) throws InterruptedException {
        lock.lock();
        try {
            closed = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        writer.join(Math.max(1, timeout.toMillis()));
        return !writer.isAlive();
    }

    private void writeUntilClosed() {
        for (List<Append> group = nextGroup(); !group.isEmpty(); group = nextGroup()) {
            store(group);
        }
        finishSegment();
    }

    /** Waits for appends and takes as many as the segment has room for; none when the journal is closed and empty. */
    private List<Append> nextGroup() {
        lock.lock();
        try {
            while (queue.isEmpty() && !closed) {
                work.awaitUninterruptibly();
            }
            List<Append> group = new ArrayList<>();
            long room = limits.segmentBytes() - (active == null ? 0 : active.segment().size);
            for (Append next = queue.peek();
                    next != null
                            && group.size() < RECORDS_PER_WRITE
                            && (group.isEmpty() || next.record().size() <= room);
                    next = queue.peek()) {
                room -= next.record().size();
                group.add(queue.remove());
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void store(List<Append> group) {
        long sequence = end();
        long bytes = 0;
        try {
            ByteBuffer[] records = new ByteBuffer[group.size()];
            for (int i = 0; i < records.length; i++) {
                RecordBytes record = group.get(i).record();
                records[i] = record.numbered(sequence);
                sequence += record.count();
                bytes += record.size();
            }
            Active target = segmentFor(bytes);
            target.file().write(records);
            target.file().force();
            settle(group, bytes, sequence, target.segment());
        } catch (IOException | RuntimeException | Error e) {
            abandonSegment(e);
            fail(group, e);
        }
    }

    private void settle(List<Append> group, long bytes, long newEnd, Segment segment) {
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
        group.forEach(append -> append.stored().complete(true));
        onDurable.run();
        if (!segment.writing) {
            finishSegment();
        }
    }

    private void fail(List<Append> group, Throwable cause) {
        lock.lock();
        try {
            group.forEach(append -> waitingBytes -= append.record().size());
            problem = "writing to the journal in " + directory + " failed: " + cause;
        } finally {
            lock.unlock();
        }
        group.forEach(append -> append.stored().completeExceptionally(cause));
    }

    private Active segmentFor(long bytes) throws IOException {
        Active current = active;
        if (current != null && !current.segment().damaged && current.segment().size + bytes <= limits.segmentBytes()) {
            return current;
        }
        finishSegment();
        long first = end();
        Segment segment = new Segment(Segment.pathIn(directory, first), first);
        segment.writing = true;
        Active begun = new Active(segment, files.create(segment.path));
        lock.lock();
        try {
            segments.add(segment);
        } finally {
            lock.unlock();
        }
        active = begun;
        return begun;
    }

    /** Everything in the segment is durable; closing it changes nothing, so a failure to close does not matter. */
    private void finishSegment() {
        Active finished = active;
        active = null;
        if (finished != null) {
            closeQuietly(finished);
            lock.lock();
            try {
                finished.segment().writing = false;
            } finally {
                lock.unlock();
            }
        }
    }

    /** Leaves a segment in which a write or force failed. What it holds beyond its durable size is void, see the header. */
    private void abandonSegment(Throwable cause) {
        Active failed = active;
        if (failed == null) {
            return;
        }
        boolean empty = failed.segment().size == 0;
        try {
            failed.file().truncate(failed.segment().size);
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        }
        finishSegment();
        if (empty) {
            lock.lock();
            try {
                segments.remove(failed.segment());
            } finally {
                lock.unlock();
            }
            try {
                Files.deleteIfExists(failed.segment().path);
            } catch (IOException | RuntimeException e) {
                cause.addSuppressed(e);
            }
        }
    }

    private static void closeQuietly(Active finished) {
        try {
            finished.file().close();
        } catch (IOException e) {
            // Only the descriptor was left to give back.
            return;
        }
    }
}
