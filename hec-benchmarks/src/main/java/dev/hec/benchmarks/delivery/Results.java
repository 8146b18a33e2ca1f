package dev.hec.benchmarks.delivery;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** What was measured, by candidate and name. Confined to one thread. */
final class Results {

    private final Map<Candidate, Map<String, Spread>> spreads = new EnumMap<>(Candidate.class);

    void add(Candidate candidate, String name, double value) {
        spreads.computeIfAbsent(candidate, key -> new HashMap<>())
                .computeIfAbsent(name, key -> new Spread())
                .add(value);
    }

    boolean has(Candidate candidate, String name) {
        return spreads.getOrDefault(candidate, Map.of()).containsKey(name);
    }

    /** The median; not a number where nothing was measured. */
    double of(Candidate candidate, String name) {
        Spread spread = spreads.getOrDefault(candidate, Map.of()).get(name);
        return spread == null ? Double.NaN : spread.median();
    }

    /** Median and range for people. */
    String text(Candidate candidate, String name, int decimals) {
        Spread spread = spreads.getOrDefault(candidate, Map.of()).get(name);
        return spread == null ? "" : spread.text(decimals);
    }
}
