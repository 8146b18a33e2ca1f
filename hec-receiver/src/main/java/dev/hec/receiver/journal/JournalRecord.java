package dev.hec.receiver.journal;

import dev.hec.receiver.event.Event;
import java.util.List;

/**
 * The events of one request as the journal gives them back. Immutable.
 *
 * @param sequence number of the first event
 * @param events in the order of the request
 * @param bytes its size in the journal
 */
public record JournalRecord(long sequence, List<Event> events, int bytes) {

    /** The number after the last event. */
    public long end() {
        return sequence + events.size();
    }
}
