package dev.hec.receiver.parse;

import java.util.function.LongSupplier;

/**
 * What parsers took of one request's time: for finding fields and for putting lines together. Confined to one request.
 */
final class ParseTime {

    static final long MOST_SECONDS = 30;

    private final LongSupplier nanoTime;
    private long spent;
    private long start;

    /** @param nanoTime a clock as {@link System#nanoTime} */
    ParseTime(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether nothing is left of it. */
    boolean over() {
        return spent > MOST_SECONDS * 1_000_000_000L;
    }

    /** A parser begins. */
    void begin() {
        start = nanoTime.getAsLong();
    }

    /** The parser that began has ended. */
    void end() {
        spent += nanoTime.getAsLong() - start;
    }
}
