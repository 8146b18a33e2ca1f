package dev.hec.receiver.store;

/** How instants are shown. Stateless and thread-safe. */
public final class Times {

    private Times() {}

    /** ISO-8601 in UTC with nine decimals, as the timestamp of an event is shown. */
    public static String iso(long epochNanos) {
        return EventJson.timestamp(epochNanos);
    }
}
