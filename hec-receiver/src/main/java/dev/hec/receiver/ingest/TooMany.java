package dev.hec.receiver.ingest;

/** An event would have more fields than an event may have. */
final class TooMany extends Exception {

    private static final long serialVersionUID = 1L;

    TooMany() {
        // No stack trace: it is an answer.
        super("an event has more than " + Flattener.MAX_FIELDS + " fields", null, false, false);
    }
}
