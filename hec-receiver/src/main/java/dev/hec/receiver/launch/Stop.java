package dev.hec.receiver.launch;

import org.jspecify.annotations.Nullable;

/**
 * The end of the program: stops the receiver, and deletes what was unpacked for it.
 *
 * <p><b>Threads.</b> Thread-safe; its monitor guards its state, and is held while the receiver stops, so that nobody who is asked to
 * end the process does so before.
 */
final class Stop {

    private @Nullable Unpacked war;
    private @Nullable AutoCloseable running;

    /** Has a directory deleted at the end. */
    synchronized void thenDelete(Unpacked unpacked) {
        war = unpacked;
    }

    /** Has a receiver stopped at the end. */
    synchronized void first(AutoCloseable receiver) {
        running = receiver;
    }

    /** Ends what there is to end, once. */
    synchronized void now() {
        AutoCloseable receiver = running;
        Unpacked unpacked = war;
        running = null;
        war = null;
        try {
            if (receiver != null) {
                receiver.close();
            }
        } catch (Exception e) {
            System.err.println("hec-receiver did not stop cleanly: " + e);
        } finally {
            if (unpacked != null) {
                unpacked.delete();
            }
        }
    }
}
