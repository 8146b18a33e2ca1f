package dev.hec.receiver.parse;

import org.jspecify.annotations.Nullable;

/**
 * A place in a line, and what can be read from there on. Every method either reads and moves on, or answers that it cannot and stays.
 * Confined to one line.
 */
final class Cursor {

    private final String line;
    private int at;

    Cursor(String line) {
        this.line = line;
    }

    int at() {
        return at;
    }

    void moveTo(int place) {
        at = place;
    }

    boolean atEnd() {
        return at >= line.length();
    }

    boolean sees(char c) {
        return at < line.length() && line.charAt(at) == c;
    }

    boolean take(char c) {
        if (sees(c)) {
            at++;
            return true;
        }
        return false;
    }

    boolean take(String text) {
        if (line.startsWith(text, at)) {
            at += text.length();
            return true;
        }
        return false;
    }

    /** Reads one space or more. */
    boolean takeSpaces() {
        int start = at;
        while (sees(' ')) {
            at++;
        }
        return at > start;
    }

    /** Reads that many digits. */
    boolean takeDigits(int least, int most) {
        int end = at;
        while (end < line.length() && end - at < most && line.charAt(end) >= '0' && line.charAt(end) <= '9') {
            end++;
        }
        if (end - at < least) {
            return false;
        }
        at = end;
        return true;
    }

    /** Reads capital letters. */
    @Nullable
    String capitals(int least, int most) {
        int end = at;
        while (end < line.length() && end - at <= most && line.charAt(end) >= 'A' && line.charAt(end) <= 'Z') {
            end++;
        }
        return end - at < least || end - at > most ? null : to(end);
    }

    /** Reads what is before the next white space, if that is anything. */
    @Nullable
    String word() {
        int end = at;
        while (end < line.length() && line.charAt(end) > ' ') {
            end++;
        }
        return end == at ? null : to(end);
    }

    /** Reads what is before a text, and the text; null if it does not come. */
    @Nullable
    String before(String end) {
        int found = line.indexOf(end, at);
        if (found < 0) {
            return null;
        }
        String read = to(found);
        at += end.length();
        return read;
    }

    /** Reads what is before the next quote that has no backslash before it, and the quote; null if there is none. */
    @Nullable
    String quoted() {
        for (int i = at; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                String read = to(i);
                at++;
                return read;
            }
            if (c == '\\') {
                i++;
            }
        }
        return null;
    }

    /** What was read since a place. */
    String since(int place) {
        return line.substring(place, at);
    }

    /** Reads all that is left. */
    String rest() {
        return to(line.length());
    }

    private String to(int end) {
        String read = line.substring(at, end);
        at = end;
        return read;
    }
}
