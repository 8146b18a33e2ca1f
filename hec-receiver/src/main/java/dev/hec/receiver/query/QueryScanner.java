package dev.hec.receiver.query;

/** Reads the pieces of a query text: space, words, quoted text, values. Confined to one thread. */
final class QueryScanner {

    private static final String ENDS_A_WORD = "()\"=:<>";

    private final String text;
    private int at;

    QueryScanner(String text) {
        this.text = text;
    }

    /** Index of the next character, from 0. */
    int at() {
        return at;
    }

    boolean atEnd() {
        return at == text.length();
    }

    /** The next character, 0 at the end. */
    char peek() {
        return atEnd() ? 0 : text.charAt(at);
    }

    /** A fault at an index. */
    QuerySyntaxException error(int index, String message) {
        return new QuerySyntaxException(index + 1, message);
    }

    void skipSpace() {
        while (!atEnd() && Character.isWhitespace(peek())) {
            at++;
        }
    }

    /** Steps over a piece of text if it is next. */
    boolean take(String expected) {
        if (text.startsWith(expected, at)) {
            at += expected.length();
            return true;
        }
        return false;
    }

    /** Whether the next characters are this word, and nothing that would make it longer. */
    boolean isKeyword(String keyword) {
        if (!text.startsWith(keyword, at)) {
            return false;
        }
        int end = at + keyword.length();
        return end == text.length()
                || Character.isWhitespace(text.charAt(end))
                || "()\"".indexOf(text.charAt(end)) >= 0;
    }

    /** A bare word or field name; empty if none is next. */
    String word() {
        int start = at;
        while (!atEnd()
                && !Character.isWhitespace(peek())
                && ENDS_A_WORD.indexOf(peek()) < 0
                && !text.startsWith("!=", at)) {
            at++;
        }
        return text.substring(start, at);
    }

    /** A bare value: everything up to space, a parenthesis or a quote; empty if none is next. */
    String value() {
        int start = at;
        while (!atEnd() && !Character.isWhitespace(peek()) && "()\"".indexOf(peek()) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    /** Quoted text; a backslash takes the meaning from a quote or a backslash. The opening quote is next. */
    String quoted() throws QuerySyntaxException {
        int start = at;
        StringBuilder content = new StringBuilder();
        at++;
        while (!atEnd() && peek() != '"') {
            if (peek() == '\\' && at + 1 < text.length() && "\"\\".indexOf(text.charAt(at + 1)) >= 0) {
                at++;
            }
            content.append(peek());
            at++;
        }
        if (atEnd()) {
            throw error(start, "the quote is not closed; add a \" at its end");
        }
        at++;
        return content.toString();
    }
}
