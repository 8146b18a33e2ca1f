package dev.hec.receiver.event;

import java.io.IOException;
import java.util.List;

/** Where accepted events go. Implementations are thread-safe. */
public interface EventSink {

    /**
     * Stores the events of one request, in order, all or none. When this returns they survive {@code kill -9} and power
     * loss.
     *
     * @param events in the order of the request body; not empty; not changed afterwards
     * @throws BusyException if the sink cannot take more for now; nothing was stored
     * @throws IOException if storing failed; nothing counts as stored
     */
    void append(List<Event> events) throws BusyException, IOException;

    /** Whether an {@link #append} now would probably be answered with {@link BusyException}; asked by the health endpoint. */
    default boolean full() {
        return false;
    }
}
