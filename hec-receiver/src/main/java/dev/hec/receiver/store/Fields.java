package dev.hec.receiver.store;

import java.util.List;

/**
 * The fields of the events found. Immutable.
 *
 * @param total events found
 * @param fields those that most events have first; names too long for the index are left out
 * @param more whether there are others
 * @param complete false if there were too many names to look at all
 * @param eventsBehind durable events that were not seen, because the index was too far behind
 */
public record Fields(long total, List<Field> fields, boolean more, boolean complete, long eventsBehind) {

    /** Copies the list. */
    public Fields {
        fields = List.copyOf(fields);
    }

    /**
     * A field.
     *
     * @param name its name
     * @param count events that have it
     * @param kind what its values are, in all events and not only those found
     */
    public record Field(String name, long count, Kind kind) {}

    /** What values are. */
    public enum Kind {
        /** Not one is a number or reads as one. */
        TEXT,
        /** Each is a number or reads as one. */
        NUMBER,
        /** Some are numbers. */
        MIXED
    }
}
