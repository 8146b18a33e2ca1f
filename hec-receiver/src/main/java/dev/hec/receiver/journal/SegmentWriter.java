package dev.hec.receiver.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is appended to a {@link Journal}: takes all that waits, writes it, forces it once, settles it. Confined to the
 * journal's writer thread.
 *
 * <p>After a failed write or force the file is cut back to its last durable byte and never written again, for what the kernel
 * still holds of it cannot be trusted. The next group begins a new segment under the same number, which makes void whatever a
 * failed cut has left behind.
 */
final class SegmentWriter implements Runnable {

    private static final int MOST_PROBED = 1 << 20;
    private static final long PAUSE_NANOS = 10_000_000;

    private final Path directory;
    private final JournalLimits limits;
    private final JournalState state;
    private final SegmentFile.Factory files;
    private final Runnable onDurable;
    private long next;
    private int failedBytes;
    private @Nullable Active active;

    private record Active(Segment segment, SegmentFile file) {}

    SegmentWriter(
            Path directory, JournalLimits limits, JournalState state, SegmentFile.Factory files, Runnable onDurable) {
        this.directory = directory;
        this.limits = limits;
        this.state = state;
        this.files = files;
        this.onDurable = onDurable;
        next = state.counts().end();
    }

    @Override
    public void run() {
        try {
            boolean ended = false;
            while (!ended) {
                try {
                    ended = !storeNext();
                } catch (RuntimeException | Error e) {
                    // Such as memory that ran out; who waited was told, and the next group may find some again.
                    state.troubled(e);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
            finishSegment();
        } finally {
            // Whatever ended this: whoever waits for this thread must learn that it is gone, and health too.
            state.close();
            state.failQueued();
        }
    }

    /** False once closed and empty. */
    private boolean storeNext() {
        List<JournalState.Append> group = state.takeGroup(room());
        if (group == null) {
            return false;
        }
        if (group.isEmpty()) {
            probe();
        } else {
            store(group);
        }
        return true;
    }

    private long room() {
        return limits.segmentBytes() - (active == null ? 0 : active.segment().size);
    }

    private void store(List<JournalState.Append> group) {
        Throwable failure = null;
        try {
            write(group);
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
        if (failure == null) {
            group.forEach(append -> append.stored().complete(true));
            onDurable.run();
            Active written = active;
            if (written != null && !written.segment().writing) {
                finishSegment();
            }
        } else {
            try {
                state.failed(group, "writing to the journal in " + directory + " failed: ", failure);
                abandonSegment(failure);
            } finally {
                for (JournalState.Append append : group) {
                    append.stored().completeExceptionally(failure);
                }
            }
        }
    }

    /** Once the state counts the group as stored, nothing here can fail. */
    private void write(List<JournalState.Append> group) throws IOException {
        long sequence = next;
        long bytes = 0;
        ByteBuffer[] records = new ByteBuffer[group.size()];
        for (int i = 0; i < records.length; i++) {
            RecordBytes record = group.get(i).record();
            records[i] = record.numbered(sequence);
            sequence += record.count();
            bytes += record.size();
        }
        failedBytes = (int) Math.min(MOST_PROBED, Math.max(1, bytes));
        Active target = segmentFor(bytes);
        target.file().write(records);
        target.file().force();
        state.stored(target.segment(), bytes, sequence);
        next = sequence;
    }

    /** After a failure: writes as much as failed, to a file of no meaning, so that health does not wait for an append to tell. */
    private void probe() {
        Path path = directory.resolve("probe");
        try {
            try (SegmentFile file = files.create(path)) {
                file.write(new ByteBuffer[] {ByteBuffer.allocate(failedBytes)});
                file.force();
            } finally {
                Files.deleteIfExists(path);
            }
            state.works();
        } catch (IOException | RuntimeException e) {
            return; // it does not work yet; tried again after a while
        }
    }

    private Active segmentFor(long bytes) throws IOException {
        Active current = active;
        if (current != null && !current.segment().damaged && current.segment().size + bytes <= limits.segmentBytes()) {
            return current;
        }
        finishSegment();
        Segment segment = new Segment(Segment.pathIn(directory, next), next);
        segment.writing = true;
        Active begun = new Active(segment, files.create(segment.path));
        active = begun;
        state.begun(segment);
        return begun;
    }

    private void abandonSegment(Throwable cause) {
        Active failed = active;
        if (failed == null) {
            return;
        }
        try {
            failed.file().truncate(failed.segment().size);
            finishSegment();
            if (failed.segment().size == 0) {
                Files.deleteIfExists(failed.segment().path);
            }
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
            finishSegment();
        }
    }

    private void finishSegment() {
        Active finished = active;
        active = null;
        if (finished == null) {
            return;
        }
        state.finished(finished.segment());
        try {
            finished.file().close();
        } catch (IOException e) {
            // All that counts is durable already; only the descriptor was left to give back.
            return;
        }
    }
}
