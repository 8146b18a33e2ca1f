package dev.hec.receiver;

import dev.hec.receiver.event.EventSink;
import dev.hec.receiver.search.SearchApi;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** Where events are kept and found again. */
public interface Storage extends Closeable {

    /** Takes events in. */
    EventSink sink();

    /** Finds events. */
    SearchApi search();

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
