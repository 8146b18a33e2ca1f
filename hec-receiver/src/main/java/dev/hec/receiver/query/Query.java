package dev.hec.receiver.query;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to look for. Immutable. The meaning of each form is in {@code docs/search.md}. */
public sealed interface Query {

    /** Every event. */
    record All() implements Query {}

    /** Events that all parts match. */
    record And(List<Query> parts) implements Query {}

    /** Events that at least one part matches. */
    record Or(List<Query> parts) implements Query {}

    /** Events that the part does not match. */
    record Not(Query part) implements Query {}

    /**
     * The words stand next to each other in one value, whatever their case.
     *
     * @param field the field to look in, null for all fields
     * @param words as {@link Words} finds them; not empty
     */
    record Phrase(@Nullable String field, List<String> words) implements Query {}

    /**
     * A single word matches a pattern.
     *
     * @param field the field to look in, null for all fields
     * @param pattern in lower case
     */
    record WordLike(@Nullable String field, Wildcard pattern) implements Query {}

    /** The event has the field, whatever its value. */
    record Exists(String field) implements Query {}

    /** A value of the field has exactly this text. */
    record TextEqual(String field, String value) implements Query {}

    /** A value of the field is this number, however it is written. */
    record NumberEqual(String field, BigDecimal value) implements Query {}

    /** The whole text of a value matches a pattern. */
    record Like(String field, Wildcard pattern) implements Query {}

    /** A value of the field is a number in a range. */
    record Compare(String field, Comparison comparison, BigDecimal bound) implements Query {}

    /** How a value compares to the bound of {@link Compare}. */
    enum Comparison {
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL
    }
}
