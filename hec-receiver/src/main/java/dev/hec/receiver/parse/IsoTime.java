package dev.hec.receiver.parse;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads times as ISO 8601, RFC 3339 and the frameworks of Java write them: {@code 2026-11-23T10:15:30.123+01:00}, with a space for
 * the {@code T}, a comma for the point, without seconds or offset. By hand, for most lines have such a time, and a formatter that
 * takes all these forms needs ten times as long. Confined to one text.
 */
final class IsoTime {

    private static final int FIRST_YEAR = 1678;
    private static final int LAST_YEAR = 2261;
    private static final int NANO_DIGITS = 9;

    private final String text;
    private int at;
    private boolean bad;

    private IsoTime(String text) {
        this.text = text;
    }

    /**
     * Reads a time.
     *
     * @param zone of times without an offset
     * @return nanoseconds since the epoch; null if the text is no such time, or not of the years 1678 to 2261
     */
    static @Nullable Long nanos(String text, ZoneId zone) {
        return new IsoTime(text).read(zone);
    }

    private @Nullable Long read(ZoneId zone) {
        int year = number(4, FIRST_YEAR, LAST_YEAR);
        expect('-', '-');
        int month = number(2, 1, 12);
        expect('-', '-');
        int day = number(2, 1, 31);
        expect('T', ' ');
        int hour = number(2, 0, 23);
        expect(':', ':');
        int minute = number(2, 0, 59);
        int second = 0;
        int nano = 0;
        if (take(':')) {
            second = number(2, 0, 59);
            if (take('.') || take(',')) {
                nano = fraction();
            }
        }
        if (bad || day > YearMonth.of(year, month).lengthOfMonth()) {
            return null;
        }
        long local = LocalDate.of(year, month, day).toEpochDay() * 86_400 + hour * 3600L + minute * 60L + second;
        long offset;
        if (at == text.length()) {
            offset = zone instanceof ZoneOffset fixed
                    ? fixed.getTotalSeconds()
                    : zone.getRules()
                            .getOffset(LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC))
                            .getTotalSeconds();
        } else {
            offset = offset();
        }
        return bad || at < text.length() ? null : (local - offset) * 1_000_000_000L + nano;
    }

    /** {@code Z}, {@code +01:00}, {@code +0100} or {@code +01}, after a space or at once. */
    private long offset() {
        take(' ');
        if (take('Z') || take('z')) {
            return 0;
        }
        int sign = take('-') ? -1 : 1;
        if (sign > 0) {
            expect('+', '+');
        }
        int hours = number(2, 0, 18);
        take(':');
        int minutes = at < text.length() ? number(2, 0, 59) : 0;
        return sign * (hours * 3600L + minutes * 60L);
    }

    private int fraction() {
        int value = 0;
        int digits = 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            if (digits < NANO_DIGITS) {
                value = 10 * value + text.charAt(at) - '0';
                digits++;
            }
            at++;
        }
        bad |= digits == 0;
        for (; digits < NANO_DIGITS; digits++) {
            value *= 10;
        }
        return value;
    }

    private int number(int digits, int least, int most) {
        int value = 0;
        for (int i = 0; i < digits && !bad; i++, at++) {
            bad = at >= text.length() || text.charAt(at) < '0' || text.charAt(at) > '9';
            value = bad ? least : 10 * value + text.charAt(at) - '0';
        }
        bad |= value < least || value > most;
        return value;
    }

    private void expect(char one, char other) {
        bad |= !take(one) && !take(other);
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }
}
