package dev.hec.format;

import org.jspecify.annotations.Nullable;

/**
 * Copies JSON that somebody else has written into an event: checked, since one broken event spoils a whole request; with
 * long texts cut and secret values hidden, as in everything else.
 *
 * <p>Confined to one thread, for one text. Reads what RFC 8259 allows and nothing else, nested up to {@link #MAX_DEPTH}.
 */
final class JsonCopy {

    /** Deeper JSON is not taken for JSON. */
    static final int MAX_DEPTH = 64;

    private final CharSequence in;
    private final JsonWriter out;
    private final StringBuilder text = new StringBuilder();
    private int at;

    JsonCopy(CharSequence in, JsonWriter out) {
        this.in = in;
        this.out = out;
    }

    /** Takes each member of an object: writes its name, under which it wants it, or refuses it. */
    interface Members {

        /**
         * A member is next.
         *
         * @param object whether its value is an object
         * @return the name to write it under; null to leave it out
         */
        @Nullable
        String name(String name, boolean object);
    }

    /**
     * Copies a text that is one JSON object.
     *
     * @return false if it is not; what was written by then has to be cut back
     */
    boolean object() {
        try {
            skipSpace();
            if (peek() != '{') {
                return false;
            }
            value(0);
            return ends();
        } catch (NotJson e) {
            return false;
        }
    }

    /**
     * Copies the members of a text that is one JSON object, without the object around them.
     *
     * @return false if it is not; what was written by then has to be cut back
     */
    boolean members(Members members) {
        try {
            skipSpace();
            expect('{');
            skipSpace();
            if (peek() == '}') {
                at++;
                return ends();
            }
            do {
                skipSpace();
                String name = string();
                skipSpace();
                expect(':');
                skipSpace();
                int start = out.length();
                String wanted = members.name(name, peek() == '{');
                if (wanted == null) {
                    value(1);
                    out.cutBackTo(start);
                } else {
                    member(wanted, 1);
                }
                skipSpace();
            } while (more('}'));
            return ends();
        } catch (NotJson e) {
            return false;
        }
    }

    private boolean ends() {
        skipSpace();
        return at == in.length();
    }

    private void value(int depth) {
        if (depth > MAX_DEPTH) {
            throw new NotJson();
        }
        skipSpace();
        switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> out.string(string());
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        }
    }

    private void object(int depth) {
        at++;
        out.open('{');
        skipSpace();
        if (peek() == '}') {
            at++;
        } else {
            do {
                skipSpace();
                String name = string();
                skipSpace();
                expect(':');
                member(name, depth + 1);
                skipSpace();
            } while (more('}'));
        }
        out.close('}');
    }

    private void member(String name, int depth) {
        out.name(name);
        boolean hidden = out.hides(name);
        int start = out.length();
        String outer = out.enter(name);
        value(depth);
        out.leaveTo(outer);
        if (hidden) {
            out.cutBackTo(start);
            out.mask();
        }
    }

    private void array(int depth) {
        at++;
        out.open('[');
        skipSpace();
        if (peek() == ']') {
            at++;
        } else {
            do {
                value(depth + 1);
                skipSpace();
            } while (more(']'));
        }
        out.close(']');
    }

    /** Whether another member or element follows, not the end. */
    private boolean more(char end) {
        char next = next();
        if (next != ',' && next != end) {
            throw new NotJson();
        }
        return next == ',';
    }

    private String string() {
        expect('"');
        text.setLength(0);
        for (char c = next(); c != '"'; c = next()) {
            if (c < 0x20) {
                throw new NotJson();
            }
            text.append(c == '\\' ? escaped() : c);
        }
        return text.toString();
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
            default -> throw new NotJson();
        };
    }

    private int hex() {
        char c = next();
        int digit = c < 0x80 ? Character.digit(c, 16) : -1;
        if (digit < 0) {
            throw new NotJson();
        }
        return digit;
    }

    private void literal(String word) {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
        out.verbatim(word, 0, word.length());
    }

    private void number() {
        int start = at;
        skip('-');
        if (!skip('0')) {
            digits();
        }
        if (skip('.')) {
            digits();
        }
        if (skip('e') || skip('E')) {
            if (!skip('+')) {
                skip('-');
            }
            digits();
        }
        if (out.hidesNumber(in.subSequence(start, at))) {
            out.mask();
        } else {
            out.verbatim(in, start, at);
        }
    }

    private void digits() {
        int start = at;
        while (at < in.length() && in.charAt(at) >= '0' && in.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw new NotJson();
        }
    }

    private boolean skip(char c) {
        boolean there = at < in.length() && in.charAt(at) == c;
        if (there) {
            at++;
        }
        return there;
    }

    private void skipSpace() {
        while (at < in.length() && " \t\n\r".indexOf(in.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at == in.length()) {
            throw new NotJson();
        }
        return in.charAt(at);
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private void expect(char c) {
        if (next() != c) {
            throw new NotJson();
        }
    }

    /** The way out of the recursion; without a stack trace, since it is no surprise. */
    private static final class NotJson extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotJson() {
            super("not JSON", null, false, false);
        }
    }
}
