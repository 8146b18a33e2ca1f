package dev.hec.delivery;

import dev.hec.transport.Payload;
import java.util.concurrent.atomic.LongAdder;

/** Counts of requests. Thread-safe; each number is exact, together they are not one instant. */
public final class DeliveryCounters {

    private final LongAdder requests = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder maybeDuplicated = new LongAdder();
    private final LongAdder unsafeDivisions = new LongAdder();
    private final LongAdder deliveredBytes = new LongAdder();
    private final LongAdder wireBytes = new LongAdder();

    /** @param maybeStored whether the collector may have stored the same events before */
    void requested(int attempt, boolean maybeStored) {
        requests.increment();
        if (maybeStored) {
            maybeDuplicated.increment();
        }
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

    void dividedUnsafely() {
        unsafeDivisions.increment();
    }

    /** Requests repeated though the collector may have stored their events already. */
    public long maybeDuplicated() {
        return maybeDuplicated.sum();
    }

    /** Times that events of one time, or of unknown times, were divided over two requests after a refusal. */
    public long unsafeDivisions() {
        return unsafeDivisions.sum();
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
