package dev.hec.receiver.journal;

import java.util.List;

/**
 * What was found when the journal was opened. Immutable.
 *
 * @param events sound events in the segments
 * @param missingEvents events that cannot be read, because the disk damaged them; some may be of a last write that was torn in its
 *     middle, and were never acknowledged then
 * @param tornBytes bytes cut from the end of the last segment, as a rule a write that power loss or a kill interrupted
 * @param messages a sentence for each finding, with file and offset
 */
public record JournalRecovery(long events, long missingEvents, long tornBytes, List<String> messages) {

    /** Copies the list. */
    public JournalRecovery {
        messages = List.copyOf(messages);
    }
}
