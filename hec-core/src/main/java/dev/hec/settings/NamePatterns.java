package dev.hec.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Names, some of them with {@code *} for any characters; without regard to letter case. Immutable.
 *
 * <p>Matching takes time in proportion to the length of the name and allocates nothing: it runs for each field of each event.
 */
public final class NamePatterns {

    private final TreeSet<String> whole = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final List<String> wild = new ArrayList<>();

    private NamePatterns(List<String> patterns) {
        for (String pattern : patterns) {
            if (pattern.indexOf('*') < 0) {
                whole.add(pattern);
            } else {
                wild.add(pattern.toLowerCase(Locale.ROOT));
            }
        }
    }

    /**
     * Reads names separated by commas.
     *
     * @throws IllegalArgumentException if one of them is empty
     */
    public static NamePatterns of(String text) {
        List<String> patterns =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (patterns.contains("")) {
            throw new IllegalArgumentException("has an empty name");
        }
        return new NamePatterns(patterns);
    }

    /** Whether one of the patterns matches a name as a whole. */
    public boolean matches(String name) {
        if (whole.contains(name)) {
            return true;
        }
        for (int i = 0; i < wild.size(); i++) {
            if (matches(wild.get(i), name)) {
                return true;
            }
        }
        return false;
    }

    /** Greedy, with one way back to the last star: never more than pattern times name. */
    private static boolean matches(String pattern, String name) {
        int p = 0;
        int afterStar = -1;
        int resume = 0;
        for (int n = 0; n < name.length(); ) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                p++;
                afterStar = p;
                resume = n;
            } else if (p < pattern.length() && pattern.charAt(p) == Character.toLowerCase(name.charAt(n))) {
                p++;
                n++;
            } else if (afterStar >= 0) {
                p = afterStar;
                resume++;
                n = resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NamePatterns names && names.whole.equals(whole) && names.wild.equals(wild);
    }

    @Override
    public int hashCode() {
        // The set's own hash goes by letter case, its equality does not.
        int hash = wild.hashCode();
        for (String name : whole) {
            hash += name.toLowerCase(Locale.ROOT).hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        return whole + " " + wild;
    }
}
