package dev.hec.receiver;

import dev.hec.receiver.metrics.Metric;
import dev.hec.receiver.store.EventStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The rows of the embedded storage. Stateless. */
final class StorageMetrics {

    private StorageMetrics() {}

    /** @param directory the store's */
    static List<Metric> rows(EventStore store, Path directory) {
        return List.of(
                Metric.gauge(
                        "hec_receiver_storage_healthy",
                        "1 if the last write to journal and index worked and there is room, else 0",
                        () -> store.health().problem() == null
                                        && !store.health().full()
                                ? 1
                                : 0),
                Metric.gauge(
                        "hec_receiver_index_lag_events",
                        "Events that are durable in the journal and not yet in the index; while it cannot be written, not yet committed",
                        store::lag),
                Metric.gauge(
                        "hec_receiver_journal_bytes",
                        "Disk that the journal takes",
                        () -> store.health().journalBytes()),
                Metric.gauge(
                        "hec_receiver_index_bytes",
                        "Disk that the index takes",
                        () -> bytes(directory.resolve("index"))),
                Metric.gauge(
                        "hec_receiver_disk_free_bytes",
                        "Free space of the disk with the data directory",
                        () -> free(directory)),
                Metric.counter(
                        "hec_receiver_missing_events_total",
                        "Acknowledged events that the disk has damaged; above 0 only with a faulty disk",
                        () -> store.health().missingEvents()),
                Metric.counters(
                        "hec_receiver_expired_events_total",
                        "Events removed by retain-for and retain-bytes",
                        "reason",
                        () -> Map.of("age", store.expiredByAge(), "size", store.expiredBySize())),
                Metric.gauge(
                        "hec_receiver_known_batches",
                        "Requests with X-Hec-Batch that are remembered, so as not to store them again",
                        store::knownBatches));
    }

    /** A file may go away while this looks; it then counts as nothing. */
    private static double bytes(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException | UncheckedIOException e) {
            return Double.NaN;
        }
    }

    private static double free(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
