package dev.hec.receiver;

import dev.hec.receiver.event.EventSink;
import dev.hec.receiver.search.SearchApi;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Where events are kept and found again. */
public interface Storage {

    /** Takes events in. */
    EventSink sink();

    /** Finds events. */
    SearchApi search();

    /**
     * Closes the storage; called once. Events whose append returned are kept in any case.
     *
     * @param timeout how long putting things in order may take
     * @throws IOException if it did not close cleanly
     */
    void close(Duration timeout) throws IOException;

    /** Opens a storage. */
    @FunctionalInterface
    interface Opener {

        /**
         * Opens the storage in a directory.
         *
         * @param dataDir made if absent
         * @throws IOException if it cannot be used, for example because another process uses it
         */
        Storage open(Path dataDir) throws IOException;
    }
}
