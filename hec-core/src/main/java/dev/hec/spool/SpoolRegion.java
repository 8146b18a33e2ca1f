package dev.hec.spool;

import dev.hec.Severity;
import dev.hec.buffer.BatchId;
import dev.hec.buffer.Region;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a batch in a mapped file, laid out as {@link SpoolFormat} says.
 *
 * <p>Threads: see {@link Region}. That a file is faulty is noted by whoever writes to it: under the lock of the buffer, or by the
 * delivery thread, which takes that lock before it gives the region back. Until JDK 22 a mapping cannot be undone; it ends when this object is collected, also after the
 * file was deleted.
 */
final class SpoolRegion implements Region {

    private final Path path;
    private final MappedByteBuffer file;
    private final ByteBuffer data;
    private final int maxRecords;
    private boolean reusable;
    private final @Nullable Attempt interrupted;

    private SpoolRegion(
            Path path, MappedByteBuffer file, ByteBuffer data, boolean reusable, @Nullable Attempt interrupted) {
        this.path = path;
        this.file = file;
        this.data = data;
        this.reusable = reusable;
        this.interrupted = interrupted;
        maxRecords = file.getInt(SpoolFormat.MAX_RECORDS);
    }

    /** A new file of zeros, filled and mapped, becomes an empty region. */
    static SpoolRegion create(Path path, MappedByteBuffer file, int dataBytes, int maxRecords, long instance) {
        SpoolFormat.writeHeader(file, dataBytes, maxRecords, instance);
        return new SpoolRegion(path, file, file.slice(SpoolFormat.dataOffset(maxRecords), dataBytes), true, null);
    }

    /** A readable file of an earlier process. */
    static SpoolRegion adopt(Path path, MappedByteBuffer file) {
        int from = file.getInt(SpoolFormat.ATTEMPT_FROM);
        int to = file.getInt(SpoolFormat.ATTEMPT_TO);
        int settled = file.getInt(SpoolFormat.SETTLED);
        Attempt attempt = from == settled && to > from
                ? new Attempt(
                        from,
                        to,
                        new BatchId(
                                file.getLong(SpoolFormat.ATTEMPT_INSTANCE), file.getLong(SpoolFormat.ATTEMPT_NUMBER)))
                : null;
        int maxRecords = file.getInt(SpoolFormat.MAX_RECORDS);
        int dataBytes = file.getInt(SpoolFormat.DATA_BYTES);
        return new SpoolRegion(path, file, file.slice(SpoolFormat.dataOffset(maxRecords), dataBytes), false, attempt);
    }

    Path path() {
        return path;
    }

    /** Whether the file may serve again; one of an earlier process, or with a fault, is deleted once it is settled. */
    boolean isReusable() {
        return reusable;
    }

    /** Writes what is in memory to the disk. Blocks. */
    void force() {
        file.force();
    }

    /** Forgets the records, so that a next process finds nothing. */
    void clear() {
        note(() -> SpoolFormat.putRelease(file, SpoolFormat.COMMITTED, 0));
    }

    int committed() {
        return file.getInt(SpoolFormat.COMMITTED);
    }

    int settled() {
        return file.getInt(SpoolFormat.SETTLED);
    }

    long firstSequence() {
        return file.getLong(SpoolFormat.FIRST_SEQUENCE);
    }

    /** Where a record ends. */
    int end(int record) {
        return file.getInt(entry(record)) & SpoolFormat.MAX_DATA_BYTES - 1;
    }

    /** Severity of a record, as its {@link Severity#code}; may be out of range in a damaged file. */
    int severity(int record) {
        return file.getInt(entry(record)) >>> 28;
    }

    @Override
    public ByteBuffer data() {
        return data;
    }

    @Override
    public int maxRecords() {
        return maxRecords;
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public void begin(long firstSequence) {
        clear();
        file.putInt(SpoolFormat.SETTLED, 0);
        file.putInt(SpoolFormat.ATTEMPT_TO, 0);
        file.putLong(SpoolFormat.FIRST_SEQUENCE, firstSequence);
    }

    @Override
    public void describe(int record, int end, Severity severity, int checksum) {
        file.putInt(entry(record), severity.code() << 28 | end);
        file.putInt(entry(record) + 4, checksum);
    }

    @Override
    public int checksum(int record) {
        return file.getInt(entry(record) + 4);
    }

    private static int entry(int record) {
        return SpoolFormat.INDEX + record * SpoolFormat.INDEX_ENTRY;
    }

    @Override
    public void commit(int records) {
        SpoolFormat.putRelease(file, SpoolFormat.COMMITTED, records);
    }

    @Override
    public void settle(int records) {
        note(() -> SpoolFormat.putRelease(file, SpoolFormat.SETTLED, records));
    }

    /**
     * Notes something for the next process, if that is possible: of a file that was cut short behind our back, or on a disk that
     * fails, pages may be gone. Delivery goes on without; the next process may send again what was settled.
     */
    private void note(Runnable writing) {
        try {
            writing.run();
        } catch (InternalError e) {
            reusable = false;
        }
    }

    @Override
    public void attempting(int from, int to, BatchId id) {
        note(() -> noteAttempt(from, to, id));
    }

    private void noteAttempt(int from, int to, BatchId id) {
        if (isAttempt(from, to, id)) {
            // Sent again after a kill. Another kill must not find it void here.
            return;
        }
        // Void until the end is written: a run that was never sent must not take the id of one that was.
        SpoolFormat.putRelease(file, SpoolFormat.ATTEMPT_TO, 0);
        file.putLong(SpoolFormat.ATTEMPT_INSTANCE, id.instance());
        file.putLong(SpoolFormat.ATTEMPT_NUMBER, id.number());
        file.putInt(SpoolFormat.ATTEMPT_FROM, from);
        SpoolFormat.putRelease(file, SpoolFormat.ATTEMPT_TO, to);
    }

    private boolean isAttempt(int from, int to, BatchId id) {
        return file.getInt(SpoolFormat.ATTEMPT_TO) == to
                && file.getInt(SpoolFormat.ATTEMPT_FROM) == from
                && file.getLong(SpoolFormat.ATTEMPT_INSTANCE) == id.instance()
                && file.getLong(SpoolFormat.ATTEMPT_NUMBER) == id.number();
    }

    @Override
    public @Nullable Attempt interrupted() {
        return interrupted;
    }
}
