package dev.hec.auth;

import dev.hec.Diagnostics;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Warns of the end of one token: 30, 7 and 1 days ahead and once it has come, each once. Thread-safe, without a lock.
 *
 * <p>A token that says when it was issued is not warned of earlier than its own life is long: one that lives for an hour is
 * meant to be replaced every hour.
 */
final class TokenExpiry {

    private static final List<Duration> AHEAD =
            List.of(Duration.ofDays(30), Duration.ofDays(7), Duration.ofDays(1), Duration.ZERO);

    private final TokenName token;
    private final long[] steps;
    private final long expires;

    /** Time of the next warning, in milliseconds since the epoch. */
    private final AtomicLong next;

    /**
     * A watch over a token; over nothing if it does not say when it expires.
     *
     * @param name names the token in messages
     */
    TokenExpiry(TokenName name, Optional<Jwt> jwt) {
        token = name;
        steps = jwt.isPresent() ? steps(jwt.get()) : new long[0];
        expires = steps.length == 0 ? Long.MAX_VALUE : steps[steps.length - 1];
        next = new AtomicLong(steps.length == 0 ? Long.MAX_VALUE : steps[0]);
    }

    private static long[] steps(Jwt jwt) {
        Instant issued = jwt.issued();
        return AHEAD.stream()
                .map(jwt.expires()::minus)
                .filter(step -> issued == null || step.isAfter(issued) || step.equals(jwt.expires()))
                .mapToLong(Instant::toEpochMilli)
                .toArray();
    }

    /** Warns if it is time to. Not called under a lock. */
    void check(Instant now, Diagnostics diagnostics) {
        long millis = now.toEpochMilli();
        long due = next.get();
        if (millis >= due && next.compareAndSet(due, after(millis))) {
            diagnostics.warn(message(millis));
        }
    }

    /** The first step still to come: of those missed, the last says it all. */
    private long after(long millis) {
        for (long step : steps) {
            if (step > millis) {
                return step;
            }
        }
        return Long.MAX_VALUE;
    }

    private String message(long millis) {
        Instant end = Instant.ofEpochMilli(expires).truncatedTo(ChronoUnit.SECONDS);
        return millis >= expires
                ? "The token " + token + " expired at " + end + "; the collector will refuse it. Replace it."
                : "The token " + token + " expires at " + end + ", in " + left(expires - millis)
                        + ". Replace it before then.";
    }

    private static String left(long millis) {
        Duration left = Duration.ofMillis(millis);
        return left.toDays() >= 1 ? left.toDays() + " day(s)" : left.toHours() + " hour(s)";
    }
}
