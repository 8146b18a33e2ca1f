package dev.hec.receiver.http;

import java.net.SocketTimeoutException;
import java.util.function.LongSupplier;

/**
 * The pace at which a body has to come: {@value #GRACE_SECONDS} s, and a second more for each {@value #BYTES_PER_SECOND} bytes. A
 * container's timeout is only for the wait for the next byte, so a sender of a byte now and then could hold a thread for years.
 * Confined to one thread.
 */
public final class BodyPace {

    static final int GRACE_SECONDS = 20;
    static final int BYTES_PER_SECOND = 64 * 1024;

    private static final long NANOS = 1_000_000_000L;

    private final LongSupplier nanoTime;
    private final long start;
    private long bytes;

    /** The time runs from now. */
    public BodyPace() {
        this(System::nanoTime);
    }

    BodyPace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
    }

    /**
     * Notes that more of the body has come.
     *
     * @throws SocketTimeoutException if it took too long
     */
    public void came(long count) throws SocketTimeoutException {
        bytes += count;
        long allowed = GRACE_SECONDS * NANOS + bytes * (NANOS / BYTES_PER_SECOND);
        if (nanoTime.getAsLong() - start > allowed) {
            throw new SocketTimeoutException("the body comes too slowly");
        }
    }
}
