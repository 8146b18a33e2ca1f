package dev.hec.receiver.query;

import java.util.List;

/**
 * Text with stars, each of which stands for any text, also none. Immutable.
 *
 * @param pieces the text between the stars, so one more than there are stars; pieces may be empty
 */
public record Wildcard(List<String> pieces) {

    /** Needs at least one star. */
    public Wildcard {
        pieces = List.copyOf(pieces);
        if (pieces.size() < 2) {
            throw new IllegalArgumentException("a wildcard needs a star");
        }
    }

    /** Splits at each {@code *}. */
    static Wildcard of(String text) {
        return new Wildcard(List.of(text.split("\\*", -1)));
    }

    /** Whether there is nothing but stars. */
    boolean matchesAll() {
        return pieces.stream().allMatch(String::isEmpty);
    }
}
