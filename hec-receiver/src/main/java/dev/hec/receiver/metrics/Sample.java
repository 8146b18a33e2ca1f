package dev.hec.receiver.metrics;

import java.util.Map;

/**
 * One number of a metric. Immutable.
 *
 * @param suffix goes behind the metric's name; empty but for the parts of a histogram
 * @param labels names to values, in the order they are shown; empty where a metric is one number
 * @param value the number
 */
public record Sample(String suffix, Map<String, String> labels, double value) {

    /** A number that has the metric for itself. */
    static Sample of(double value) {
        return new Sample("", Map.of(), value);
    }

    /** A number beside others that differ in one label. */
    static Sample of(String label, String labelValue, double value) {
        return new Sample("", Map.of(label, labelValue), value);
    }
}
