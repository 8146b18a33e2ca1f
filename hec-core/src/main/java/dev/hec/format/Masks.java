package dev.hec.format;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What must not leave the application: values of fields by their names, and parts of texts by a pattern. Immutable.
 *
 * @param names tells whether the value of a field is hidden; asked for a field's whole name, and for the part behind its
 *     last dot
 * @param pattern parts of texts to hide, in names of fields not; null for none
 */
public record Masks(Predicate<String> names, @Nullable Pattern pattern) {

    /** In place of what is hidden. */
    public static final String MASK = "****";

    private static final String REPLACEMENT = Matcher.quoteReplacement(MASK);

    /** Whether the value of a field is hidden. */
    boolean hides(String name) {
        if (names.test(name)) {
            return true;
        }
        int dot = name.lastIndexOf('.');
        return dot >= 0 && names.test(name.substring(dot + 1));
    }

    /** A text with its secret parts hidden. */
    CharSequence apply(CharSequence text) {
        if (pattern == null) {
            return text;
        }
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.reset().replaceAll(REPLACEMENT) : text;
    }
}
