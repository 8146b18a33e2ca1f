package dev.hec.receiver.parse;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A named definition: how to find fields and a time in a line. Immutable and thread-safe.
 *
 * @param name the {@code sourcetype} whose lines it parses
 * @param extraction finds the fields
 * @param timestamp where the time is; null if the lines have none
 * @param multiline which lines of an upload are one event; null if each is
 * @param constants fields of each event that matches, where the line does not give them
 * @param types what to make of texts, by field
 * @param absent texts that stand for "no value"
 */
record Parser(
        String name,
        Extraction extraction,
        @Nullable TimestampRule timestamp,
        @Nullable Multiline multiline,
        Map<String, Object> constants,
        Map<String, ValueType> types,
        Set<String> absent) {

    Parser {
        constants = Map.copyOf(constants);
        types = Map.copyOf(types);
        absent = Set.copyOf(absent);
    }

    /**
     * Parses a line.
     *
     * @param receivedNanos when it came
     * @throws Unparsable if the line is not what the definition takes it for
     * @throws X if the request may take no more memory
     */
    <X extends Exception> Parsed parse(String line, long receivedNanos, Scope<X> scope) throws X, Unparsable {
        LineFields<X> fields = new LineFields<>(line, scope, types, absent);
        String why = extraction.extract(line, fields);
        if (why != null) {
            throw new Unparsable(why);
        }
        Long time = null;
        if (timestamp != null) {
            time = timestamp.take(fields, receivedNanos);
        }
        fields.addConstants(constants);
        return new Parsed(fields.asMap(), time);
    }
}
