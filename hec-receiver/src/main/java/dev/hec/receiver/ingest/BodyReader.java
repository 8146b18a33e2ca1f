package dev.hec.receiver.ingest;

import dev.hec.format.ReplyCode;
import dev.hec.receiver.access.Sender;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.ingest.EnvelopeReader.Envelopes;
import dev.hec.receiver.parse.Parsers;
import dev.hec.receiver.parse.Parsing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** From the bytes of a body to its events, as its endpoint and its query string tell. Thread-safe. */
final class BodyReader {

    private final Parsers parsers;
    private final InstantSource clock;
    private final IngestRules rules;
    private final IngestCounters counters;

    /**
     * A reader.
     *
     * @param parsers parse the events that are texts
     * @param clock gives the time of events that have none: one instant for all of a request
     */
    BodyReader(Parsers parsers, InstantSource clock, IngestRules rules, IngestCounters counters) {
        this.parsers = parsers;
        this.clock = clock;
        this.rules = rules;
        this.counters = counters;
    }

    /**
     * Reads a body.
     *
     * @param memory pays for the events
     */
    Envelopes read(
            Endpoint endpoint,
            HttpRequest request,
            Sender sender,
            Map<String, List<String>> query,
            Upload upload,
            MemoryBudget.Share memory)
            throws Refusal {
        Instant now = clock.instant();
        long receivedNanos = Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
        Parsing<Refusal> parsing = new Parsing<>(parsers, new RequestScope(memory, counters), receivedNanos);
        Metadata metadata = metadata(query).orElse(Metadata.of(sender.defaults()));
        EventAssembly assembly =
                new EventAssembly(metadata, receivedNanos, SenderAddress.of(request), memory, parsing, counters);
        if (endpoint == Endpoint.RAW) {
            return new Envelopes(new RawBody(query, assembly, memory, counters).read(upload), null);
        }
        Utf8Text text = Utf8Text.decode(upload.body());
        counters.replaced(text.replaced());
        return new EnvelopeReader(assembly, memory, counters, rules.inheritMetadata()).read(text.text());
    }

    private static Metadata metadata(Map<String, List<String>> query) throws Refusal {
        try {
            return Metadata.of(query);
        } catch (NumberFormatException e) {
            throw new Refusal(ReplyCode.INVALID_DATA_FORMAT);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalidData(String.valueOf(e.getMessage()));
        }
    }
}
