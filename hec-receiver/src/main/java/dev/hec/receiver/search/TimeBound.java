package dev.hec.receiver.search;

import dev.hec.format.EpochTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of {@code from} and {@code to}. Stateless and thread-safe. */
final class TimeBound {

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d*)?");
    private static final Pattern RELATIVE = Pattern.compile("-(\\d{1,10})([smhdw])");
    private static final long NANOS = 1_000_000_000L;

    private TimeBound() {}

    /**
     * Reads a point in time: {@code now}, {@code -15m} (units s, m, h, d, w), ISO-8601 with an offset, or a number as
     * {@link EpochTime#parseNanos} takes it.
     *
     * @return nanoseconds since the epoch
     * @throws IllegalArgumentException if the text is none of these; the message says what is expected
     */
    static long parse(String text, Instant now) {
        try {
            if (text.equals("now")) {
                return nanos(now);
            }
            Matcher relative = RELATIVE.matcher(text);
            if (relative.matches()) {
                return Math.subtractExact(nanos(now), relativeNanos(relative));
            }
            if (NUMBER.matcher(text).matches()) {
                return EpochTime.parseNanos(text);
            }
            return nanos(OffsetDateTime.parse(text).toInstant());
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("the time lies outside the years 1677 to 2262", e);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "expected now, a time before now such as -15m (units s m h d w), ISO-8601 such as 2026-11-23T10:00:00Z,"
                            + " or seconds or milliseconds since 1970; in a URL write the + of an offset as its percent escape",
                    e);
        }
    }

    private static long relativeNanos(Matcher relative) {
        long seconds = switch (relative.group(2)) {
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3600;
            case "d" -> 86_400;
            default -> 604_800;
        };
        return Math.multiplyExact(Math.multiplyExact(Long.parseLong(relative.group(1)), seconds), NANOS);
    }

    private static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano());
    }
}
