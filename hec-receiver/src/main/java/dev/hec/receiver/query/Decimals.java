package dev.hec.receiver.query;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Which text is a number, for the index and for queries alike. Stateless and thread-safe. */
public final class Decimals {

    private static final int MAX_LENGTH = 64;
    private static final int MAX_EXPONENT_DIGITS = 4;

    private Decimals() {}

    /**
     * Reads a decimal number: an optional sign, ASCII digits with at most one point, and optionally an exponent of at most
     * four digits, 64 characters in all.
     *
     * @return the number, or null if the text is none
     */
    public static @Nullable BigDecimal parse(String text) {
        return isDecimal(text) ? new BigDecimal(text) : null;
    }

    private static boolean isDecimal(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_LENGTH) {
            return false;
        }
        int at = sign(text, 0);
        int integer = digits(text, at);
        at += integer;
        int fraction = 0;
        if (at < length && text.charAt(at) == '.') {
            fraction = digits(text, at + 1);
            at += 1 + fraction;
        }
        if (integer + fraction == 0) {
            return false;
        }
        if (at < length && (text.charAt(at) | 0x20) == 'e') {
            at = sign(text, at + 1);
            int exponent = digits(text, at);
            if (exponent == 0 || exponent > MAX_EXPONENT_DIGITS) {
                return false;
            }
            at += exponent;
        }
        return at == length;
    }

    private static int sign(String text, int at) {
        return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - from;
    }
}
