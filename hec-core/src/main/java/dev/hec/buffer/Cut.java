package dev.hec.buffer;

/** Why a batch was closed for further records. */
public enum Cut {
    /** It holds {@code batchEvents} records. */
    EVENTS,
    /** The next record would not fit into {@code batchBytes}. */
    BYTES,
    /** Its oldest record has waited for {@code linger}. */
    LINGER,
    /** Somebody waits in flush. */
    FLUSH,
    /** The client is closing. */
    CLOSE,
    /** An earlier process left it behind. */
    RECOVERED
}
