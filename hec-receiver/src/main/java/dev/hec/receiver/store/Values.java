package dev.hec.receiver.store;

import java.util.List;

/**
 * The most frequent values of a field. Immutable.
 *
 * @param total events found
 * @param present those of them that have the field
 * @param values the most frequent first; among equal ones in the order of their UTF-8
 * @param other events that have the field, but none of these values
 * @param complete false if there were too many values to look at all: then those that were not looked at may be more frequent
 * @param eventsBehind durable events that were not seen, because the index was too far behind
 */
public record Values(long total, long present, List<Value> values, long other, boolean complete, long eventsBehind) {

    /** Copies the list. */
    public Values {
        values = List.copyOf(values);
    }

    /**
     * A value.
     *
     * @param text as it is shown; numbers that are equal but written differently are different values
     * @param cut whether that is only its beginning
     * @param count events that have it
     */
    public record Value(String text, boolean cut, long count) {}
}
