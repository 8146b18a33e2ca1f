package dev.hec.it.chaos;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Takes all the memory there is, again and again. Confined to one thread; the count may be read after it. */
final class MemoryPressure {

    private static final int BLOCK_BYTES = 64 * 1024;
    private static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    private int times;

    /** Takes blocks, then ever smaller ones, until there is nothing left, and holds them for a moment. */
    void exhaust() {
        Object[] last = null;
        for (int bytes = BLOCK_BYTES; bytes >= 64; bytes /= 8) {
            try {
                while (true) {
                    // A chain: it needs no memory but that of its blocks.
                    Object[] next = new Object[bytes / 4];
                    next[0] = last;
                    last = next;
                }
            } catch (OutOfMemoryError e) {
                times++;
            }
        }
        LockSupport.parkNanos(HOLD_NANOS);
        drop(last);
        LockSupport.parkNanos(HOLD_NANOS);
    }

    /** Keeps the chain reachable until here. */
    private static void drop(Object[] chain) {
        if (chain != null) {
            chain[0] = null;
        }
    }

    int times() {
        return times;
    }
}
