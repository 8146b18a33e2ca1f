package dev.hec.receiver.junit;

import dev.hec.receiver.batch.BatchLimits;
import dev.hec.receiver.batch.BatchMemory;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The time from one reset to the next. A request belongs to the one it began in, with all it stores: what it leaves behind is gone
 * with that, its batch as well as its events. Thread-safe; told from others by identity.
 */
final class Epoch {

    /** More would fill the heap of a test before anybody looks at them. */
    static final int MOST_EVENTS = 200_000;

    private final BatchMemory batches = new BatchMemory(BatchLimits.DEFAULT, InstantSource.system());
    private final AtomicInteger room = new AtomicInteger(MOST_EVENTS);

    /** The batches stored in it. */
    BatchMemory batches() {
        return batches;
    }

    /** Takes room for so many events; false if there is none. */
    boolean take(int events) {
        if (room.addAndGet(-events) < 0) {
            room.addAndGet(events);
            return false;
        }
        return true;
    }
}
