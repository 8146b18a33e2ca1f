package dev.hec.receiver.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long something took, sorted into bounds from one millisecond to half a minute. Thread-safe, without a lock; what is read
 * while others observe may be a moment apart.
 */
public final class Histogram {

    private static final double[] BOUNDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
    private static final double NANOS_PER_SECOND = 1e9;

    private final AtomicLongArray counts = new AtomicLongArray(BOUNDS.length + 1);
    private final LongAdder nanos = new LongAdder();

    /** An empty one. */
    public Histogram() {}

    /** Takes a duration in. */
    public void observe(long durationNanos) {
        double seconds = durationNanos / NANOS_PER_SECOND;
        int i = 0;
        while (i < BOUNDS.length && seconds > BOUNDS[i]) {
            i++;
        }
        counts.incrementAndGet(i);
        nanos.add(durationNanos);
    }

    /**
     * The numbers that make up a histogram, as Prometheus wants them: each bound counts all that is below it.
     *
     * @param labels stand before the bound's own
     */
    List<Sample> samples(Map<String, String> labels) {
        List<Sample> samples = new ArrayList<>(BOUNDS.length + 3);
        long below = 0;
        for (int i = 0; i < BOUNDS.length; i++) {
            below += counts.get(i);
            samples.add(new Sample("_bucket", with(labels, PrometheusText.number(BOUNDS[i])), below));
        }
        // The count is that of the last bound, so that the two agree whatever is observed meanwhile.
        below += counts.get(BOUNDS.length);
        samples.add(new Sample("_bucket", with(labels, "+Inf"), below));
        samples.add(new Sample("_sum", labels, nanos.sum() / NANOS_PER_SECOND));
        samples.add(new Sample("_count", labels, below));
        return samples;
    }

    private static Map<String, String> with(Map<String, String> labels, String bound) {
        Map<String, String> all = new LinkedHashMap<>(labels);
        all.put("le", bound);
        return all;
    }
}
