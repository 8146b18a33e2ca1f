package dev.hec.receiver;

import dev.hec.receiver.event.EventSink;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.ingest.IngestCounters;
import dev.hec.receiver.ingest.IngestHandler;
import dev.hec.receiver.ingest.Tokens;
import dev.hec.receiver.search.SearchApi;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Everything the receiver answers over HTTP: the collector, and the search API below {@code /api/}. Thread-safe.
 *
 * <p>Its life: it answers; after {@link #stop} it refuses with "shutting down" and lets the requests that run finish.
 */
public final class ReceiverApplication {

    private static final String API = "/api/";

    private final IngestHandler ingest;
    private final ApiHandler api;
    private final RunningRequests running = new RunningRequests();

    /**
     * An application that answers at once.
     *
     * @param tokens who may send and search
     * @param sink where events go
     * @param search where events are found
     * @param clock gives the time of events that have none
     */
    public ReceiverApplication(Tokens tokens, EventSink sink, SearchApi search, InstantSource clock) {
        // A third of the heap for requests: the rest is the index's and the search's.
        ingest = new IngestHandler(tokens, sink, clock, Runtime.getRuntime().maxMemory() / 3);
        api = new ApiHandler(tokens, search);
    }

    /** Answers a request. */
    public HttpReply handle(HttpRequest request) {
        running.begin();
        try {
            return request.path().startsWith(API) ? api.handle(request) : ingest.handle(request);
        } finally {
            running.end();
        }
    }

    /**
     * Refuses further requests and waits for those that run. Idempotent.
     *
     * @param timeout how long to wait
     * @return how many requests still run when the time is up
     */
    public int stop(Duration timeout) {
        ingest.stop();
        api.stop();
        return running.awaitNone(timeout);
    }

    /** What the collector did so far. */
    public IngestCounters.Snapshot counts() {
        return ingest.counts();
    }
}
