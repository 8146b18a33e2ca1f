package dev.hec.receiver.ingest;

import dev.hec.format.EpochTime;
import dev.hec.receiver.access.EventDefaults;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the sender says about an event beside the event itself; null where it says nothing. Immutable.
 *
 * @param timeNanos nanoseconds since the epoch
 */
record Metadata(
        @Nullable Long timeNanos,
        @Nullable String host,
        @Nullable String source,
        @Nullable String sourcetype,
        @Nullable String index) {

    /** Nothing is said. */
    static final Metadata NONE = new Metadata(null, null, null, null, null);

    /** The longest text of one of them. */
    static final int LONGEST = 4096;

    /** The query parameters that are metadata. */
    static final Set<String> NAMES = Set.of("time", "host", "source", "sourcetype", "index");

    /**
     * The metadata in a query string; of a repeated name the first counts, an empty value counts as absent.
     *
     * @throws IllegalArgumentException if {@code time} is no time, or a text is too long
     */
    static Metadata of(Map<String, List<String>> query) {
        String time = first(query, "time");
        return new Metadata(
                time == null ? null : EpochTime.parseNanos(time.strip()),
                first(query, "host"),
                first(query, "source"),
                first(query, "sourcetype"),
                first(query, "index"));
    }

    /** What a token says about the events sent with it. */
    static Metadata of(EventDefaults defaults) {
        return new Metadata(null, defaults.host(), defaults.source(), defaults.sourcetype(), defaults.index());
    }

    /** This, with its gaps filled from another. */
    Metadata orElse(Metadata fallback) {
        return new Metadata(
                timeNanos == null ? fallback.timeNanos : timeNanos,
                host == null ? fallback.host : host,
                source == null ? fallback.source : source,
                sourcetype == null ? fallback.sourcetype : sourcetype,
                index == null ? fallback.index : index);
    }

    /** Everything but the time. */
    Metadata withoutTime() {
        return new Metadata(null, host, source, sourcetype, index);
    }

    /** Characters of all texts. */
    int chars() {
        return length(host) + length(source) + length(sourcetype) + length(index);
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private static @Nullable String first(Map<String, List<String>> query, String name) {
        List<String> values = query.get(name);
        if (values == null || values.get(0).isBlank()) {
            return null;
        }
        if (values.get(0).length() > LONGEST) {
            throw new IllegalArgumentException(name + " has more than " + LONGEST + " characters");
        }
        return values.get(0);
    }
}
