package dev.hec.receiver.store;

import java.io.IOException;

/** An interval is too short for the range of time. */
public final class TooManyBucketsException extends IOException {

    private static final long serialVersionUID = 1L;

    TooManyBucketsException(Interval interval, long fewer, int most, Interval better) {
        super("buckets of " + interval + " would be more than " + Long.toUnsignedString(fewer) + "; at most " + most
                + " are made: take " + better + " or more, or a shorter range");
    }
}
