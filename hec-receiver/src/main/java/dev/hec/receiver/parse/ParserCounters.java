package dev.hec.receiver.parse;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts lines by the name of their parser. Thread-safe. Names are bounded, for files come and go: what comes beyond is counted
 * under {@value #OTHER}.
 */
final class ParserCounters {

    static final String OTHER = "(other)";

    private static final int MOST_NAMES = 2000;

    private final Map<String, Count> counts = new ConcurrentHashMap<>();

    void parsed(String name) {
        count(name).parsed.increment();
    }

    void failed(String name) {
        count(name).failed.increment();
    }

    Map<String, ParserCounts> snapshot() {
        Map<String, ParserCounts> snapshot = new TreeMap<>();
        counts.forEach((name, count) -> snapshot.put(name, new ParserCounts(count.parsed.sum(), count.failed.sum())));
        return snapshot;
    }

    private Count count(String name) {
        Count count = counts.get(name);
        if (count != null) {
            return count;
        }
        return counts.computeIfAbsent(counts.size() < MOST_NAMES ? name : OTHER, key -> new Count());
    }

    private static final class Count {

        private final LongAdder parsed = new LongAdder();
        private final LongAdder failed = new LongAdder();
    }
}
