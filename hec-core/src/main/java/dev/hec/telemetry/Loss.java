package dev.hec.telemetry;

import dev.hec.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Events lost in a while, to be told once. Immutable.
 *
 * @param byReason numbers of events by the name of the reason: a {@link dev.hec.DropReason}, or {@code FULL} at the door
 * @param bySeverity numbers of events as far as their severity is known; in all at most those by reason
 * @param first time of the earliest of them; null if no time is known
 * @param last time of the latest of them; null if no time is known
 */
public record Loss(
        Map<String, Long> byReason,
        Map<Severity, Long> bySeverity,
        @Nullable Instant first,
        @Nullable Instant last) {

    /** These counts, in an order that does not change. */
    public Loss {
        byReason = Collections.unmodifiableMap(new TreeMap<>(byReason));
        Map<Severity, Long> ascending = new EnumMap<>(Severity.class);
        ascending.putAll(bySeverity);
        bySeverity = Collections.unmodifiableMap(ascending);
    }

    /** Number of events lost. */
    public long count() {
        return byReason.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Number of those whose severity is not known. */
    public long ofUnknownSeverity() {
        return count() - bySeverity.values().stream().mapToLong(Long::longValue).sum();
    }
}
