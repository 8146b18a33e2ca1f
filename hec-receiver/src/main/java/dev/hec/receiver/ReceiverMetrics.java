package dev.hec.receiver;

import dev.hec.receiver.accesslog.AccessLog;
import dev.hec.receiver.ingest.IngestHandler;
import dev.hec.receiver.metrics.HttpMetrics;
import dev.hec.receiver.metrics.JvmMetrics;
import dev.hec.receiver.metrics.Metric;
import dev.hec.receiver.parse.ParserCounts;
import dev.hec.receiver.parse.Parsers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table of metrics: the rows of all parts, in the order they are shown. Stateless. */
final class ReceiverMetrics {

    private ReceiverMetrics() {}

    static List<Metric> table(
            HttpMetrics http,
            RunningRequests running,
            IngestHandler ingest,
            Parsers parsers,
            Storage storage,
            @Nullable AccessLog accessLog) {
        List<Metric> table = new ArrayList<>();
        table.add(Metric.gauges(
                "hec_receiver_build_info",
                "Always 1; the label has the version",
                "version",
                () -> Map.of(Build.version(), 1)));
        table.addAll(http.rows(running::count));
        table.addAll(IngestMetrics.rows(ingest::counts));
        table.add(Metric.gauge(
                "hec_receiver_request_memory_bytes",
                "Heap that the requests being handled take, by estimate",
                () -> ingest.memoryUse().taken()));
        table.add(Metric.gauge(
                "hec_receiver_request_memory_max_bytes",
                "Heap that requests may take together; beyond it they are told to come again",
                () -> ingest.memoryUse().capacity()));
        table.add(Metric.counters(
                "hec_receiver_parsed_lines_total",
                "Lines that a parser made fields of",
                "parser",
                () -> counts(parsers, ParserCounts::parsed)));
        table.add(Metric.counters(
                "hec_receiver_unparsed_lines_total",
                "Lines that their parser did not match, and that are stored whole",
                "parser",
                () -> counts(parsers, ParserCounts::failed)));
        table.addAll(storage.metrics());
        if (accessLog != null) {
            table.addAll(accessLog.rows());
        }
        table.addAll(JvmMetrics.rows());
        return List.copyOf(table);
    }

    private static Map<String, Long> counts(Parsers parsers, Function<ParserCounts, Long> value) {
        Map<String, Long> counts = new TreeMap<>();
        parsers.counts().forEach((name, count) -> counts.put(name, value.apply(count)));
        return counts;
    }
}
