package dev.hec.receiver.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusTextTest {

    @Test
    void text_ofEveryKind_isTheFormat004() {
        Histogram durations = new Histogram();
        durations.observe(500_000);
        durations.observe(1_000_000);
        durations.observe(3_000_000);
        durations.observe(60_000_000_000L);
        List<Metric> table = List.of(
                Metric.counter("a_events_total", "Events \"in\"\nand \\out", () -> 7),
                Metric.gauge("a_load", "Load", () -> 0.25),
                Metric.counters("a_refused_total", "Refused", "code", () -> Map.of(6, 1L, 12, 3L)),
                new Metric(
                        "a_seconds",
                        Metric.Kind.HISTOGRAM,
                        "Durations",
                        () -> durations.samples(Map.of("endpoint", "raw"))));

        assertThat(PrometheusText.of(table)).isEqualTo("""
                # HELP a_events_total Events "in"\\nand \\\\out
                # TYPE a_events_total counter
                a_events_total 7
                # HELP a_load Load
                # TYPE a_load gauge
                a_load 0.25
                # HELP a_refused_total Refused
                # TYPE a_refused_total counter
                a_refused_total{code="12"} 3
                a_refused_total{code="6"} 1
                # HELP a_seconds Durations
                # TYPE a_seconds histogram
                a_seconds_bucket{endpoint="raw",le="0.001"} 2
                a_seconds_bucket{endpoint="raw",le="0.0025"} 2
                a_seconds_bucket{endpoint="raw",le="0.005"} 3
                a_seconds_bucket{endpoint="raw",le="0.01"} 3
                a_seconds_bucket{endpoint="raw",le="0.025"} 3
                a_seconds_bucket{endpoint="raw",le="0.05"} 3
                a_seconds_bucket{endpoint="raw",le="0.1"} 3
                a_seconds_bucket{endpoint="raw",le="0.25"} 3
                a_seconds_bucket{endpoint="raw",le="0.5"} 3
                a_seconds_bucket{endpoint="raw",le="1"} 3
                a_seconds_bucket{endpoint="raw",le="2.5"} 3
                a_seconds_bucket{endpoint="raw",le="5"} 3
                a_seconds_bucket{endpoint="raw",le="10"} 3
                a_seconds_bucket{endpoint="raw",le="30"} 3
                a_seconds_bucket{endpoint="raw",le="+Inf"} 4
                a_seconds_sum{endpoint="raw"} 60.0045
                a_seconds_count{endpoint="raw"} 4
                """);
    }

    @Test
    void label_withOddCharacters_isEscaped() {
        Metric odd = Metric.gauges("a_b", "x", "name", () -> new TreeMap<>(Map.of("q\"\\\n", 1)));

        assertThat(PrometheusText.of(List.of(odd))).endsWith("a_b{name=\"q\\\"\\\\\\n\"} 1\n");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-3, -3",
        "1e14, 100000000000000",
        "1e15, 1000000000000000",
        "0.000001, 0.000001",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf"
    })
    void number_hasNoExponent(double value, String text) {
        assertThat(PrometheusText.number(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "Events_total", "a b_total", "a_events", "a__total", ""})
    void metric_withABadName_isRefused(String name) {
        assertThatThrownBy(() -> Metric.counter(name, "x", () -> 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
