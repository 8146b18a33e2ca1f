package dev.hec.benchmarks.delivery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** One number measured in several rounds. Confined to one thread. */
final class Spread {

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    /** The value in the middle; of an even number of them, what lies between the two in the middle. */
    double median() {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    /** The median, and the least and the most where they differ, with so many decimals. */
    String text(int decimals) {
        String format = "%,." + decimals + "f";
        String median = String.format(Locale.ROOT, format, median());
        String least = String.format(Locale.ROOT, format, Collections.min(values));
        String most = String.format(Locale.ROOT, format, Collections.max(values));
        return least.equals(most) ? median : median + " (" + least + "–" + most + ")";
    }
}
