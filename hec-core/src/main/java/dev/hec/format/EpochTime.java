package dev.hec.format;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The {@code time} of an event: seconds since the UNIX epoch, UTC, written as {@code <sec>.<ms>}.
 *
 * <p>Digits are handled exactly; a {@code double} loses microseconds at today's epoch. Stateless and thread-safe.
 *
 * <p>Source: the vendor's article, section "Format for the /event endpoint"; for the forms read beyond it, what
 * recorded clients send (numeric strings, integers of milliseconds, microseconds and nanoseconds).
 */
public final class EpochTime {

    /** The most bytes {@link #write} needs: sign, 16 digits of seconds, point, three digits. */
    public static final int MAX_BYTES = 21;

    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final int LONGEST_TEXT = 64;

    private EpochTime() {}

    /**
     * Writes a time as decimal seconds with exactly three decimals.
     *
     * @param epochMillis milliseconds since the epoch; may be negative
     * @param out receives at most {@link #MAX_BYTES} ASCII bytes
     * @param at index of the first byte
     * @return index after the last byte written
     */
    public static int write(long epochMillis, byte[] out, int at) {
        int position = at;
        // Unsigned arithmetic from here, so that Long.MIN_VALUE needs no case of its own.
        long magnitude = epochMillis;
        if (epochMillis < 0) {
            out[position++] = '-';
            magnitude = -epochMillis;
        }
        long seconds = Long.divideUnsigned(magnitude, 1000);
        int millis = (int) Long.remainderUnsigned(magnitude, 1000);
        int digits = 1;
        for (long rest = seconds / 10; rest != 0; rest /= 10) {
            digits++;
        }
        int end = position + digits;
        for (int i = end - 1; i >= position; i--) {
            out[i] = (byte) ('0' + seconds % 10);
            seconds /= 10;
        }
        out[end] = '.';
        out[end + 1] = (byte) ('0' + millis / 100);
        out[end + 2] = (byte) ('0' + millis / 10 % 10);
        out[end + 3] = (byte) ('0' + millis % 10);
        return end + 4;
    }

    /**
     * Reads a time.
     *
     * <p>Text with a decimal point or an exponent is seconds. An integer is taken by its magnitude: below 10<sup>11</sup>
     * seconds, below 10<sup>14</sup> milliseconds, below 10<sup>17</sup> microseconds, else nanoseconds.
     *
     * @param text a decimal number as JSON writes it
     * @return nanoseconds since the epoch; decimals below a nanosecond are cut off
     * @throws NumberFormatException if the text is no number, or its time lies outside the years 1677 to 2262
     */
    public static long parseNanos(String text) {
        if (text.isEmpty() || text.length() > LONGEST_TEXT) {
            throw new NumberFormatException("time has " + text.length() + " characters; expected 1 to " + LONGEST_TEXT);
        }
        BigDecimal number;
        try {
            number = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new NumberFormatException("time is not a decimal number");
        }
        if (number.signum() == 0) {
            return 0;
        }
        // Magnitude before arithmetic: 1e999999999 must not be expanded to a billion digits.
        long integerDigits = (long) number.precision() - number.scale();
        if (integerDigits > 19) {
            throw new NumberFormatException("time is out of range");
        }
        if (integerDigits < -9) {
            return 0;
        }
        boolean integer = text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0;
        int decimals = integer ? decimalsOfInteger(integerDigits) : 9;
        BigInteger nanos = number.movePointRight(decimals).toBigInteger();
        if (nanos.compareTo(LONG_MIN) < 0 || nanos.compareTo(LONG_MAX) > 0) {
            throw new NumberFormatException("time is out of range");
        }
        return nanos.longValue();
    }

    private static int decimalsOfInteger(long integerDigits) {
        if (integerDigits <= 11) {
            return 9;
        }
        if (integerDigits <= 14) {
            return 6;
        }
        return integerDigits <= 17 ? 3 : 0;
    }
}
