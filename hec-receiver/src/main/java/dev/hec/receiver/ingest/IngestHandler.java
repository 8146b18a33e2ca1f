package dev.hec.receiver.ingest;

import dev.hec.codec.Codec;
import dev.hec.format.Reply;
import dev.hec.format.ReplyCode;
import dev.hec.receiver.access.AccessDenied;
import dev.hec.receiver.access.Sender;
import dev.hec.receiver.access.Tokens;
import dev.hec.receiver.ack.AckChannels;
import dev.hec.receiver.ack.AckQuery;
import dev.hec.receiver.ack.AckedRequest;
import dev.hec.receiver.ack.ChannelName;
import dev.hec.receiver.event.BatchKey;
import dev.hec.receiver.event.BusyException;
import dev.hec.receiver.event.Event;
import dev.hec.receiver.event.EventSink;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.http.QueryParameters;
import dev.hec.receiver.http.RequestHandler;
import dev.hec.receiver.ingest.EnvelopeReader.Envelopes;
import dev.hec.receiver.parse.Parsers;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of the collector, without a container. Thread-safe; a call blocks while the events are made durable.
 *
 * <p>A request is checked in this order: path, method, authorization, stopping, quota, channel, {@code Content-Encoding}, size,
 * inflating, parsing. So no body of a stranger is read, and none is stored of which only a part came.
 *
 * <p>A request that was stored before, as its batch id tells, is read and checked like any other, and only not stored. So its
 * reply is the one it would have got the first time.
 *
 * <p>200 is answered only after the sink made the events durable. The body of every reply is a JSON object with {@code text} and
 * {@code code}, except for {@code OPTIONS}, which has none.
 */
public final class IngestHandler implements RequestHandler {

    private static final System.Logger LOG = System.getLogger(IngestHandler.class.getName());

    private static final String RETRY_AFTER_FAILURE_SECONDS = "5";
    private static final String TOLD_TO_COME_AGAIN = "; the sender is told to come again";

    private final Tokens tokens;
    private final EventSink sink;
    private final BodyReader bodies;
    private final MemoryBudget memory;
    private final Turns turns = Turns.forCores();
    private final StoringTrouble trouble = new StoringTrouble();
    private final Acknowledgements acknowledgements;
    private final IngestCounters counters = new IngestCounters();
    private volatile boolean stopping;

    /** A handler with the shipped parsers alone. */
    public IngestHandler(Tokens tokens, EventSink sink, InstantSource clock, long memoryBytes) {
        this(tokens, sink, Parsers.shipped(), clock, memoryBytes, IngestRules.DEFAULT);
    }

    /**
     * A handler.
     *
     * @param tokens who may send
     * @param sink where the events go
     * @param parsers parse the events that are texts
     * @param clock gives the time of events that have none
     * @param memoryBytes heap that the requests being handled may take together, by estimate; more are answered "busy"
     * @param rules for what the protocol leaves open
     */
    public IngestHandler(
            Tokens tokens, EventSink sink, Parsers parsers, InstantSource clock, long memoryBytes, IngestRules rules) {
        this.tokens = tokens;
        this.sink = sink;
        this.bodies = new BodyReader(parsers, clock, rules, counters);
        this.memory = new MemoryBudget(memoryBytes);
        this.acknowledgements = new Acknowledgements(new AckChannels(rules.acks(), clock));
    }

    /** The paths of the collector. */
    public static Set<String> paths() {
        return Endpoint.paths();
    }

    @Override
    public void stop() {
        stopping = true;
    }

    /** What was done so far. */
    public IngestCounters.Snapshot counts() {
        return counters.snapshot();
    }

    /** Whether requests would have use for every core now. */
    public boolean isCrowded() {
        return turns.allTaken();
    }

    /** Heap that the requests being handled take together, by estimate, and the most they may. */
    public MemoryUse memoryUse() {
        return new MemoryUse(memory.taken(), memory.capacity());
    }

    /**
     * What requests take of the heap.
     *
     * @param taken bytes at this moment, by estimate
     * @param capacity bytes they may take together
     */
    public record MemoryUse(long taken, long capacity) {}

    /** Answers a request. Never throws for anything the sender or the sink can do. */
    @Override
    public HttpReply handle(HttpRequest request) {
        counters.request();
        try {
            return answer(request);
        } catch (Refusal e) {
            return refused(e);
        } catch (BusyException e) {
            return refused(busyFor(Integer.toString(e.retryAfterSeconds())));
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "A request to " + request.shownPath() + " failed; its events may be stored", e);
            return refused(new Refusal(ReplyCode.INTERNAL_ERROR));
        } catch (OutOfMemoryError e) {
            LOG.log(Level.ERROR, "There was no memory for a request to " + request.shownPath() + TOLD_TO_COME_AGAIN, e);
            return refused(busyFor(RETRY_AFTER_FAILURE_SECONDS));
        } catch (Error e) {
            LOG.log(Level.ERROR, "A request to " + request.shownPath() + " failed; the fault is the receiver's", e);
            return refused(new Refusal(ReplyCode.INTERNAL_ERROR));
        }
    }

    private static Refusal busyFor(String seconds) {
        return new Refusal(ReplyCode.SERVER_BUSY, Map.of("Retry-After", seconds));
    }

    private HttpReply refused(Refusal refusal) {
        counters.refused(refusal.reply().code());
        return reply(refusal.status(), refusal.reply(), refusal.headers());
    }

    private HttpReply answer(HttpRequest request) throws Refusal, BusyException, IOException {
        Endpoint endpoint = Endpoint.at(request.path())
                .orElseThrow(() -> new Refusal(404, "The requested URL was not found on this server.", Map.of()));
        Map<String, String> allow = Map.of("Allow", endpoint.allow());
        if (!endpoint.answers(request.method())) {
            throw new Refusal(405, "This URL answers " + endpoint.allow() + " only.", allow);
        }
        if (request.method().equals("OPTIONS")) {
            return new HttpReply(200, "", "", allow);
        }
        if (endpoint == Endpoint.HEALTH) {
            return health();
        }
        Map<String, List<String>> query = QueryParameters.parse(request.query());
        Sender sender = sender(request, query);
        if (stopping) {
            throw shuttingDown();
        }
        admit(sender.quota().request());
        return endpoint == Endpoint.ACK ? acks(request, sender, query) : events(endpoint, request, sender, query);
    }

    private HttpReply acks(HttpRequest request, Sender sender, Map<String, List<String>> query) throws Refusal {
        ChannelName channel = acknowledgements.asked(request, query, sender);
        Codec codec = RequestBody.codecOf(request);
        try (MemoryBudget.Share share = memory.open()) {
            byte[] question = RequestBody.read(request, codec, share, turns);
            share.take(AckQuery.heap(question.length));
            return acknowledgements.answer(channel, question);
        }
    }

    private HttpReply events(Endpoint endpoint, HttpRequest request, Sender sender, Map<String, List<String>> query)
            throws Refusal, BusyException, IOException {
        try (AckedRequest acked = acknowledgements.begin(request, query, sender);
                MemoryBudget.Share share = memory.open()) {
            Codec codec = RequestBody.codecOf(request);
            byte[] body = RequestBody.read(request, codec, share, turns);
            Envelopes envelopes;
            BatchKey batch;
            turns.take();
            try {
                Upload upload = endpoint == Endpoint.RAW ? Upload.unpacked(body, share) : Upload.plain(body);
                counters.received(upload.bytes());
                admit(sender.quota().bytes(upload.bytes()));
                envelopes = AllowedIndexes.of(sender, bodies.read(endpoint, request, sender, query, upload, share));
                batch = BatchId.key(request, sender, upload.body(), counters);
            } finally {
                turns.give();
            }
            HttpReply reply = store(envelopes, batch, acked);
            request.notes().events(envelopes.events().size());
            return reply;
        }
    }

    private Sender sender(HttpRequest request, Map<String, List<String>> query) throws Refusal {
        try {
            Sender sender = tokens.writer(request.header("Authorization"), query);
            request.notes().sender(sender.name());
            return sender;
        } catch (AccessDenied e) {
            request.notes().sender(e.sender());
            throw new Refusal(e.status(), e.reply(), e.headers());
        }
    }

    /** Refuses what exceeds the quota of the sender's owner. */
    private static void admit(int secondsToWait) throws Refusal {
        if (secondsToWait > 0) {
            throw new Refusal(ReplyCode.QUEUE_AT_CAPACITY, Map.of("Retry-After", Integer.toString(secondsToWait)));
        }
    }

    private HttpReply health() throws Refusal {
        if (stopping) {
            throw shuttingDown();
        }
        if (sink.full()) {
            throw new Refusal(ReplyCode.UNHEALTHY_QUEUES_FULL);
        }
        return reply(200, Reply.of(ReplyCode.HEALTHY), Map.of());
    }

    private static Refusal shuttingDown() {
        return new Refusal(ReplyCode.SHUTTING_DOWN, Map.of("Connection", "close"));
    }

    private HttpReply store(Envelopes envelopes, @Nullable BatchKey batch, AckedRequest acked)
            throws Refusal, BusyException, IOException {
        List<Event> events = envelopes.events();
        Long ackId = null;
        if (!events.isEmpty()) {
            if (append(events, batch)) {
                counters.stored(events.size());
            } else {
                counters.repeated();
            }
            ackId = acked.stored();
        }
        ReplyCode fault = envelopes.fault();
        if (fault != null) {
            counters.refused(fault.code());
            return reply(
                    fault.status(), Acknowledgements.acknowledging(Reply.of(fault, events.size()), ackId), Map.of());
        }
        if (events.isEmpty()) {
            throw new Refusal(ReplyCode.NO_DATA);
        }
        return reply(200, Acknowledgements.acknowledging(Reply.of(ReplyCode.SUCCESS), ackId), Map.of());
    }

    /** A disk that is full or broken is no fault of the request: the sender should keep it and come again. */
    private boolean append(List<Event> events, @Nullable BatchKey batch) throws Refusal, BusyException {
        try {
            boolean added = sink.append(events, batch);
            trouble.stored();
            return added;
        } catch (IOException e) {
            trouble.failed(e);
            throw busyFor(RETRY_AFTER_FAILURE_SECONDS);
        }
    }

    private static HttpReply reply(int status, Reply reply, Map<String, String> headers) {
        return new HttpReply(status, "application/json", reply.toJson(), headers);
    }
}
