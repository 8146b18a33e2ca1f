package dev.hec.receiver.ingest;

import java.util.concurrent.Semaphore;

/**
 * Lets only a few threads at a time do what costs much: take bytes that have come, inflate them, parse them. The others sleep until it
 * is their turn. If all ran at once, a hundred large bodies would leave the thread that accepts connections a hundredth of a core, and
 * health would be answered seconds late. A turn is never held while waiting for a sender or for the disk. Thread-safe.
 */
final class Turns {

    private static final int PER_CORE = 1;
    private static final int LEAST = 2;

    private final Semaphore free;

    private Turns(int most) {
        free = new Semaphore(most);
    }

    static Turns forCores() {
        return new Turns(Math.max(LEAST, PER_CORE * Runtime.getRuntime().availableProcessors()));
    }

    /** Waits for a turn. {@link #give} has to follow. */
    void take() {
        free.acquireUninterruptibly();
    }

    /** Whether every turn is taken. */
    boolean allTaken() {
        return free.availablePermits() == 0;
    }

    void give() {
        free.release();
    }
}
