package dev.hec.buffer;

import java.util.ArrayDeque;
import java.util.Deque;

/** What {@link EventBufferLincheckTest} expects of a buffer that one thread uses. Confined to one thread. */
public final class EventBufferModel {

    private final int[] taken = new int[EventBufferLincheckTest.THREADS + 2];
    private final Deque<Integer> ready = new ArrayDeque<>();
    private int open;
    private int lost;
    private int admitted;
    private int delivered;
    private int dropped;
    private int refusedFull;
    private int refusedClosed;
    private boolean closed;
    private boolean givenUp;

    public String append(boolean error) {
        if (closed) {
            refusedClosed++;
            return "CLOSED";
        }
        int limit = error ? EventBufferLincheckTest.RECORDS : EventBufferLincheckTest.RECORDS * 4 / 5;
        if (unsettled() + 1 > limit) {
            refusedFull++;
            return "FULL";
        }
        if (open == EventBufferLincheckTest.BATCH) {
            ready.add(open);
            open = 0;
        }
        open++;
        admitted++;
        return "ADMITTED";
    }

    public String take(int thread) {
        if (taken[thread] != 0) {
            return "BUSY";
        }
        if (ready.isEmpty() && open > 0) {
            ready.add(open);
            open = 0;
        }
        Integer batch = ready.poll();
        if (batch == null) {
            return closed ? "END" : "EMPTY";
        }
        taken[thread] = batch;
        return batch + " records";
    }

    public void deliver(int thread) {
        delivered += settle(thread);
    }

    public void drop(int thread) {
        dropped += settle(thread);
    }

    private int settle(int thread) {
        int records = taken[thread];
        taken[thread] = 0;
        if (givenUp) {
            lost += Math.max(0, records);
            return 0;
        }
        return records;
    }

    public void close() {
        closed = true;
    }

    /** Settled as dropped now; a thread that has a batch finds out later, so its batch counts as less than none. */
    public int giveUpRest() {
        int events = unsettled();
        givenUp = true;
        dropped += events;
        ready.clear();
        open = 0;
        lost = 0;
        for (int thread = 0; thread < taken.length; thread++) {
            taken[thread] = taken[thread] == 0 ? 0 : -1;
        }
        return events;
    }

    public long flush() {
        return unsettled();
    }

    private int waiting() {
        return open + ready.stream().mapToInt(Integer::intValue).sum();
    }

    private int inFlight() {
        int records = lost;
        for (int batch : taken) {
            records += Math.max(0, batch);
        }
        return records;
    }

    private int unsettled() {
        return waiting() + inFlight();
    }

    public String counts() {
        return EventBufferLincheckTest.counts(
                admitted, waiting(), inFlight(), delivered, dropped, refusedFull, refusedClosed, unsettled());
    }
}
