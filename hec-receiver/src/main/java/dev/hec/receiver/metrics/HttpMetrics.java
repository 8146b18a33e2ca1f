package dev.hec.receiver.metrics;

import dev.hec.receiver.http.Exchange;
import dev.hec.receiver.http.ExchangeObserver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/**
 * Counts and times requests by what they were for. Thread-safe.
 *
 * <p>Bounded whatever comes: a path is counted under one of a few names, see {@link #endpoint}.
 */
public final class HttpMetrics implements ExchangeObserver {

    private final Map<Answer, LongAdder> answers = new ConcurrentHashMap<>();
    private final Map<String, Histogram> durations = new ConcurrentHashMap<>();
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();

    /** Nothing was asked yet. */
    public HttpMetrics() {}

    @Override
    public void observe(Exchange exchange) {
        String endpoint = endpoint(exchange.path());
        answers.computeIfAbsent(new Answer(endpoint, exchange.status()), key -> new LongAdder())
                .increment();
        durations.computeIfAbsent(endpoint, key -> new Histogram()).observe(exchange.nanos());
        received.add(exchange.receivedBytes());
        sent.add(exchange.sentBytes());
    }

    /**
     * The rows.
     *
     * @param running how many requests are being answered
     */
    public List<Metric> rows(IntSupplier running) {
        return List.of(
                new Metric(
                        "hec_receiver_http_requests_total",
                        Metric.Kind.COUNTER,
                        "Requests answered, by endpoint and HTTP status",
                        this::answered),
                new Metric(
                        "hec_receiver_http_request_seconds",
                        Metric.Kind.HISTOGRAM,
                        "Time from the first look at a request to the end of its reply, by endpoint",
                        this::durations),
                Metric.gauge("hec_receiver_http_running", "Requests being answered", running::getAsInt),
                Metric.counter(
                        "hec_receiver_http_received_bytes_total",
                        "Bytes of bodies as they were sent, so before they are inflated",
                        received::sum),
                Metric.counter("hec_receiver_http_sent_bytes_total", "Bytes of the bodies of replies", sent::sum));
    }

    private List<Sample> answered() {
        Map<Answer, LongAdder> sorted = new TreeMap<>(answers);
        List<Sample> samples = new ArrayList<>(sorted.size());
        sorted.forEach((answer, count) -> samples.add(new Sample("", answer.labels(), count.sum())));
        return samples;
    }

    private List<Sample> durations() {
        List<Sample> samples = new ArrayList<>();
        new TreeMap<>(durations)
                .forEach((endpoint, durations) -> samples.addAll(durations.samples(Map.of("endpoint", endpoint))));
        return samples;
    }

    /** What a path is for, in one word. */
    static String endpoint(String path) {
        return switch (path) {
            case "/services/collector", "/services/collector/event", "/services/collector/event/1.0" -> "event";
            case "/services/collector/raw", "/services/collector/raw/1.0" -> "raw";
            case "/services/collector/ack" -> "ack";
            case "/services/collector/health", "/services/collector/health/1.0" -> "health";
            case "/metrics" -> "metrics";
            case "", "/" -> "page";
            default -> byPrefix(path);
        };
    }

    private static String byPrefix(String path) {
        if (path.startsWith("/api/")) {
            return "api";
        }
        return path.startsWith("/page/") ? "page" : path.startsWith("/admin/") ? "admin" : "other";
    }

    private record Answer(String endpoint, int status) implements Comparable<Answer> {

        Map<String, String> labels() {
            Map<String, String> labels = new LinkedHashMap<>();
            labels.put("endpoint", endpoint);
            labels.put("status", Integer.toString(status));
            return labels;
        }

        @Override
        public int compareTo(Answer other) {
            int byEndpoint = endpoint.compareTo(other.endpoint);
            return byEndpoint != 0 ? byEndpoint : Integer.compare(status, other.status);
        }
    }
}
