package dev.hec.receiver.store;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The length of a bucket of time. Buckets begin at multiples of it, counted from 1970 in UTC; those of whole weeks begin on
 * Mondays. Immutable.
 *
 * @param nanos at least 1
 */
public record Interval(long nanos) {

    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1000 * MILLI;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long WEEK = 7 * DAY;
    private static final long FIRST_MONDAY = 4 * DAY;

    private static final String[] UNITS = {"w", "d", "h", "m", "s", "ms"};
    private static final long[] LENGTHS = {WEEK, DAY, HOUR, MINUTE, SECOND, MILLI};
    private static final Pattern TEXT = Pattern.compile("(\\d{1,10})(ms|[smhdw])");

    /** Lengths that people count in. */
    private static final long[] NICE = {
        MILLI,
        2 * MILLI,
        5 * MILLI,
        10 * MILLI,
        20 * MILLI,
        50 * MILLI,
        100 * MILLI,
        200 * MILLI,
        500 * MILLI,
        SECOND,
        2 * SECOND,
        5 * SECOND,
        10 * SECOND,
        15 * SECOND,
        30 * SECOND,
        MINUTE,
        2 * MINUTE,
        5 * MINUTE,
        10 * MINUTE,
        15 * MINUTE,
        30 * MINUTE,
        HOUR,
        2 * HOUR,
        3 * HOUR,
        6 * HOUR,
        12 * HOUR,
        DAY,
        2 * DAY,
        WEEK,
        2 * WEEK,
        4 * WEEK,
        13 * WEEK,
        26 * WEEK,
        52 * WEEK
    };

    /** Refuses what is no length. */
    public Interval {
        if (nanos < 1) {
            throw new IllegalArgumentException("an interval is longer than nothing");
        }
    }

    /**
     * Reads {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}, {@code 1d} or {@code 1w}.
     *
     * @throws IllegalArgumentException if the text is none; the message says what is expected
     */
    public static Interval parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            for (int i = 0; i < UNITS.length; i++) {
                if (UNITS[i].equals(matcher.group(2)) && count > 0 && count <= Long.MAX_VALUE / LENGTHS[i]) {
                    return new Interval(count * LENGTHS[i]);
                }
            }
        }
        throw new IllegalArgumentException(
                "expected a length of time above 0, such as 500ms, 30s, 5m, 1h, 1d or 1w (units ms s m h d w)");
    }

    /**
     * The shortest of those people count in that makes at most so many buckets of a range.
     *
     * @param last the last instant of the range
     * @param buckets at least 5
     */
    static Interval fitting(long first, long last, int buckets) {
        for (long nanos : NICE) {
            Interval interval = new Interval(nanos);
            if (interval.fits(first, last, buckets)) {
                return interval;
            }
        }
        Interval interval = new Interval(NICE[NICE.length - 1]);
        while (!interval.fits(first, last, buckets)) {
            interval = new Interval(Math.multiplyExact(interval.nanos, 2));
        }
        return interval;
    }

    private boolean fits(long first, long last, int buckets) {
        return Long.compareUnsigned(between(first, last), buckets) < 0;
    }

    /**
     * How many buckets after that of {@code first} an instant is; both the difference of the instants and the result are unsigned,
     * for time as nanoseconds needs all 64 bits.
     */
    long between(long first, long instant) {
        long difference = instant - first;
        long rest = Long.remainderUnsigned(difference, nanos) + into(first);
        return Long.divideUnsigned(difference, nanos) + (Long.compareUnsigned(rest, nanos) >= 0 ? 1 : 0);
    }

    /** How far an instant is from the beginning of its bucket. */
    long into(long instant) {
        long origin = nanos % WEEK == 0 ? FIRST_MONDAY : 0;
        return Math.floorMod(Math.floorMod(instant, nanos) - Math.floorMod(origin, nanos), nanos);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        for (int i = 0; i < UNITS.length; i++) {
            if (nanos % LENGTHS[i] == 0) {
                return nanos / LENGTHS[i] + UNITS[i];
            }
        }
        return Duration.ofNanos(nanos).toString();
    }
}
