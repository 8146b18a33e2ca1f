package dev.hec.receiver.http;

import java.net.SocketTimeoutException;
import java.util.function.LongSupplier;

/**
 * The pace at which a body has to come: {@value #GRACE_SECONDS} s, and a second more for each {@value #BYTES_PER_SECOND} bytes. A
 * container's timeout is only for the wait for the next byte, so a sender of a byte now and then could hold a thread for years.
 * Only waiting for the sender counts: a reader that takes its time, for whatever reason, is not the sender's fault. Confined to one
 * thread.
 */
public final class BodyPace {

    static final int GRACE_SECONDS = 20;
    static final int BYTES_PER_SECOND = 64 * 1024;

    private static final long NANOS = 1_000_000_000L;

    private final LongSupplier nanoTime;
    private long waitingSince;
    private long waited;
    private long bytes;

    /** Of a body of which nothing was waited for yet. */
    public BodyPace() {
        this(System::nanoTime);
    }

    BodyPace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Notes that the reader begins to wait for more of the body. */
    public void waiting() {
        waitingSince = nanoTime.getAsLong();
    }

    /**
     * Notes that more of the body has come, and ends the waiting.
     *
     * @throws SocketTimeoutException if all the waiting together took too long
     */
    public void came(long count) throws SocketTimeoutException {
        waited += nanoTime.getAsLong() - waitingSince;
        bytes += count;
        long allowed = GRACE_SECONDS * NANOS + bytes * (NANOS / BYTES_PER_SECOND);
        if (waited > allowed) {
            throw new SocketTimeoutException("the body comes too slowly");
        }
    }
}
