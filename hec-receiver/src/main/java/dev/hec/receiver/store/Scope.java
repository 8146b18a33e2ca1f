package dev.hec.receiver.store;

import dev.hec.receiver.query.Query;

/**
 * The events that are looked at. Immutable.
 *
 * @param query what they match
 * @param fromNanos earliest timestamp, nanoseconds since the epoch; {@code Long.MIN_VALUE} for no bound
 * @param toNanos first timestamp that is too late; {@code Long.MAX_VALUE} for no bound
 */
public record Scope(Query query, long fromNanos, long toNanos) {

    /** Whether there is an earliest timestamp. */
    public boolean hasFrom() {
        return fromNanos != Long.MIN_VALUE;
    }

    /** Whether there is a timestamp that is too late. */
    public boolean hasTo() {
        return toNanos != Long.MAX_VALUE;
    }

    /** Whether no timestamp is early and late enough. */
    boolean isEmpty() {
        return toNanos <= fromNanos;
    }

    /** The last timestamp that is not too late; meaningless if {@link #isEmpty}. */
    long lastNanos() {
        return hasTo() ? toNanos - 1 : Long.MAX_VALUE;
    }
}
