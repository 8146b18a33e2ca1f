package dev.hec.receiver.ingest;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells of requests that could not be stored: once when it begins and once when it ends, for a full disk refuses thousands of them.
 * Thread-safe; what is counted at the very beginning and end may be off by the requests of that instant.
 */
final class StoringTrouble {

    private static final System.Logger LOG = System.getLogger(IngestHandler.class.getName());

    private final AtomicLong refused = new AtomicLong();

    /** A request was not stored, and its sender was told to come again. */
    void failed(Throwable cause) {
        if (refused.getAndIncrement() == 0) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "events could not be stored; senders are told to come again until they can: " + cause);
        }
        LOG.log(System.Logger.Level.DEBUG, "events could not be stored", cause);
    }

    /** A request was stored. */
    void stored() {
        if (refused.get() > 0) {
            long count = refused.getAndSet(0);
            if (count > 0) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "events can be stored again; " + count + " requests were refused meanwhile");
            }
        }
    }
}
