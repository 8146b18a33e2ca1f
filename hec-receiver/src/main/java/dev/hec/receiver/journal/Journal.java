package dev.hec.receiver.journal;

import dev.hec.receiver.event.BusyException;
import dev.hec.receiver.event.Event;
import dev.hec.receiver.event.StoredBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An append-only journal in segment files. One record holds the events of one request; an append returns when its record is
 * on the disk, and everybody who waits at the same time shares one {@code fsync}.
 *
 * <p><b>Threads.</b> All methods may be called by any thread. {@link #append} encodes on the calling thread, puts the record
 * into the queue of {@link JournalState} and waits for its outcome. One writer thread, see {@link SegmentWriter}, owns the file
 * being written; no caller touches it, so the interrupt of a request can never close it.
 *
 * <p><b>Invariants.</b>
 * <ul>
 *   <li>An event numbered below {@link #end} is on the disk and was or will be acknowledged.
 *   <li>The name of a segment is the {@code end} at its beginning, so it also says where the segment before ends; what a failed
 *       write has left there is void.
 *   <li>What does not fit the bounds is refused before anything is stored.
 *   <li>What a start finds is forced before it counts as stored: the process before may have been killed between writing and
 *       forcing.
 *   <li>Every queued append is settled, also when the journal is closed.
 * </ul>
 */
public final class Journal {

    private final JournalState state;
    private final JournalRecovery recovery;
    private final Thread writer;

    private Journal(
            Path directory,
            long needed,
            JournalLimits limits,
            SegmentFile.Factory files,
            Consumer<StoredBatch> batches,
            Runnable onDurable)
            throws IOException {
        PrivateFiles.createDirectories(directory);
        Segments segments = Segments.recover(directory, needed, files, batches);
        recovery = segments.recovery();
        state = new JournalState(limits, segments, needed);
        writer = new Thread(new SegmentWriter(directory, limits, state, files, onDurable), "hec-journal");
        writer.setDaemon(true);
    }

    /**
     * Opens the journal of a directory and recovers what is in it.
     *
     * @param directory where the segments are; created if missing. The caller sees to it that no other process uses it
     * @param needed the number of the first event that is still wanted; segments wholly below it are deleted
     * @param batches is told the batches of all records that are kept, in their order, before this returns
     * @param onDurable called by the writer thread after {@link #end} has grown; must be quick and must not throw
     * @throws IOException if the directory cannot be read or written; damaged records are no reason, see {@link #recovery};
     *     those of a newer version of this program are
     */
    public static Journal open(
            Path directory, long needed, JournalLimits limits, Consumer<StoredBatch> batches, Runnable onDurable)
            throws IOException {
        return open(directory, needed, limits, SegmentFile::onDisk, batches, onDurable);
    }

    static Journal open(
            Path directory,
            long needed,
            JournalLimits limits,
            SegmentFile.Factory files,
            Consumer<StoredBatch> batches,
            Runnable onDurable)
            throws IOException {
        Journal journal = new Journal(directory, needed, limits, files, batches, onDurable);
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
     * @param batch kept with the events, in the same record; null for none
     * @throws BusyException if a bound is reached or the journal is closed; nothing was stored
     * @throws IOException if storing failed; nothing counts as stored, though after a crash in the same moment the events may
     *     come back whole
     */
    public void append(List<Event> events, @Nullable StoredBatch batch) throws BusyException, IOException {
        state.admit(1); // before the work of encoding
        JournalState.Append append = new JournalState.Append(new RecordBytes(events, batch), new CompletableFuture<>());
        state.enqueue(append);
        try {
            append.stored().join();
        } catch (CompletionException e) {
            throw new IOException("the journal could not store the events: " + e.getCause(), e.getCause());
        }
    }

    /** Whether less than a sixteenth of a bound is left, so that appends are refused or soon will be. */
    public boolean isFull() {
        return state.counts().full();
    }

    /** The number after the last durable event. Events are numbered from 0 in the order they were stored. */
    public long end() {
        return state.counts().end();
    }

    /** Bytes of records that wait for the disk. */
    long waitingBytes() {
        return state.counts().waitingBytes();
    }

    /** Bytes of segments that were not released yet. */
    public long retainedBytes() {
        return state.counts().retainedBytes();
    }

    /** Why the last write failed, or null if it did not. */
    public @Nullable String problem() {
        return state.counts().problem();
    }

    /**
     * Says that events below a number are no longer wanted. Segments without any other event are deleted, damaged ones are
     * renamed.
     *
     * @throws IOException if a file cannot be deleted; it is tried again when the journal is opened next
     */
    public void release(long needed) throws IOException {
        for (Segment segment : state.release(needed)) {
            Segments.discard(segment);
        }
    }

    /** Where to read an event from, or where the next readable one is; null if there is none. */
    @Nullable
    Extent extentAt(long sequence) {
        return state.extentAt(sequence);
    }

    /** A segment as it is now. */
    record Extent(Path path, long first, long end) {}

    /** Keeps the file that holds an event for inspection after its release, and writes no more into it. */
    void markDamaged(long sequence) {
        state.markDamaged(sequence);
    }

    /**
     * Takes no more, stores what was taken, and ends the writer thread.
     *
     * @return false if the disk did not finish in time
     */
    public boolean close(Duration timeout) throws InterruptedException {
        state.close();
        writer.join(Math.max(1, timeout.toMillis()));
        return !writer.isAlive();
    }

    /** Waits for the end of a writer that {@link #close} did not wait for. */
    public void awaitEnd() throws InterruptedException {
        writer.join();
    }
}
