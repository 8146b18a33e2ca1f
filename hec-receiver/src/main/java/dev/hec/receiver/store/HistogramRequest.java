package dev.hec.receiver.store;

import org.jspecify.annotations.Nullable;

/**
 * How events are to be counted by time. Immutable.
 *
 * @param interval length of a bucket; null for one that people count in and that makes at most {@code buckets}
 * @param buckets the most buckets, at least 5
 * @param by a field whose most frequent values are counted in each bucket, or null
 * @param values how many values of {@code by}
 */
public record HistogramRequest(
        Scope scope,
        @Nullable Interval interval,
        int buckets,
        @Nullable String by,
        int values) {}
