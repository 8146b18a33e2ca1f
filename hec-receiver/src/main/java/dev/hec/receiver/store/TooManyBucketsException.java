package dev.hec.receiver.store;

import java.io.IOException;

/** An interval is too short for the range of time. */
public final class TooManyBucketsException extends IOException {

    private static final long serialVersionUID = 1L;

    TooManyBucketsException(Interval interval, long buckets, int most, Interval better) {
        super("buckets of " + interval + " would be " + Long.toUnsignedString(buckets) + "; at most " + most
                + " are made: take " + better + " or more, or a shorter range");
    }
}
