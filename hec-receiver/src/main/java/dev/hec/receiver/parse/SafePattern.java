package dev.hec.receiver.parse;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Regular expressions that cannot hang a thread. The engine, RE2/J, needs time in proportion to the length of the text times the
 * size of the expression, whatever they are; here both are bounded, and so is what compiling takes. Stateless.
 *
 * <p>It has no look-around, back references or possessive quantifiers, which no engine has in linear time.
 */
final class SafePattern {

    /** Longest text that is matched. */
    static final int LONGEST_TEXT = 65_536;

    static final int LONGEST_EXPRESSION = 20_000;

    private static final int MOST_STEPS = 10_000;

    private SafePattern() {}

    /**
     * Compiles an expression.
     *
     * @throws IllegalArgumentException with a message that says what is wrong with it and what to do
     */
    static Pattern compile(String expression) {
        if (expression.length() > LONGEST_EXPRESSION || size(expression) > MOST_STEPS) {
            throw new IllegalArgumentException(
                    "is too large, with its repetitions written out; use + or * in place of large counts such as {1000}");
        }
        try {
            Pattern pattern = Pattern.compile(expression);
            if (pattern.programSize() > MOST_STEPS) {
                throw new IllegalArgumentException("is too large; write it shorter or in several patterns");
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "is no regular expression of RE2: " + e.getDescription() + " in `" + e.getPattern() + "`"
                            + advice(e.getPattern()),
                    e);
        }
    }

    private static String advice(String fragment) {
        if (fragment.startsWith("(?=")
                || fragment.startsWith("(?!")
                || fragment.startsWith("(?<=")
                || fragment.startsWith("(?<!")
                || fragment.startsWith("(?>")) {
            return "; it has no look-around and no atomic groups: match what is around, outside of the named group";
        }
        return fragment.matches("\\\\[1-9]") ? "; it has no back references" : "";
    }

    /**
     * At most how many steps an expression has with its counted repetitions written out, which is how the engine compiles them:
     * <code>((x{100}){100}){100}</code> would be a million. A syntax error is left for the compiler to find.
     */
    static long size(String expression) {
        return new Sizes(expression).alternatives();
    }

    /** One walk through an expression. */
    private static final class Sizes {

        private static final long ENOUGH = 1L << 30;
        private static final int DEEPEST = 200;

        private final String text;
        private int at;
        private int depth;

        Sizes(String text) {
            this.text = text;
        }

        long alternatives() {
            long sum = 0;
            while (at < text.length() && text.charAt(at) != ')') {
                long atom = atom();
                while (at < text.length() && text.charAt(at) == '{') {
                    atom *= count();
                }
                sum = Math.min(ENOUGH, sum + Math.min(ENOUGH, atom));
            }
            return sum;
        }

        private long atom() {
            char c = text.charAt(at++);
            switch (c) {
                case '(' -> {
                    if (++depth > DEEPEST) {
                        at = text.length();
                        return ENOUGH;
                    }
                    long size = alternatives();
                    depth--;
                    at++;
                    return size + 2;
                }
                case '[' -> {
                    skipClass();
                    return 1;
                }
                case '\\' -> {
                    char escaped = at < text.length() ? text.charAt(at++) : ' ';
                    if ("pPx".indexOf(escaped) >= 0 && at < text.length() && text.charAt(at) == '{') {
                        at = Math.max(at, text.indexOf('}', at)) + 1;
                    }
                    return 1;
                }
                default -> {
                    return 1;
                }
            }
        }

        private void skipClass() {
            if (text.startsWith("^", at)) {
                at++;
            }
            if (text.startsWith("]", at)) {
                at++;
            }
            while (at < text.length() && text.charAt(at) != ']') {
                if (text.startsWith("[:", at) && text.indexOf(":]", at) > 0) {
                    at = text.indexOf(":]", at) + 2;
                } else {
                    at += text.charAt(at) == '\\' ? 2 : 1;
                }
            }
            at++;
        }

        /** The larger number in the braces that begin here; 1 if there is none. */
        private long count() {
            int close = text.indexOf('}', at);
            int end = close < 0 ? text.length() : close;
            long largest = 1;
            for (String number : text.substring(at + 1, end).split(",", -1)) {
                if (number.matches("[0-9]{1,9}")) {
                    largest = Math.max(largest, Long.parseLong(number));
                }
            }
            at = end + 1;
            return largest;
        }
    }
}
