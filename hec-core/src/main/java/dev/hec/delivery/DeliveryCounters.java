package dev.hec.delivery;

import dev.hec.transport.Payload;
import java.util.concurrent.atomic.LongAdder;

/** Counts of requests. Thread-safe; each number is exact, together they are not one instant. */
public final class DeliveryCounters {

    private final LongAdder requests = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder deliveredBytes = new LongAdder();
    private final LongAdder wireBytes = new LongAdder();

    void requested(int attempt) {
        requests.increment();
        if (attempt > 1) {
            retries.increment();
        }
    }

    void accepted(Payload payload) {
        deliveredBytes.add(payload.rawBytes());
        wireBytes.add(payload.bytes().remaining());
    }

    /** Requests sent, retries included. */
    public long requests() {
        return requests.sum();
    }

    /** Requests after the first of the same payload. */
    public long retries() {
        return retries.sum();
    }

    /** Body bytes of accepted requests before compression. */
    public long deliveredBytes() {
        return deliveredBytes.sum();
    }

    /** Body bytes of accepted requests as sent. */
    public long wireBytes() {
        return wireBytes.sum();
    }
}
