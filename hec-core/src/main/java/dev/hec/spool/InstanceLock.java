package dev.hec.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sign that an instance of a client lives, and with it the right to its files: a lock on a file, which the kernel takes back
 * from a process that dies.
 *
 * <p>Where a process locks a file, closing any other channel to that file gives the lock up as well. So nobody in this process may
 * open the lock file of an instance that lives in this process, whatever class loader it was loaded by; a system property,
 * which all class loaders share, tells. Confined to one thread at a time.
 */
final class InstanceLock implements AutoCloseable {

    private final String property;
    private final Path path;
    private final FileChannel channel;

    private InstanceLock(String property, Path path, FileChannel channel) {
        this.property = property;
        this.path = path;
        this.channel = channel;
    }

    /**
     * Makes the lock of a new instance. The file has its name only once it is locked: another process that starts at this instant
     * would take it for that of a dead one.
     *
     * @throws IOException if the file cannot be made or locked
     */
    static InstanceLock create(Path directory, String name) throws IOException {
        Path path = directory.toRealPath().resolve(name);
        Path unlocked = path.resolveSibling(name + ".new");
        try {
            return take(path, unlocked)
                    .orElseThrow(() -> new IOException("somebody else has the lock of a new random instance"));
        } catch (IOException e) {
            Files.deleteIfExists(unlocked);
            throw e;
        }
    }

    /**
     * Takes the lock of an instance that may be dead.
     *
     * @return empty if somebody else has it
     * @throws IOException if the file cannot be opened or locked at all
     */
    static Optional<InstanceLock> tryTake(Path directory, String name) throws IOException {
        Path path = directory.toRealPath().resolve(name);
        return take(path, path);
    }

    private static Optional<InstanceLock> take(Path path, Path opened) throws IOException {
        String property = "dev.hec.spool." + path;
        if (System.getProperties().putIfAbsent(property, path.toString()) != null) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = PrivateFile.open(opened, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null && !opened.equals(path)) {
                Files.move(opened, path, StandardCopyOption.ATOMIC_MOVE);
            }
            taken = lock != null;
        } catch (OverlappingFileLockException e) {
            throw new IOException("locked by this process under another name", e);
        } finally {
            if (!taken) {
                giveUp(channel, property);
            }
        }
        return taken ? Optional.of(new InstanceLock(property, path, channel)) : Optional.empty();
    }

    /** The property goes last: who sees it gone may lock the file, and our closing would take that lock away. */
    private static void giveUp(@Nullable FileChannel channel, String property) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            System.clearProperty(property);
        }
    }

    /** Gives the lock up, and deletes its file, which is of no more use. */
    void closeAndDelete() {
        try {
            // Before the lock is given up: whoever opens the file after that makes a new one.
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // An empty file stays behind; the next start looks at it and tries again.
            close();
            return;
        }
        close();
    }

    /** Gives the lock up; the files of the instance may be adopted from now on. */
    @Override
    public void close() {
        try {
            giveUp(channel, property);
        } catch (IOException e) {
            // The lock goes with the process at the latest.
            return;
        }
    }
}
