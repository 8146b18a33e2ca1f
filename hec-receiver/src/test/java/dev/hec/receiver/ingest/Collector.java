package dev.hec.receiver.ingest;

import dev.hec.receiver.MemoryStorage;
import dev.hec.receiver.access.TokenDefinition;
import dev.hec.receiver.access.TokenHash;
import dev.hec.receiver.access.Tokens;
import dev.hec.receiver.ack.AckLimits;
import dev.hec.receiver.event.Event;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.parse.Parsers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A handler with a storage in memory and a clock that stands still, as the tests of the protocol use it. */
final class Collector {

    static final String TOKEN = "11111111-2222-3333-4444-555555555555";
    static final String OTHER_TOKEN = "other";
    static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123456789Z");
    static final long NOW_NANOS = NOW.getEpochSecond() * 1_000_000_000L + NOW.getNano();

    static final String EVENT = "/services/collector/event";
    static final String RAW = "/services/collector/raw";

    static final String SUCCESS = "{\"text\":\"Success\",\"code\":0}";
    static final String NO_DATA = "{\"text\":\"No data\",\"code\":5}";
    static final String INVALID_DATA = "{\"text\":\"Invalid data format\",\"code\":6}";

    final MemoryStorage storage = new MemoryStorage();
    final IngestHandler handler;

    Collector() {
        this(1L << 30);
    }

    Collector(long memoryBytes) {
        this(Parsers.shipped(), memoryBytes);
    }

    Collector(Parsers parsers) {
        this(parsers, 1L << 30);
    }

    private Collector(Parsers parsers, long memoryBytes) {
        this(new Tokens(List.of(TOKEN)), parsers, () -> NOW, memoryBytes, IngestRules.DEFAULT);
    }

    private Collector(Tokens tokens, Parsers parsers, InstantSource clock, long memoryBytes, IngestRules rules) {
        handler = new IngestHandler(tokens, storage, parsers, clock, memoryBytes, rules);
    }

    /** With metadata that envelopes inherit. */
    static Collector inheriting() {
        return inheriting(1L << 30);
    }

    static Collector inheriting(long memoryBytes) {
        return new Collector(
                new Tokens(List.of(TOKEN)),
                Parsers.shipped(),
                () -> NOW,
                memoryBytes,
                new IngestRules(true, AckLimits.DEFAULT));
    }

    private static TokenDefinition acking(String name, String token) {
        return TokenDefinition.named(name, TokenHash.of(token)).ack(true).build();
    }

    /** With acknowledgements on, for two senders. */
    static Collector acknowledging(InstantSource clock, AckLimits limits) {
        return new Collector(
                new Tokens(List.of(acking("one", TOKEN), acking("two", OTHER_TOKEN)), clock),
                Parsers.shipped(),
                clock,
                1L << 30,
                new IngestRules(false, limits));
    }

    HttpReply send(TestRequest request) {
        return handler.handle(request.build());
    }

    /** Posts to {@code /event}, authorized. */
    HttpReply event(String body) {
        return send(TestRequest.post(EVENT).body(body));
    }

    /** Posts to {@code /raw}, authorized. */
    HttpReply raw(String query, String body) {
        return send(TestRequest.post(RAW).query(query).body(body));
    }

    List<Event> events() {
        return storage.events();
    }

    /** The stored messages, in order. */
    List<Object> messages() {
        return storage.events().stream()
                .map(event -> event.fields().get("message"))
                .toList();
    }

    /** The only event stored. */
    Event single() {
        if (storage.events().size() != 1) {
            throw new AssertionError("not one event: " + storage.events());
        }
        return storage.events().get(0);
    }

    static String fault(int code, String text, int number) {
        return "{\"text\":\"" + text + "\",\"code\":" + code + ",\"invalid-event-number\":" + number + "}";
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
