package dev.hec.receiver.parse;

import com.google.re2j.Pattern;

/**
 * Which lines of an upload are one event. Immutable and thread-safe.
 *
 * @param pattern what is searched in each line
 * @param starts whether a line with it begins an event, and all others continue one; else a line with it continues an event, and all
 *     others begin one
 * @param maxLines most lines of an event; the next line begins another
 * @param maxChars most characters of an event; the next line begins another
 */
record Multiline(Pattern pattern, boolean starts, int maxLines, int maxChars) {

    static final int DEFAULT_LINES = 1000;
    static final int DEFAULT_CHARS = SafePattern.LONGEST_TEXT;

    /** Whether the line is part of the event before it, as far as its text tells. */
    boolean continues(String line) {
        String seen = line.length() > SafePattern.LONGEST_TEXT ? line.substring(0, SafePattern.LONGEST_TEXT) : line;
        return pattern.matcher(seen).find() != starts;
    }
}
