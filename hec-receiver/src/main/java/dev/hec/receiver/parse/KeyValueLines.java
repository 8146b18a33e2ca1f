package dev.hec.receiver.parse;

import org.jspecify.annotations.Nullable;

/**
 * Lines of {@code key=value} pairs with white space between them, as logfmt has them: {@code level=info msg="it \"works\"" done}.
 *
 * <p>A value in double quotes ends at the next quote without a backslash; there, {@code \n}, {@code \r} and {@code \t} stand for
 * what they always do, and a backslash before anything else is dropped. A key without {@code =} is {@code true}. A line in which
 * no key has a value is no such line.
 */
final class KeyValueLines implements Extraction {

    @Override
    public <X extends Exception> @Nullable String extract(String line, LineFields<X> into) throws X {
        boolean pairs = false;
        int i = 0;
        while ((i = skipSpace(line, i)) < line.length()) {
            int keyEnd = keyEnd(line, i);
            if (keyEnd == i) {
                return "no key before character " + (i + 1);
            }
            String key = line.substring(i, keyEnd);
            if (keyEnd == line.length() || line.charAt(keyEnd) != '=') {
                into.put(key, true);
                i = keyEnd;
            } else if (keyEnd + 1 < line.length() && line.charAt(keyEnd + 1) == '"') {
                int close = closingQuote(line, keyEnd + 2);
                if (close < 0) {
                    return "the quote at character " + (keyEnd + 2) + " does not end";
                }
                into.put(key, unescaped(line, keyEnd + 2, close));
                pairs = true;
                i = close + 1;
            } else {
                int valueEnd = wordEnd(line, keyEnd + 1);
                into.put(key, line.substring(keyEnd + 1, valueEnd));
                pairs = true;
                i = valueEnd;
            }
            if (into.tooMany()) {
                return "more than " + LineFields.MOST + " fields";
            }
        }
        return pairs ? null : "no key=value in it";
    }

    private static int skipSpace(String line, int from) {
        int i = from;
        while (i < line.length() && line.charAt(i) <= ' ') {
            i++;
        }
        return i;
    }

    private static int keyEnd(String line, int from) {
        int i = from;
        while (i < line.length() && line.charAt(i) > ' ' && line.charAt(i) != '=' && line.charAt(i) != '"') {
            i++;
        }
        return i;
    }

    private static int wordEnd(String line, int from) {
        int i = from;
        while (i < line.length() && line.charAt(i) > ' ') {
            i++;
        }
        return i;
    }

    /** The next quote that has no backslash before it; -1 if there is none. */
    private static int closingQuote(String line, int from) {
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                return i;
            }
            if (c == '\\') {
                i++;
            }
        }
        return -1;
    }

    private static String unescaped(String line, int start, int end) {
        int backslash = start;
        // Not indexOf, which would look through the rest of the line for each value.
        while (backslash < end && line.charAt(backslash) != '\\') {
            backslash++;
        }
        if (backslash == end) {
            return line.substring(start, end);
        }
        StringBuilder text = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                i++;
                c = switch (line.charAt(i)) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    default -> line.charAt(i);
                };
            }
            text.append(c);
        }
        return text.toString();
    }
}
