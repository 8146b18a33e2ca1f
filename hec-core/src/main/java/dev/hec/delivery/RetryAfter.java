package dev.hec.delivery;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the {@code Retry-After} header (RFC 9110, section 10.2.3), and says how long to pause for it. Pure. */
final class RetryAfter {

    /** Largest part of a pause that is added to it. */
    private static final double SPREAD = 0.1;

    private RetryAfter() {}

    /**
     * Reads one header.
     *
     * @param header whole seconds or an HTTP date
     * @param now the time to count a date from
     * @return the pause asked for, not negative; empty if there is no header or it makes no sense
     */
    static Optional<Duration> parse(@Nullable String header, Instant now) {
        if (header == null) {
            return Optional.empty();
        }
        String text = header.strip();
        if (!text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration pause = Duration.between(now, until);
            return Optional.of(pause.isNegative() ? Duration.ZERO : pause);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * The pause that follows from what a collector asked for: as long as asked, at most the longest allowed, and a random
     * part of a tenth on top. Never shorter, because the collector said so; a little longer, so that a fleet that was sent
     * away in one instant does not come back in one instant.
     *
     * @param asked not negative
     * @param random uniform in [0, 1)
     */
    static long pauseNanos(Duration asked, long maxPauseNanos, double random) {
        // Retry-After has no upper bound, a long of nanoseconds has: 292 years.
        long floor = asked.compareTo(Duration.ofNanos(maxPauseNanos)) > 0 ? maxPauseNanos : asked.toNanos();
        return floor + (long) (floor * SPREAD * random);
    }
}
