package dev.hec.receiver.ingest;

import dev.hec.receiver.ack.AckLimits;

/**
 * How the collector reads what can be read in more than one way, and how much it remembers for its senders. Immutable.
 *
 * @param inheritMetadata whether an envelope without {@code host}, {@code source}, {@code sourcetype} or {@code index} takes that of the
 *     envelope before it in the same body
 * @param acks bounds of what is remembered for acknowledgements
 */
public record IngestRules(boolean inheritMetadata, AckLimits acks) {

    /** Each envelope stands alone. */
    public static final IngestRules DEFAULT = new IngestRules(false, AckLimits.DEFAULT);
}
