package dev.hec.receiver.metrics;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Writes metrics in Prometheus' text format, version 0.0.4. Stateless. */
public final class PrometheusText {

    /** What a reply with it calls itself. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private PrometheusText() {}

    /** All metrics in the order of the table. */
    public static String of(List<Metric> metrics) {
        StringBuilder text = new StringBuilder(8192);
        for (Metric metric : metrics) {
            text.append("# HELP ").append(metric.name()).append(' ');
            escape(metric.sentence(), false, text);
            text.append("\n# TYPE ")
                    .append(metric.name())
                    .append(' ')
                    .append(metric.kind().word());
            text.append('\n');
            for (Sample sample : metric.read()) {
                text.append(metric.name()).append(sample.suffix());
                labels(sample.labels(), text);
                text.append(' ').append(number(sample.value())).append('\n');
            }
        }
        return text.toString();
    }

    private static void labels(Map<String, String> labels, StringBuilder text) {
        if (labels.isEmpty()) {
            return;
        }
        char before = '{';
        for (Map.Entry<String, String> label : labels.entrySet()) {
            text.append(before).append(label.getKey()).append("=\"");
            escape(label.getValue(), true, text);
            text.append('"');
            before = ',';
        }
        text.append('}');
    }

    private static void escape(String value, boolean quoted, StringBuilder text) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '"' -> text.append(quoted ? "\\\"" : "\"");
                default -> text.append(c);
            }
        }
    }

    /** A number without an exponent, and without decimals where it has none. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
