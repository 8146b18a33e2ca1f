package dev.hec.receiver.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.http.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpMetricsTest {

    private final HttpMetrics http = new HttpMetrics();

    private static Exchange exchange(String path, int status, long nanos) {
        return new Exchange(
                "POST", path, path, null, "HTTP/1.1", "127.0.0.1", null, null, status, 100, 30, nanos, "", 0);
    }

    @Test
    void requests_areCountedByEndpointAndStatus() {
        http.observe(exchange("/services/collector", 200, 2_000_000));
        http.observe(exchange("/services/collector/event", 200, 4_000_000));
        http.observe(exchange("/services/collector/event/1.0", 400, 1));
        http.observe(exchange("/services/collector/raw", 200, 1));

        assertThat(PrometheusText.of(http.rows(() -> 3)))
                .contains(
                        "http_requests_total{endpoint=\"event\",status=\"200\"} 2\n",
                        "http_requests_total{endpoint=\"event\",status=\"400\"} 1\n",
                        "http_requests_total{endpoint=\"raw\",status=\"200\"} 1\n",
                        "http_request_seconds_count{endpoint=\"event\"} 3\n",
                        "http_request_seconds_sum{endpoint=\"event\"} 0.006000001\n",
                        "http_running 3\n",
                        "http_received_bytes_total 400\n",
                        "http_sent_bytes_total 120\n");
    }

    @Test
    void unknownPaths_howeverMany_areOneRow() {
        for (int i = 0; i < 1000; i++) {
            http.observe(exchange("/guess/" + i, 404, 1));
        }

        assertThat(http.rows(() -> 0).get(0).read()).hasSize(1);
        assertThat(PrometheusText.of(http.rows(() -> 0))).contains("{endpoint=\"other\",status=\"404\"} 1000\n");
    }

    @ParameterizedTest
    @CsvSource({
        "/services/collector/raw/1.0, raw",
        "/services/collector/ack, ack",
        "/services/collector/health/1.0, health",
        "/services/collector/nonsense, other",
        "/api/events, api",
        "/metrics, metrics",
        "/, page",
        "/page/app.js, page",
        "/admin/faults, admin"
    })
    void path_hasItsEndpoint(String path, String endpoint) {
        assertThat(HttpMetrics.endpoint(path)).isEqualTo(endpoint);
    }
}
