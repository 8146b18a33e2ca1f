package dev.hec.receiver.junit;

import dev.hec.receiver.Storage;
import dev.hec.receiver.event.BatchKey;
import dev.hec.receiver.event.BusyException;
import dev.hec.receiver.event.Event;
import dev.hec.receiver.event.EventSink;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.search.SearchApi;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers batches as the real storage does, and hands events to the request they came with. Thread-safe: a request is handled
 * on one thread, which is how its events find it.
 */
final class MemoryStorage implements Storage, EventSink {

    private static final int RETRY_AFTER_SECONDS = 5;

    private final Map<Thread, RunningRequest> current = new ConcurrentHashMap<>();

    /** Whose events those of this thread are; null for nobody's. */
    void current(@Nullable RunningRequest request) {
        if (request == null) {
            current.remove(Thread.currentThread());
        } else {
            current.put(Thread.currentThread(), request);
        }
    }

    @Override
    public boolean append(List<Event> events, @Nullable BatchKey batch) throws BusyException, IOException {
        RunningRequest request = current.get(Thread.currentThread());
        if (request == null) {
            throw new IOException("events came without a request");
        }
        return request.epoch().batches().once(batch, stored -> {
            if (!request.store(events)) {
                throw new BusyException("the memory of the test is full", RETRY_AFTER_SECONDS);
            }
        });
    }

    @Override
    public EventSink sink() {
        return this;
    }

    @Override
    public SearchApi search() {
        return (operation, parameters) -> HttpReply.json(
                501,
                "{\"error\":\"this receiver keeps events in the memory of a test, and searches nothing: the test"
                        + " has them as objects; java -jar hec-receiver.war searches\"}");
    }

    @Override
    public void close(Duration timeout) {}
}
