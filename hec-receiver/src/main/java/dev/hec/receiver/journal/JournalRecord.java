package dev.hec.receiver.journal;

import dev.hec.receiver.event.Event;
import dev.hec.receiver.event.StoredBatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of one request as the journal gives them back. Immutable.
 *
 * @param sequence number of the first event
 * @param events in the order of the request
 * @param batch what the request is known by if it is sent again; null if that cannot be told
 * @param bytes its size in the journal
 */
public record JournalRecord(
        long sequence, List<Event> events, @Nullable StoredBatch batch, int bytes) {

    /** The number after the last event. */
    public long end() {
        return sequence + events.size();
    }
}
