package dev.hec;

/** Why an admitted event was given up. */
public enum DropReason {
    /** The collector refused this one event (HTTP 400). */
    REJECTED,
    /** The collector found the event alone too large (HTTP 413). */
    OVERSIZE,
    /** Delivery did not succeed within {@code retryFor}. */
    EXPIRED,
    /** Still undelivered when the time for closing was over. */
    SHUTDOWN,
    /** Left in the spool by an earlier process, and not readable any more. */
    DAMAGED
}
