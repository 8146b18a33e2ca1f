package dev.hec.receiver;

import dev.hec.receiver.config.Settings;
import dev.hec.receiver.event.EventSink;
import dev.hec.receiver.metrics.Metric;
import dev.hec.receiver.search.SearchApi;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Where events are kept and found again. */
public interface Storage {

    /** Takes events in. */
    EventSink sink();

    /** Finds events. */
    SearchApi search();

    /**
     * Says whose work goes before what can be done later; called once.
     *
     * @param requests tells whether requests would have use for every core
     */
    default void giveWayTo(BooleanSupplier requests) {}

    /** What it tells of itself, as rows of the table of metrics. */
    default List<Metric> metrics() {
        return List.of();
    }

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
         * Opens the storage in the data directory, which is made if absent.
         *
         * @param settings where that is, and how long what is remembered
         * @throws IOException if it cannot be used, for example because another process uses it
         */
        Storage open(Settings settings) throws IOException;
    }
}
