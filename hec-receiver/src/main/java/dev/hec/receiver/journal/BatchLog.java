package dev.hec.receiver.journal;

import dev.hec.receiver.batch.BatchLimits;
import dev.hec.receiver.event.StoredBatch;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Remembers stored batches on the disk when the journal no longer does. Append-only files with numbers for names; after a crash
 * a batch may be in them twice.
 *
 * <p><b>Threads.</b> Confined to one thread at a time: the one that opens it, then the indexer's.
 *
 * <p><b>Invariants.</b>
 * <ul>
 *   <li>What {@link #append} returned from survives power loss.
 *   <li>A file is written by one process, and never again after a write or a force has failed.
 *   <li>A file is deleted only when every batch in it is too old, or followed by as many as are remembered.
 * </ul>
 */
public final class BatchLog implements Closeable {

    private static final int FILES = 8;

    private final Path directory;
    private final BatchLimits limits;
    private final SegmentFile.Factory files;
    private final Deque<Part> parts = new ArrayDeque<>();
    private final List<String> messages = new ArrayList<>();
    private long next;
    private @Nullable Active active;

    /** What is known of one file. */
    private static final class Part {
        final Path path;
        final long begunAt;
        long newest;
        /** Batches that are durable in it. */
        long count;

        Part(Path path, long begunAt) {
            this.path = path;
            this.begunAt = begunAt;
        }
    }

    private record Active(Part part, SegmentFile file) {}

    private BatchLog(Path directory, BatchLimits limits, SegmentFile.Factory files) {
        this.directory = directory;
        this.limits = limits;
        this.files = files;
    }

    /**
     * Opens the log of a directory. The end of a write that was interrupted is stepped over, and so is damage.
     *
     * @param directory created if missing. The caller sees to it that no other process uses it
     * @param nowMillis the time, to know what is too old
     * @param batches is told what the log holds, in the order of its writing
     * @throws IOException if the directory cannot be read or written
     */
    public static BatchLog open(Path directory, BatchLimits limits, long nowMillis, Consumer<StoredBatch> batches)
            throws IOException {
        return open(directory, limits, nowMillis, SegmentFile::onDisk, batches);
    }

    static BatchLog open(
            Path directory,
            BatchLimits limits,
            long nowMillis,
            SegmentFile.Factory files,
            Consumer<StoredBatch> batches)
            throws IOException {
        PrivateFiles.createDirectories(directory);
        BatchLog log = new BatchLog(directory, limits, files);
        List<Path> paths;
        try (Stream<Path> found = Files.list(directory)) {
            paths = found.filter(BatchFile::isOne).sorted().toList();
        }
        for (Path path : paths) {
            log.read(path, nowMillis, batches);
        }
        log.prune(nowMillis);
        return log;
    }

    /** A sentence for each damaged file found at the start. */
    public List<String> messages() {
        return List.copyOf(messages);
    }

    /**
     * Appends batches and returns when they survive power loss.
     *
     * @throws IOException if they may not; to be tried again with the same batches, which then go to a new file
     */
    public void append(List<StoredBatch> batches, long nowMillis) throws IOException {
        if (batches.isEmpty()) {
            return;
        }
        Active target = target(nowMillis);
        try {
            target.file().write(new ByteBuffer[] {BatchFile.entries(batches)});
            target.file().force();
        } catch (IOException | RuntimeException | Error e) {
            finish();
            throw e;
        }
        for (StoredBatch batch : batches) {
            count(target.part(), batch);
        }
        prune(nowMillis);
    }

    @Override
    public void close() {
        finish();
    }

    private void read(Path path, long now, Consumer<StoredBatch> batches) throws IOException {
        next = BatchFile.numberOf(path) + 1;
        Part part = new Part(path, now);
        try {
            int damaged = BatchFile.read(path, batch -> {
                count(part, batch);
                batches.accept(batch);
            });
            if (damaged > 0) {
                messages.add(path + " has " + damaged
                        + " damaged batch ids; such a request is stored again if it is sent again");
            }
            parts.add(part);
        } catch (BatchFile.UnknownFormatException e) {
            messages.add(path
                    + " does not begin as a file of batch ids and is left as it is; a request noted in it is stored"
                    + " again if it is sent again");
        }
    }

    private static void count(Part part, StoredBatch batch) {
        part.newest = part.count == 0 ? batch.storedAtMillis() : Math.max(part.newest, batch.storedAtMillis());
        part.count++;
    }

    /** The file being written, or a new one if that is full or has been written long enough to be deleted in one piece. */
    private Active target(long now) throws IOException {
        Active current = active;
        if (current != null
                && current.part().count < Math.max(1, limits.most() / FILES)
                && now - current.part().begunAt < limits.keep().toMillis() / FILES) {
            return current;
        }
        finish();
        Path path = BatchFile.pathIn(directory, next);
        SegmentFile file = files.create(path);
        next++;
        Active begun = new Active(new Part(path, now), file);
        parts.add(begun.part());
        active = begun;
        try {
            file.write(new ByteBuffer[] {BatchFile.head()}); // forced with the first batches
        } catch (IOException | RuntimeException | Error e) {
            finish();
            throw e;
        }
        return begun;
    }

    private void finish() {
        Active finished = active;
        active = null;
        if (finished == null) {
            return;
        }
        try {
            finished.file().close();
        } catch (IOException e) {
            // What counts was forced before; only the descriptor was left to give back.
            return;
        }
    }

    private void prune(long now) {
        long later = parts.stream().mapToLong(part -> part.count).sum();
        for (Part part = parts.peekFirst(); part != null; part = parts.peekFirst()) {
            later -= part.count;
            boolean written = active != null && active.part() == part;
            boolean wanted = part.count > 0 && limits.cover(part.newest, now) && later < limits.most();
            if (written || wanted) {
                return;
            }
            try {
                Files.deleteIfExists(part.path);
            } catch (IOException e) {
                return; // it does no harm but take room; tried again with the next batches
            }
            parts.removeFirst();
        }
    }
}
