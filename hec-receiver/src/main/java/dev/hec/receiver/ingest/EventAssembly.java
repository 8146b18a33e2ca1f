package dev.hec.receiver.ingest;

import dev.hec.receiver.event.Event;
import dev.hec.receiver.parse.LineGroups;
import dev.hec.receiver.parse.Parsed;
import dev.hec.receiver.parse.Parsing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts an event together under the names users see: {@code time} becomes the timestamp, {@code host} {@code serverHost},
 * {@code sourcetype} {@code parser}; {@code source} and {@code index} keep their names. Confined to one request.
 *
 * <p>Where two values want one name, the envelope's metadata comes first, then the event, then {@code fields}. No value is
 * lost by that: the one that gives way keeps its place in the request as its name, {@code event.source} or
 * {@code fields.source}, and the clash is counted; where that name is taken too, both values are in a list under it.
 * {@code timestamp} is always the time of the event, so a key of that name
 * gives way too. The peer's address becomes {@code serverHost} only where nothing else did.
 *
 * <p>A text is given to the parser that its {@code sourcetype} names, whatever gave it that. What the parser finds is then the
 * event, under the same rules, and a time that it finds comes before all other times. An event that was sent as an object is left as
 * it is.
 *
 * <p>An event has at most {@value Flattener#MAX_FIELDS} fields, its own and those beside it together. Where a parser finds so many
 * that it would have more, it stays the text that it was.
 *
 * <p>Source: the vendor's article for the names; it calls {@code fields} "attributes not included in the event itself".
 */
final class EventAssembly {

    private static final String TIMESTAMP = "timestamp";
    private static final String SERVER_HOST = "serverHost";

    /** A character of metadata is in the record of each event that it says something about: three bytes there at most. */
    private static final long BYTES_PER_CHAR = 4;

    private static final long ELEMENT_BYTES = 8;

    private final Metadata ofRequest;
    private final long receivedNanos;
    private final String peer;
    private final MemoryBudget.Share memory;
    private final Parsing<Refusal> parsing;
    private final IngestCounters counters;

    /**
     * For one request.
     *
     * @param ofRequest what the query string says, for envelopes that do not
     * @param receivedNanos when the request came, the time of events without one
     * @param peer the sender's address, the host of events without one
     * @param memory charged for what is said of many events and stored with each
     * @param parsing parses the texts
     */
    EventAssembly(
            Metadata ofRequest,
            long receivedNanos,
            String peer,
            MemoryBudget.Share memory,
            Parsing<Refusal> parsing,
            IngestCounters counters) {
        this.ofRequest = ofRequest;
        this.receivedNanos = receivedNanos;
        this.peer = peer;
        this.memory = memory;
        this.parsing = parsing;
        this.counters = counters;
    }

    /**
     * One event.
     *
     * @param ofEnvelope what its envelope says about it
     * @param body the event itself, flattened; becomes part of the result and must not be changed afterwards
     * @param fields attributes beside the event
     * @throws Refusal if that is too much for memory
     * @throws TooMany if body and fields are too many together
     */
    Event assemble(Metadata ofEnvelope, Map<String, Object> body, Map<String, Object> fields) throws Refusal, TooMany {
        Metadata metadata = ofEnvelope.orElse(ofRequest);
        return assemble(metadata, metadata.timeNanos(), body, fields);
    }

    /**
     * One event that was sent as a text.
     *
     * @param text the event without a parser: {@code message} alone; becomes part of the result and must not be changed afterwards
     * @throws Refusal if that is too much for memory
     * @throws TooMany if there are too many fields beside it
     */
    Event assembleText(Metadata ofEnvelope, Map<String, Object> text, Map<String, Object> fields)
            throws Refusal, TooMany {
        Metadata metadata = ofEnvelope.orElse(ofRequest);
        if (metadata.sourcetype() == null) {
            return assemble(metadata, metadata.timeNanos(), text, fields);
        }
        String line = String.valueOf(text.get("message"));
        Parsed parsed = parsing.parse(metadata.sourcetype(), line, Flattener.MAX_FIELDS - fields.size());
        if (parsed == null) {
            return assemble(metadata, metadata.timeNanos(), text, fields);
        }
        Long time = parsed.timeNanos() == null ? metadata.timeNanos() : parsed.timeNanos();
        return assemble(metadata, time, parsed.fields(), fields);
    }

    /** What puts the lines of a body together, whose {@code sourcetype} is that of the request. */
    LineGroups groups() {
        return parsing.groups(ofRequest.sourcetype());
    }

    private Event assemble(Metadata metadata, @Nullable Long time, Map<String, Object> body, Map<String, Object> fields)
            throws Refusal, TooMany {
        if (body.size() + fields.size() > Flattener.MAX_FIELDS) {
            throw new TooMany();
        }
        memory.take(BYTES_PER_CHAR * metadata.chars());
        Object timestamp = body.remove(TIMESTAMP);
        if (timestamp != null) {
            giveWay(body, "event." + TIMESTAMP, timestamp);
        }
        set(body, SERVER_HOST, metadata.host());
        set(body, "parser", metadata.sourcetype());
        set(body, "source", metadata.source());
        set(body, "index", metadata.index());
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            add(body, field.getKey(), field.getValue());
        }
        body.putIfAbsent(SERVER_HOST, peer);
        return new Event(time == null ? receivedNanos : time, Collections.unmodifiableMap(body));
    }

    private void set(Map<String, Object> event, String name, @Nullable String value) throws Refusal {
        if (value == null) {
            return;
        }
        Object displaced = event.put(name, value);
        if (displaced != null && !displaced.equals(value)) {
            giveWay(event, "event." + name, displaced);
        }
    }

    private void add(Map<String, Object> event, String name, Object value) throws Refusal {
        Object present = name.equals(TIMESTAMP) ? TIMESTAMP : event.putIfAbsent(name, value);
        if (present != null && !present.equals(value)) {
            giveWay(event, "fields." + name, value);
        }
    }

    private void giveWay(Map<String, Object> event, String name, Object value) throws Refusal {
        counters.clash();
        Object present = event.get(name);
        event.put(name, present == null || present.equals(value) ? value : both(present, value));
    }

    private List<Object> both(Object first, Object second) throws Refusal {
        List<Object> values = new ArrayList<>();
        for (Object value : List.of(first, second)) {
            if (value instanceof List<?> list) {
                values.addAll(list);
            } else {
                values.add(value);
            }
        }
        memory.take(ELEMENT_BYTES * values.size());
        return List.copyOf(values);
    }
}
