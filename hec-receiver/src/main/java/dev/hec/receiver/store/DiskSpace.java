package dev.hec.receiver.store;

import dev.hec.receiver.event.BusyException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether the disk has room for further events: at least the free space that the limits ask for. Asked anew each time, which costs
 * a microsecond, so it recovers by itself. Thread-safe.
 */
final class DiskSpace {

    private static final int RETRY_AFTER_SECONDS = 10;

    /** Tells the free bytes. The seam where tests fill the disk. */
    @FunctionalInterface
    interface Free {
        long bytes() throws IOException;
    }

    private final Path path;
    private final Free free;
    private final long least;

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
            return least > 0 && free.bytes() < least;
        } catch (IOException e) {
            return false; // a write will tell
        }
    }
}
