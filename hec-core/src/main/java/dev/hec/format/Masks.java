package dev.hec.format;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What must not leave the application: values of fields by their names, and parts of texts by a pattern. Immutable.
 *
 * @param names tells whether the value of a field is hidden; asked for the path of a field, for its name inside
 *     its object, and for each step of a dotted name
 * @param pattern parts of texts to hide, in names of fields not; null for none
 */
public record Masks(Predicate<String> names, @Nullable Pattern pattern) {

    /** In place of what is hidden. */
    public static final String MASK = "****";

    private static final String REPLACEMENT = Matcher.quoteReplacement(MASK);

    /**
     * Whether the value of a field is hidden.
     *
     * @param path names of the objects around the field, with dots between them; empty for none
     */
    boolean hides(String path, String name) {
        if (names.test(name) || (!path.isEmpty() && names.test(path + "." + name))) {
            return true;
        }
        // Each step of a dotted name is what it would be as the name of an object.
        int from = 0;
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', from)) {
            if (names.test(name.substring(from, dot))) {
                return true;
            }
            from = dot + 1;
        }
        return from > 0 && names.test(name.substring(from));
    }

    /** Whether a number, as it would be written, has a secret part; there is no number that would hide only that. */
    boolean hidesNumber(CharSequence digits) {
        return pattern != null && pattern.matcher(digits).find();
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
