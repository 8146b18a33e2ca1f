package dev.hec.receiver;

import dev.hec.format.Reply;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.http.RequestHandler;
import dev.hec.receiver.metrics.Metric;
import dev.hec.receiver.metrics.PrometheusText;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /metrics}, behind a guard. Answers until the end of a stop, so that it can be watched. Immutable and
 * thread-safe.
 */
final class MetricsHandler implements RequestHandler {

    private static final Map<String, String> ALLOW = Map.of("Allow", "GET,HEAD,OPTIONS");

    private final List<Metric> metrics;

    MetricsHandler(List<Metric> metrics) {
        this.metrics = List.copyOf(metrics);
    }

    @Override
    public HttpReply handle(HttpRequest request) {
        return switch (request.method()) {
            case "GET", "HEAD" -> metrics();
            case "OPTIONS" -> new HttpReply(200, "", "", ALLOW);
            default ->
                new HttpReply(
                        405,
                        "application/json",
                        Reply.ofStatus(405, "This URL answers GET,HEAD,OPTIONS only.")
                                .toJson(),
                        ALLOW);
        };
    }

    private HttpReply metrics() {
        return new HttpReply(200, PrometheusText.CONTENT_TYPE, PrometheusText.of(metrics), Map.of());
    }
}
