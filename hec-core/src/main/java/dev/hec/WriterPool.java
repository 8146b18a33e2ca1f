package dev.hec;

import dev.hec.format.EventWriter;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lends each logging thread a writer, and notices a thread that already has one.
 *
 * <p><b>Threads.</b> Any. A desk belongs to the thread that took it, until that thread gives it back.
 *
 * <p><b>Mechanism.</b> A fixed number of desks with a writer each; a thread tries the few that its hash names. Whoever swaps
 * itself in as the owner of a desk owns its writer, and the swap publishes the writer's memory from owner to owner. A thread
 * that finds them taken gets a desk for this one event, noted in a map. Not a {@code ThreadLocal}: that would keep a writer
 * for every virtual thread that ever logged.
 *
 * <p><b>Invariant.</b> A thread has at most one desk, so it can only meet its own if it logs while its event is being encoded
 * (a {@code toString} that logs); that is how recursion is found.
 */
final class WriterPool {

    private static final int PROBES = 4;

    /** Memory that one huge event has blown up is not kept. */
    private static final int MAX_KEPT_BYTES = 256 * 1024;

    private final Supplier<EventWriter> writers;
    private final Desk[] desks;
    private final ConcurrentMap<Thread, Desk> extra = new ConcurrentHashMap<>();

    /** @param writers makes the writer of a desk */
    WriterPool(Supplier<EventWriter> writers) {
        this.writers = writers;
        int wanted = Math.max(16, Runtime.getRuntime().availableProcessors() * 4);
        desks = new Desk[Integer.highestOneBit(wanted * 2 - 1)];
        for (int i = 0; i < desks.length; i++) {
            desks[i] = new Desk(null);
        }
    }

    /** Takes a desk for the current thread; null if it has one already. */
    @Nullable
    Desk take() {
        Thread thread = Thread.currentThread();
        int first = System.identityHashCode(thread);
        for (int i = 0; i < PROBES; i++) {
            if (desk(first, i).get() == thread) {
                return null;
            }
        }
        if (!extra.isEmpty() && extra.containsKey(thread)) {
            return null;
        }
        for (int i = 0; i < PROBES; i++) {
            Desk desk = desk(first, i);
            if (desk.get() == null && desk.compareAndSet(null, thread)) {
                return desk;
            }
        }
        Desk desk = new Desk(thread);
        extra.put(thread, desk);
        return desk;
    }

    private Desk desk(int first, int probe) {
        return desks[(first + probe) & (desks.length - 1)];
    }

    /** Gives back the desk of the current thread. */
    void giveBack(Desk desk) {
        Thread thread = Thread.currentThread();
        if (!extra.isEmpty() && extra.remove(thread, desk)) {
            return;
        }
        if (desk.writer != null && desk.writer.bytes().length > MAX_KEPT_BYTES) {
            desk.writer = null;
        }
        desk.set(null);
    }

    /** A writer and the thread that has it, as the reference's value. */
    final class Desk extends AtomicReference<@Nullable Thread> {

        private static final long serialVersionUID = 1L;

        private transient @Nullable EventWriter writer;

        private Desk(@Nullable Thread owner) {
            super(owner);
        }

        /** The writer; only for the owner. */
        EventWriter writer() {
            EventWriter current = writer;
            if (current == null) {
                current = writers.get();
                writer = current;
            }
            return current;
        }
    }
}
