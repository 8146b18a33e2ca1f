package dev.hec.receiver;

import dev.hec.receiver.batch.BatchLimits;
import dev.hec.receiver.batch.BatchMemory;
import dev.hec.receiver.event.BatchKey;
import dev.hec.receiver.event.BusyException;
import dev.hec.receiver.event.Event;
import dev.hec.receiver.event.EventSink;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.search.SearchApi;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A storage for tests: keeps events in a list, is full or broken on demand. Thread-safe. */
public final class MemoryStorage implements Storage, EventSink {

    private final List<Event> events = new ArrayList<>();
    private final BatchMemory batches;
    private volatile boolean full;
    private volatile boolean broken;
    private volatile boolean closed;
    private volatile CountDownLatch entered = new CountDownLatch(0);
    private volatile CountDownLatch gate = new CountDownLatch(0);

    public MemoryStorage() {
        this(BatchLimits.DEFAULT, InstantSource.system());
    }

    public MemoryStorage(BatchLimits limits, InstantSource clock) {
        batches = new BatchMemory(limits, clock);
    }

    @Override
    public boolean append(List<Event> added, BatchKey batch) throws BusyException, IOException {
        return batches.once(batch, stored -> add(added));
    }

    private void add(List<Event> added) throws BusyException, IOException {
        entered.countDown();
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        if (full) {
            throw new BusyException("full", 7);
        }
        if (broken) {
            throw new IOException("disk on fire");
        }
        synchronized (events) {
            events.addAll(added);
        }
    }

    @Override
    public boolean full() {
        return full;
    }

    /** Makes every append from now on wait for {@link #openGate}. */
    public void closeGate() {
        entered = new CountDownLatch(1);
        gate = new CountDownLatch(1);
    }

    public void awaitAppend() throws InterruptedException {
        entered.await();
    }

    public void openGate() {
        gate.countDown();
    }

    public void setFull(boolean full) {
        this.full = full;
    }

    public void setBroken(boolean broken) {
        this.broken = broken;
    }

    public boolean isClosed() {
        return closed;
    }

    /** What was stored, in order. */
    public List<Event> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    @Override
    public EventSink sink() {
        return this;
    }

    @Override
    public SearchApi search() {
        return (operation, parameters) ->
                HttpReply.json(200, "{\"found\":" + events().size() + ",\"asked\":\"" + parameters + "\"}");
    }

    @Override
    public void close(Duration timeout) {
        closed = true;
    }
}
