package dev.hec.receiver.store;

import dev.hec.receiver.event.BusyException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether the disk has room for further events: at least the free space that the limits ask for. Asked anew each time, which costs
 * a microsecond, so it recovers by itself. Logged when it begins and when it ends. Thread-safe.
 */
final class DiskSpace {

    private static final System.Logger LOG = System.getLogger(DiskSpace.class.getName());
    private static final int RETRY_AFTER_SECONDS = 10;

    /** Tells the free bytes. The seam where tests fill the disk. */
    @FunctionalInterface
    interface Free {
        long bytes() throws IOException;
    }

    private final Path path;
    private final Free free;
    private final long least;
    private final AtomicBoolean low = new AtomicBoolean();

    DiskSpace(Path path, Free free, long least) {
        this.path = path;
        this.free = free;
        this.least = least;
    }

    /** The disk that holds a directory. */
    static Free of(Path directory) throws IOException {
        FileStore store = Files.getFileStore(directory);
        return store::getUsableSpace;
    }

    /** Refuses if there is too little room. */
    void check() throws BusyException {
        if (isLow()) {
            throw new BusyException(
                    "the disk of " + path + " has less than " + least + " bytes left (min-free-bytes)",
                    RETRY_AFTER_SECONDS);
        }
    }

    boolean isLow() {
        try {
            long left = least > 0 ? free.bytes() : Long.MAX_VALUE;
            boolean now = left < least;
            if (now != low.get() && low.compareAndSet(!now, now)) {
                tell(now, left);
            }
            return now;
        } catch (IOException e) {
            return false; // a write will tell
        }
    }

    private void tell(boolean begins, long left) {
        if (begins) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the disk of " + path + " has " + left + " bytes left, less than the " + least
                            + " of min-free-bytes: no events are accepted until there is more");
        } else {
            LOG.log(
                    System.Logger.Level.INFO,
                    "the disk of " + path + " has " + left + " bytes left, " + least
                            + " are enough (min-free-bytes): events are accepted again");
        }
    }
}
