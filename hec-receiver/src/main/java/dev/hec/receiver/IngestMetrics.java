package dev.hec.receiver;

import dev.hec.receiver.ingest.IngestCounters;
import dev.hec.receiver.metrics.Metric;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The rows of the collector's counts: one for each of {@link IngestCounters.Snapshot}. Stateless. */
final class IngestMetrics {

    private IngestMetrics() {}

    static List<Metric> rows(Supplier<IngestCounters.Snapshot> counts) {
        return List.of(
                counter(
                        "collector_requests",
                        "Requests to the collector's paths, unknown paths included",
                        counts,
                        IngestCounters.Snapshot::requests),
                Metric.counters(
                        "hec_receiver_refused_total",
                        "Requests to the collector not answered with success, by the code of the reply",
                        "code",
                        () -> counts.get().refused()),
                counter("events", "Events stored", counts, IngestCounters.Snapshot::events),
                counter(
                        "body_bytes",
                        "Bytes of the collector's bodies that were read whole, after they were inflated",
                        counts,
                        IngestCounters.Snapshot::bytes),
                counter(
                        "repeated_requests",
                        "Requests with X-Hec-Batch that had been stored before, and were not stored again",
                        counts,
                        IngestCounters.Snapshot::repeated),
                counter(
                        "bad_batch_ids",
                        "X-Hec-Batch headers that hold no batch id, and were ignored",
                        counts,
                        IngestCounters.Snapshot::badBatchIds),
                counter(
                        "field_clashes",
                        "Values of events that met another value under their name",
                        counts,
                        IngestCounters.Snapshot::clashes),
                counter(
                        "replaced_sequences",
                        "Sequences of bytes that are not UTF-8, and were replaced by U+FFFD",
                        counts,
                        IngestCounters.Snapshot::replacedBytes),
                counter(
                        "unknown_envelope_keys",
                        "Keys beside event that the protocol does not know, and that were ignored",
                        counts,
                        IngestCounters.Snapshot::unknownKeys));
    }

    private static Metric counter(
            String name,
            String sentence,
            Supplier<IngestCounters.Snapshot> counts,
            Function<IngestCounters.Snapshot, Long> value) {
        return Metric.counter("hec_receiver_" + name + "_total", sentence, () -> value.apply(counts.get()));
    }
}
