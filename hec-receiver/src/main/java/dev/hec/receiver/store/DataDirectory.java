package dev.hec.receiver.store;

import dev.hec.receiver.journal.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one receiver, held by a lock on its file {@code lock} until it is closed or the process ends, however it
 * ends. Thread-safe.
 */
final class DataDirectory implements Closeable {

    private final Path path;
    private final FileChannel lockFile;

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Creates the directory if need be and takes its lock.
     *
     * @throws IOException if the directory cannot be used or another receiver holds it
     */
    static DataDirectory open(Path path) throws IOException {
        PrivateFiles.createDirectories(path);
        FileChannel channel =
                PrivateFiles.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            if (tryLock(channel) == null) {
                throw new IOException("the data directory " + path.toAbsolutePath()
                        + " is in use by another receiver; stop that one or choose another directory");
            }
            locked = true;
            return new DataDirectory(path, channel);
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by another store in this process
        }
    }

    Path path() {
        return path;
    }

    Path journal() {
        return path.resolve("journal");
    }

    Path batches() {
        return path.resolve("batches");
    }

    Path index() {
        return path.resolve("index");
    }

    /** Gives the lock back. */
    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
