package dev.hec.receiver.journal;

import java.util.List;

/**
 * What was found when the journal was opened. Immutable.
 *
 * @param events sound events in the segments
 * @param missingEvents acknowledged events that cannot be read, because the disk damaged them
 * @param tornBytes bytes cut from the end of the last segment: a write that power loss or a kill interrupted, never
 *     acknowledged
 * @param messages a sentence for each finding, with file and offset
 */
public record JournalRecovery(long events, long missingEvents, long tornBytes, List<String> messages) {

    /** Copies the list. */
    public JournalRecovery {
        messages = List.copyOf(messages);
    }
}
