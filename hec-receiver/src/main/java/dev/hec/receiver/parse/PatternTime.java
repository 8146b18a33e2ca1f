package dev.hec.receiver.parse;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times by a pattern of {@code java.time}, with English names in any case. Immutable and thread-safe.
 *
 * <p>A time without a year is the last one that is no more than a week after the line came: a line of 31 December that comes in
 * January is of last year, and one of 1 January from a clock that is fast is of the next. A time without a day is of the day that
 * brings it nearest to when the line came.
 */
final class PatternTime implements TimeFormat {

    private static final ZonedDateTime SAMPLE = ZonedDateTime.of(2026, 11, 23, 10, 15, 30, 123_456_789, ZoneOffset.UTC);

    private static final Pattern OPTIONAL = Pattern.compile("\\[[^]]*]?");
    private static final long MOST_AHEAD_NANOS = 7 * 86_400 * 1_000_000_000L;
    private static final int LEAP_YEARS_APART = 8;

    private final DateTimeFormatter formatter;

    /**
     * For a pattern.
     *
     * @throws IllegalArgumentException if it is none, or what it writes cannot be read back as a time
     */
    PatternTime(String pattern) {
        formatter = new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.ENGLISH);
        // Optional parts would all be written, and are read one by one.
        String always = OPTIONAL.matcher(pattern).replaceAll("");
        try {
            if (!always.isBlank()) {
                DateTimeFormatter certain = DateTimeFormatter.ofPattern(always, Locale.ENGLISH);
                if (nanos(certain, certain.format(SAMPLE), ZoneOffset.UTC, 0) == null) {
                    throw new IllegalArgumentException("it tells no time of day, or no whole date");
                }
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public @Nullable Long nanos(String text, ZoneId zone, long receivedNanos) {
        return nanos(formatter, text, zone, receivedNanos);
    }

    private static @Nullable Long nanos(DateTimeFormatter formatter, String text, ZoneId zone, long receivedNanos) {
        // Without this a text of another format would cost an exception.
        ParsePosition end = new ParsePosition(0);
        if (formatter.parseUnresolved(text, end) == null || end.getIndex() < text.length()) {
            return null;
        }
        try {
            TemporalAccessor parsed = formatter.parse(text);
            ZoneId written = parsed.query(TemporalQueries.zone());
            return nanos(parsed, written == null ? zone : written, receivedNanos);
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable Long nanos(TemporalAccessor parsed, ZoneId zone, long receivedNanos) {
        LocalTime time = parsed.query(TemporalQueries.localTime());
        LocalDate date = parsed.query(TemporalQueries.localDate());
        if (date != null) {
            return nanos(date.atTime(time == null ? LocalTime.MIDNIGHT : time), zone);
        }
        Instant received = Instant.ofEpochSecond(0, receivedNanos);
        LocalDate today = received.atZone(zone).toLocalDate();
        if (parsed.isSupported(ChronoField.MONTH_OF_YEAR) && parsed.isSupported(ChronoField.DAY_OF_MONTH)) {
            int month = parsed.get(ChronoField.MONTH_OF_YEAR);
            int day = parsed.get(ChronoField.DAY_OF_MONTH);
            long latest = Math.addExact(receivedNanos, MOST_AHEAD_NANOS);
            for (int year = today.getYear() + 1; year >= today.getYear() - LEAP_YEARS_APART; year--) {
                if (YearMonth.of(year, month).isValidDay(day)) {
                    long then = nanos(
                            LocalDate.of(year, month, day).atTime(time == null ? LocalTime.MIDNIGHT : time), zone);
                    if (then <= latest) {
                        return then;
                    }
                }
            }
            return null;
        }
        if (time == null || parsed.isSupported(ChronoField.DAY_OF_MONTH)) {
            return null;
        }
        Long nearest = null;
        for (int days = -1; days <= 1; days++) {
            nearest = nearer(nearest, nanos(today.plusDays(days).atTime(time), zone), receivedNanos);
        }
        return nearest;
    }

    private static Long nearer(@Nullable Long one, long other, long receivedNanos) {
        return one == null || Math.abs(other - receivedNanos) < Math.abs(one - receivedNanos) ? (Long) other : one;
    }

    private static long nanos(LocalDateTime time, ZoneId zone) {
        Instant instant = time.atZone(zone).toInstant();
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }
}
