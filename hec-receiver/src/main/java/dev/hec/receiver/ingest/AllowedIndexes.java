package dev.hec.receiver.ingest;

import dev.hec.format.ReplyCode;
import dev.hec.receiver.access.Sender;
import dev.hec.receiver.event.Event;
import dev.hec.receiver.ingest.EnvelopeReader.Envelopes;
import java.util.List;

/** Holds a sender to its indexes. Stateless and thread-safe. */
final class AllowedIndexes {

    private AllowedIndexes() {}

    /**
     * The events before the first that is in an index its sender may not use; that one is at fault.
     *
     * <p>The finished events are looked at, not their envelopes: the index users see is the one that counts, whatever part of a
     * request it comes from.
     */
    static Envelopes of(Sender sender, Envelopes envelopes) {
        if (!sender.restricted()) {
            return envelopes;
        }
        List<Event> events = envelopes.events();
        for (int i = 0; i < events.size(); i++) {
            if (!sender.mayUse(events.get(i).fields().get("index"))) {
                return new Envelopes(events.subList(0, i), ReplyCode.INCORRECT_INDEX);
            }
        }
        return envelopes;
    }
}
