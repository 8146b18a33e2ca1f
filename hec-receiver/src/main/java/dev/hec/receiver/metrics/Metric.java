package dev.hec.receiver.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * One row of the table of metrics: what Prometheus and JMX show is read from it. Immutable; {@link #read} may be called by any
 * thread.
 *
 * @param name as Prometheus has it: small letters and underscores, a counter ends with {@code _total}
 * @param kind what it is
 * @param sentence what it counts or measures
 * @param reading gives its numbers now; must be quick and must not throw
 */
public record Metric(String name, Kind kind, String sentence, Supplier<List<Sample>> reading) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)+");

    /** What a metric is. */
    public enum Kind {
        /** Only grows while the receiver runs. */
        COUNTER,
        /** Goes up and down. */
        GAUGE,
        /** How many observations stayed below which bounds, with their number and sum. */
        HISTOGRAM;

        /** As Prometheus writes it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A row; the name is checked. */
    public Metric {
        if (!NAME.matcher(name).matches() || (kind == Kind.COUNTER) != name.endsWith("_total")) {
            throw new IllegalArgumentException(name + " is no name for a " + kind.word());
        }
    }

    /** A counter. */
    public static Metric counter(String name, String sentence, LongSupplier value) {
        return new Metric(name, Kind.COUNTER, sentence, () -> List.of(Sample.of((double) value.getAsLong())));
    }

    /** Counters that differ in one label, in the order of its values. */
    public static Metric counters(
            String name, String sentence, String label, Supplier<? extends Map<?, ? extends Number>> values) {
        return new Metric(name, Kind.COUNTER, sentence, () -> samples(label, values.get()));
    }

    /** A gauge. */
    public static Metric gauge(String name, String sentence, DoubleSupplier value) {
        return new Metric(name, Kind.GAUGE, sentence, () -> List.of(Sample.of(value.getAsDouble())));
    }

    /** Gauges that differ in one label, in the order of its values. */
    public static Metric gauges(
            String name, String sentence, String label, Supplier<? extends Map<?, ? extends Number>> values) {
        return new Metric(name, Kind.GAUGE, sentence, () -> samples(label, values.get()));
    }

    /** Its numbers now. */
    public List<Sample> read() {
        return reading.get();
    }

    /** Its name as an attribute in JMX: {@code hec_receiver_events_total} is {@code EventsTotal}. */
    public String attribute() {
        String bare = name.startsWith("hec_receiver_") ? name.substring("hec_receiver_".length()) : name;
        StringBuilder attribute = new StringBuilder();
        for (String word : bare.split("_", -1)) {
            attribute.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
        }
        return attribute.toString();
    }

    private static List<Sample> samples(String label, Map<?, ? extends Number> values) {
        Map<String, Double> sorted = new TreeMap<>();
        values.forEach((key, value) -> sorted.put(String.valueOf(key), value.doubleValue()));
        List<Sample> samples = new ArrayList<>(sorted.size());
        sorted.forEach((key, value) -> samples.add(Sample.of(label, key, value)));
        return samples;
    }
}
