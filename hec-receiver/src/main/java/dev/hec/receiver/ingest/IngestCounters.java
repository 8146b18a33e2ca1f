package dev.hec.receiver.ingest;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the collector's endpoints did since the start. Thread-safe; the counts of a snapshot may be a moment apart. */
public final class IngestCounters {

    private final LongAdder requests = new LongAdder();
    private final LongAdder events = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder clashes = new LongAdder();
    private final LongAdder replacedBytes = new LongAdder();
    private final LongAdder unknownKeys = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder badBatchIds = new LongAdder();
    private final Map<Integer, LongAdder> refused = new ConcurrentHashMap<>();

    void request() {
        requests.increment();
    }

    void stored(int count) {
        events.add(count);
    }

    void received(int uncompressedBytes) {
        bytes.add(uncompressedBytes);
    }

    void clash() {
        clashes.increment();
    }

    void replaced(long sequences) {
        replacedBytes.add(sequences);
    }

    void unknownKey() {
        unknownKeys.increment();
    }

    void repeated() {
        repeated.increment();
    }

    void badBatchId() {
        badBatchIds.increment();
    }

    void refused(int code) {
        refused.computeIfAbsent(code, key -> new LongAdder()).increment();
    }

    /** The counts now. */
    public Snapshot snapshot() {
        Map<Integer, Long> byCode = new TreeMap<>();
        refused.forEach((code, count) -> byCode.put(code, count.sum()));
        return new Snapshot(
                requests.sum(),
                events.sum(),
                bytes.sum(),
                clashes.sum(),
                replacedBytes.sum(),
                unknownKeys.sum(),
                repeated.sum(),
                badBatchIds.sum(),
                Map.copyOf(byCode));
    }

    /**
     * Counts of one moment.
     *
     * @param requests requests to any of the collector's paths, health included
     * @param events events handed to the sink and stored
     * @param bytes uncompressed bytes of bodies that were read whole
     * @param clashes values that met another value under their name, see {@link EventAssembly} and {@link Flattener}
     * @param replacedBytes sequences that were not UTF-8 and were replaced by U+FFFD
     * @param unknownKeys keys of envelopes that the protocol does not know, and that were ignored
     * @param repeated requests that were stored before, and were answered alike without being stored again
     * @param badBatchIds batch ids that are none, and were ignored
     * @param refused requests not answered with success, by the reply's {@code code}
     */
    public record Snapshot(
            long requests,
            long events,
            long bytes,
            long clashes,
            long replacedBytes,
            long unknownKeys,
            long repeated,
            long badBatchIds,
            Map<Integer, Long> refused) {}
}
