package dev.hec.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads numbers with a unit: sizes and durations, in the forms that people know from their logging framework too, such as
 * {@code 10 seconds}. Thread-safe.
 *
 * <p>Throws {@code IllegalArgumentException} whose message completes "the text …".
 */
final class Amount {

    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)\\s*([A-Za-z]*)");
    private static final int MOST_DIGITS = 18;

    private Amount() {}

    /** KB, MB, GB are powers of 1000, KiB, MiB, GiB powers of 1024; without a unit they are bytes. */
    static long bytes(String text) {
        Matcher amount = amount(text);
        long unit = switch (amount.group(2).toLowerCase(Locale.ROOT)) {
            case "", "b" -> 1;
            case "kb" -> 1_000;
            case "mb" -> 1_000_000;
            case "gb" -> 1_000_000_000;
            case "kib" -> 1L << 10;
            case "mib" -> 1L << 20;
            case "gib" -> 1L << 30;
            default -> throw new IllegalArgumentException("has an unknown unit");
        };
        return multiply(amount.group(1), unit);
    }

    /** A unit is required: without one, some libraries take milliseconds and some take seconds. */
    static Duration duration(String text) {
        Matcher amount = amount(text);
        long millis = switch (amount.group(2).toLowerCase(Locale.ROOT)) {
            case "ms", "milli", "millis", "millisecond", "milliseconds" -> 1;
            case "s", "sec", "second", "seconds" -> 1_000;
            case "m", "min", "minute", "minutes" -> 60_000;
            case "h", "hour", "hours" -> 3_600_000;
            case "d", "day", "days" -> 86_400_000;
            case "" -> throw new IllegalArgumentException("has no unit");
            default -> throw new IllegalArgumentException("has an unknown unit");
        };
        return Duration.ofMillis(multiply(amount.group(1), millis));
    }

    /** Whether a text is a whole number without a unit, and no negative one. */
    static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MOST_DIGITS;
    }

    private static Matcher amount(String text) {
        Matcher matcher = AMOUNT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("is not a number with a unit");
        }
        return matcher;
    }

    private static long multiply(String digits, long unit) {
        BigDecimal product = new BigDecimal(digits).multiply(BigDecimal.valueOf(unit));
        if (product.stripTrailingZeros().scale() > 0) {
            throw new IllegalArgumentException("is not a whole number of the smallest unit");
        }
        if (product.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("is out of range");
        }
        return product.longValueExact();
    }
}
