package dev.hec;

import dev.hec.settings.HecSettings;
import dev.hec.settings.Setting;
import java.time.Duration;

/** Durations as the counts of nanoseconds that clocks deal in. Stateless. */
final class Nanos {

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Nanos() {}

    static long of(HecSettings settings, Setting<Duration> setting) {
        return of(settings.get(setting));
    }

    /** A duration may be longer than a count of nanoseconds can say: 292 years. */
    static long of(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        return duration.compareTo(LONGEST) > 0 ? Long.MAX_VALUE : duration.toNanos();
    }
}
