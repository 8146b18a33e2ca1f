package dev.hec;

/** What became of an event at the door. */
public enum Admission {
    /** Taken in; from here on it is accounted for until it is delivered or dropped. */
    ADMITTED,
    /** Refused: the buffer has no room for an event of this severity. */
    FULL,
    /** Refused: in raw mode, an event without a visible character; there is no line for it. */
    BLANK,
    /** Refused: the client is closed. */
    CLOSED,
    /**
     * Refused, and for the caller to put elsewhere: no address of the collector works at this moment, and the caller asked for
     * such events back. See {@link HecClient#offerOrDivert}.
     */
    DIVERTED,
    /**
     * Refused: logged by a thread of this library, or from inside the encoding of another event of the same thread.
     * Taking it in would let delivery feed on its own logging.
     */
    RECURSIVE
}
