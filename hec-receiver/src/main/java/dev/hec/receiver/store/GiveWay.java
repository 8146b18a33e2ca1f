package dev.hec.receiver.store;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Lets requests go before the index while they would have use for every core: a sender waits for its answer, and nobody waits for the
 * index. For at most {@value #PAUSE_MILLIS} of {@code PAUSE_MILLIS + }{@value #WORK_MILLIS} ms, so that the index goes on
 * whatever comes. Confined to the indexer thread, but for {@link #to}, which any thread may call.
 */
final class GiveWay {

    static final int PAUSE_MILLIS = 40;
    static final int WORK_MILLIS = 10;

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
    private static final long WORK = TimeUnit.MILLISECONDS.toNanos(WORK_MILLIS);
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private volatile BooleanSupplier crowd = () -> false;
    private boolean pausing;
    private long pauseBegan;
    private long pauseEnded;

    GiveWay(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        pauseEnded = nanoTime.getAsLong() - WORK;
    }

    /** Says who tells whether requests would have use for every core. */
    void to(BooleanSupplier requests) {
        crowd = requests;
    }

    /** How long to pause before this is asked again; 0 to work on. */
    long nanos() {
        if (!crowd.getAsBoolean()) {
            end();
            return 0;
        }
        long now = nanoTime.getAsLong();
        if (!pausing) {
            if (now - pauseEnded < WORK) {
                return 0;
            }
            pausing = true;
            pauseBegan = now;
        }
        if (now - pauseBegan < PAUSE) {
            return LOOK;
        }
        end();
        return 0;
    }

    private void end() {
        if (pausing) {
            pausing = false;
            pauseEnded = nanoTime.getAsLong();
        }
    }
}
