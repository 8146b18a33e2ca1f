package dev.hec.receiver.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events by time. Immutable.
 *
 * @param total events found
 * @param eventsBehind durable events that were not seen, because the index was too far behind
 * @param interval length of a bucket; null if there is none
 * @param buckets all that lie in the range, in order of time, the empty ones too
 * @param values the values of the field that was asked for, in the order of {@link Bucket#byValue}; null if none was
 */
public record Histogram(
        long total,
        long eventsBehind,
        @Nullable Interval interval,
        List<Bucket> buckets,
        @Nullable Values values) {

    /** Copies the list. */
    public Histogram {
        buckets = List.copyOf(buckets);
    }

    /**
     * A bucket. A search with its two instants finds as many events.
     *
     * @param fromNanos first instant
     * @param toNanos first instant that is too late
     * @param count events
     * @param byValue events that have each value; an event with a list may count for several
     * @param other events that have none of these values
     */
    public record Bucket(long fromNanos, long toNanos, long count, List<Long> byValue, long other) {

        /** Copies the list. */
        public Bucket {
            byValue = List.copyOf(byValue);
        }
    }
}
