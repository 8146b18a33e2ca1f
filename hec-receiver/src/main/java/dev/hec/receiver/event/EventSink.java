package dev.hec.receiver.event;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where accepted events go. Implementations are thread-safe. */
public interface EventSink {

    /**
     * Stores the events of one request, in order, all or none, unless they are stored already. When this returns they survive
     * {@code kill -9} and power loss, and so does the memory of their batch.
     *
     * <p>Of two calls with the same batch at the same time one stores, and the other waits for its outcome.
     *
     * @param events in the order of the request body; not empty; not changed afterwards
     * @param batch what the request is known by if it is sent again; null if that cannot be told
     * @return false if the batch was stored before, so that nothing was left to do
     * @throws BusyException if the sink cannot take more for now; nothing was stored
     * @throws IOException if storing failed; nothing counts as stored
     */
    boolean append(List<Event> events, @Nullable BatchKey batch) throws BusyException, IOException;

    /** Stores the events of a request that has no batch id, see {@link #append(List, BatchKey)}. */
    default void append(List<Event> events) throws BusyException, IOException {
        append(events, null);
    }

    /** Whether an {@link #append} now would probably be answered with {@link BusyException}; asked by the health endpoint. */
    default boolean full() {
        return false;
    }
}
