package dev.hec.receiver.store;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Decimal numbers as bytes whose unsigned order is the order of the numbers. Equal numbers give equal bytes, however they were
 * written ({@code 1.0} and {@code 1}); different ones differ, except beyond {@value #MAX_DIGITS} significant digits.
 *
 * <pre>
 * zero     = 0x80
 * positive = 0x81 exponent(8 bytes) digits          0.d1d2d3… × 10^exponent, no zeros at the end
 * negative = 0x7F ~exponent         9-digits 0xFF
 * </pre>
 *
 * Stateless and thread-safe.
 */
final class SortableDecimal {

    static final int MAX_DIGITS = 1000;
    /** Greater than the first byte of any number. */
    static final byte ABOVE_ALL = (byte) 0xFF;

    private SortableDecimal() {}

    static byte[] encode(BigDecimal number) {
        if (number.signum() == 0) {
            return new byte[] {(byte) 0x80};
        }
        boolean negative = number.signum() < 0;
        BigInteger unscaled = number.unscaledValue().abs();
        String digits = unscaled.toString();
        long exponent = (long) digits.length() - number.scale();
        int end = Math.min(digits.length(), MAX_DIGITS);
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(end + 10);
        bytes.write(negative ? 0x7F : 0x81);
        long ordered = exponent ^ Long.MIN_VALUE;
        for (int shift = 56; shift >= 0; shift -= 8) {
            int part = (int) (ordered >>> shift);
            bytes.write(negative ? ~part : part);
        }
        for (int i = 0; i < end; i++) {
            int digit = digits.charAt(i);
            bytes.write(negative ? '0' + '9' - digit : digit);
        }
        if (negative) {
            bytes.write(0xFF);
        }
        return bytes.toByteArray();
    }
}
