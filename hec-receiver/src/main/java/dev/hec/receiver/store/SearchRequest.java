package dev.hec.receiver.store;

import dev.hec.receiver.query.Query;
import org.jspecify.annotations.Nullable;

/**
 * What to search for and which page of it. Immutable.
 *
 * @param query what the events match
 * @param fromNanos earliest timestamp, nanoseconds since the epoch; {@code Long.MIN_VALUE} for no bound
 * @param toNanos first timestamp that is too late; {@code Long.MAX_VALUE} for no bound
 * @param newestFirst latest timestamp first and, among equal ones, latest arrival first; else the exact reverse
 * @param limit the most events of the page, at least 1
 * @param after the last event of the page before, null for the first page
 * @param snapshot events numbered from here on are left out: {@link Page#snapshot} of the first page, so that all pages see
 *     the same events; {@code Long.MAX_VALUE} for the first page
 */
public record SearchRequest(
        Query query,
        long fromNanos,
        long toNanos,
        boolean newestFirst,
        int limit,
        @Nullable Mark after,
        long snapshot) {

    /**
     * The place of an event in the order of results.
     *
     * @param timestampNanos its timestamp
     * @param sequence its number in the order of arrival
     */
    public record Mark(long timestampNanos, long sequence) {}
}
