package dev.hec.deadletter;

import dev.hec.Diagnostics;
import dev.hec.DropReason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps events that were given up, one line of JSON each, in files that only their owner can read.
 *
 * <p><b>Threads.</b> Thread-safe; {@link #write} is called by delivery threads only, for it waits for the disk. Its one lock
 * guards all state, and is held while files are written. {@link Diagnostics} is called without it.
 *
 * <p><b>Bounded.</b> A file has about a tenth of the bytes allowed; then the next one is begun. Before that, and whenever a
 * twentieth more is about to be written, the oldest files in the directory are deleted as far as need be. With several
 * processes in one directory each may therefore exceed the bound by a twentieth, until the next of them looks.
 *
 * <p><b>Never in the way.</b> Nothing is thrown. While the disk refuses, events are counted as lost; one warning says when
 * that begins, and one message when it ends. Directory and files are made when the first event comes. A line that could not
 * be written whole is taken back. Files are not forced to the disk.
 */
public final class DeadLetters implements AutoCloseable {

    private static final int FILES = 10;
    private static final int LOOKS = 20;

    private final DeadLetterDirectory directory;
    private final long maxBytes;
    private final String client;
    private final Diagnostics diagnostics;

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Path path;
    private @Nullable RandomAccessFile file;
    private long fileBytes;
    private long bytesUntilLook;
    private boolean degraded;
    private long lostSinceDegraded;
    private boolean deletionTold;
    private boolean closed;

    private long written;
    private long lost;
    private long deletedFiles;
    private long deletedBytes;

    private DeadLetters(DeadLetterDirectory directory, long maxBytes, String client, Diagnostics diagnostics) {
        this.directory = directory;
        this.maxBytes = maxBytes;
        this.client = client;
        this.diagnostics = diagnostics;
    }

    /**
     * Dead letters of one client. Creates nothing yet; tells if it sees already that writing will not work.
     *
     * @param directory may not exist yet; may be shared with other clients and processes
     * @param maxBytes the most bytes in the directory
     * @param client name of the client
     * @param diagnostics where to report trouble; must not throw
     */
    public static DeadLetters open(Path directory, long maxBytes, String client, Diagnostics diagnostics) {
        DeadLetters letters =
                new DeadLetters(new DeadLetterDirectory(directory, client), maxBytes, client, diagnostics);
        String problem = letters.directory.problem();
        if (problem != null) {
            letters.tell(letters.failure(problem, 0));
        }
        return letters;
    }

    /**
     * Keeps one event. Throws nothing but {@link OutOfMemoryError}.
     *
     * @param record its record as it was to be sent, from position to limit; not changed
     * @param reason why it was given up
     * @param why what the collector said, or another detail; cut at 512 bytes
     * @param now when it was given up
     */
    public void write(ByteBuffer record, DropReason reason, String why, Instant now) {
        byte[] line = DeadLetterLine.of(record, reason, why, client, now);
        News news;
        lock.lock();
        try {
            news = write(line, now);
        } finally {
            lock.unlock();
        }
        tell(news);
    }

    private @Nullable News write(byte[] line, Instant now) {
        if (closed) {
            lost++;
            return null;
        }
        try {
            prepare(line.length, now);
            append(line);
            written++;
            return success();
        } catch (IOException | SecurityException e) {
            closeFile();
            return failure(e.getClass().getSimpleName() + ": " + e.getMessage(), 1);
        }
    }

    /** Sees to it that there is a file to write to, and room in it and in the directory. */
    private void prepare(int bytes, Instant now) throws IOException {
        if (bytes > maxBytes) {
            throw new IOException("the event has " + bytes + " bytes, more than deadLetterBytes = " + maxBytes);
        }
        boolean full = fileBytes > 0 && fileBytes + bytes > maxBytes / FILES;
        // Another process may have deleted the file to make room.
        boolean gone = path != null && !Files.exists(path);
        if (full || gone) {
            closeFile();
        }
        if (file == null || bytesUntilLook < bytes) {
            long look = maxBytes / LOOKS;
            long allowed = Math.max(0, maxBytes - bytes - look);
            DeadLetterDirectory.Room room = directory.makeRoom(allowed, path);
            deletedFiles += room.deletedFiles();
            deletedBytes += room.deletedBytes();
            if (room.left() > allowed) {
                throw new IOException("no room, and " + room.stuckFiles() + " file(s) cannot be deleted");
            }
            bytesUntilLook = look + bytes;
        }
        if (file == null) {
            Path created = directory.create(now);
            // Not a channel: an interrupt, usual while a client closes, would close it.
            file = new RandomAccessFile(created.toFile(), "rw");
            path = created;
            fileBytes = 0;
        }
    }

    private void append(byte[] line) throws IOException {
        RandomAccessFile out = file;
        if (out == null) {
            throw new IOException("no file");
        }
        try {
            out.write(line);
        } catch (IOException e) {
            // Not half a line.
            out.setLength(fileBytes);
            throw e;
        }
        fileBytes += line.length;
        bytesUntilLook -= line.length;
    }

    private void closeFile() {
        RandomAccessFile open = file;
        file = null;
        path = null;
        fileBytes = 0;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // Nothing is buffered here that could be lost.
                return;
            }
        }
    }

    private @Nullable News success() {
        if (degraded) {
            degraded = false;
            return new News(
                    false, "Dead letters are written to " + directory + " again; " + lostSinceDegraded + " were lost.");
        }
        if (deletedFiles > 0 && !deletionTold) {
            deletionTold = true;
            return new News(
                    true,
                    "Dead letters in " + directory + " have reached deadLetterBytes = " + maxBytes
                            + "; from now on the oldest files are deleted.");
        }
        return null;
    }

    private @Nullable News failure(String problem, int events) {
        lost += events;
        if (degraded) {
            lostSinceDegraded += events;
            return null;
        }
        degraded = true;
        lostSinceDegraded = events;
        return new News(
                true,
                "Dead letters cannot be written to " + directory + ": " + problem
                        + ". Events that are given up are lost until they can.");
    }

    private void tell(@Nullable News news) {
        if (news == null) {
            return;
        }
        if (news.warning()) {
            diagnostics.warn(news.text());
        } else {
            diagnostics.info(news.text());
        }
    }

    /** The counts at this instant. */
    public DeadLetterCounts counts() {
        lock.lock();
        try {
            return new DeadLetterCounts(written, lost, deletedFiles, deletedBytes);
        } finally {
            lock.unlock();
        }
    }

    /** Closes the file. What comes later is counted as lost. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            closeFile();
        } finally {
            lock.unlock();
        }
    }

    /** Something to tell, once the lock is free. */
    private record News(boolean warning, String text) {}
}
