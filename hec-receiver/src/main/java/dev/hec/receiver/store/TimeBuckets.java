package dev.hec.receiver.store;

/**
 * The buckets of a histogram: all that lie between two instants, one after the other, none left out. Immutable.
 *
 * @param first the first instant
 * @param last the last instant, not before the first
 * @param count how many buckets there are
 */
record TimeBuckets(long first, long last, Interval interval, int count) {

    /** @throws TooManyBucketsException if there are more than {@code most} */
    static TimeBuckets of(long first, long last, Interval interval, int most) throws TooManyBucketsException {
        long furthest = interval.between(first, last);
        if (Long.compareUnsigned(furthest, most) >= 0) {
            throw new TooManyBucketsException(interval, furthest, most, Interval.fitting(first, last, most));
        }
        return new TimeBuckets(first, last, interval, (int) furthest + 1);
    }

    /** The bucket of an instant in the range. */
    int of(long instant) {
        return (int) interval.between(first, instant);
    }

    /** Where a bucket begins. */
    long start(int bucket) {
        long into = interval.into(first);
        if (bucket == 0) {
            long start = first - into;
            return start > first ? Long.MIN_VALUE : start;
        }
        return first + (bucket * interval.nanos() - into);
    }

    /** Where a bucket ends, which is where the next one begins. */
    long end(int bucket) {
        if (bucket < count - 1) {
            return start(bucket + 1);
        }
        long start = start(bucket);
        long length = bucket == 0 ? interval.nanos() - interval.into(first) : interval.nanos();
        long end = (bucket == 0 ? first : start) + length;
        return end <= last ? Long.MAX_VALUE : end;
    }
}
