package dev.hec.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.demo.SearchClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Compares what the threads of a cell's application logged with what the receiver found and what the application counted. Confined
 * to one thread.
 */
final class CellAccount {

    static final List<String> HEADER = List.of(
            "| Fault | Framework | Mode | Logged | Found | Dropped or refused | In doubt | Requests | Retries | Maybe stored before |",
            "|---|---|---|--:|--:|---|--:|--:|--:|--:|");

    /** How often the order of numbers breaks in the order of time, where the clock goes to 5 h, to -7 h and back to 0. */
    private static final int JUMPS = 2;

    private final Cell cell;
    private final long[] returned;
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<Integer, BitSet> doubtful = new TreeMap<>();
    private final Map<String, Long> told = new TreeMap<>();
    private final List<List<Integer>> found = IntStream.range(0, ChaosApplication.WRITERS)
            .<List<Integer>>mapToObj(writer -> new ArrayList<>())
            .toList();
    private long notices;
    private long lostWithProcess;

    private CellAccount(Cell cell, long[] returned, String output) {
        this.cell = cell;
        this.returned = returned;
        for (String line : output.lines().toList()) {
            String[] words = line.split(" ", 3);
            if (words[0].equals("count")) {
                counts.put(words[1], Long.parseLong(words[2]));
            } else if (words[0].equals("doubtful")) {
                doubtful.put(Integer.parseInt(words[1]), numbers(words[2]));
            }
        }
    }

    private static BitSet numbers(String text) {
        BitSet numbers = new BitSet();
        for (String number : text.replaceAll("[{} ]", "").split(",")) {
            if (!number.isEmpty()) {
                numbers.set(Integer.parseInt(number));
            }
        }
        return numbers;
    }

    /**
     * Asserts that the account of a cell is exact.
     *
     * @param output of the application that went to its end; empty, if none did
     */
    static CellAccount check(Cell cell, long[] returned, String output, SearchClient search)
            throws IOException, InterruptedException {
        CellAccount account = new CellAccount(cell, returned, output);
        account.find(search);
        account.checkOnceAndInOrder();
        if (cell.chaos() == Chaos.APPLICATION_KILLED) {
            account.checkKilled();
        } else {
            account.checkEnded();
        }
        return account;
    }

    private void find(SearchClient search) throws IOException, InterruptedException {
        for (JsonNode event : search.all("source=" + cell)) {
            if (event.has("n")) {
                found.get(event.get("w").asInt()).add(event.get("n").asInt());
            } else {
                notices++;
                event.properties().forEach(field -> {
                    if (field.getKey().startsWith("loss.by_reason.")) {
                        told.merge(
                                field.getKey().substring("loss.by_reason.".length()),
                                field.getValue().asLong(),
                                Long::sum);
                    }
                });
            }
        }
    }

    private void checkOnceAndInOrder() {
        for (List<Integer> numbers : found) {
            assertThat(numbers).as("%s: twice", cell).doesNotHaveDuplicates();
            long breaks = IntStream.range(1, numbers.size())
                    .filter(i -> numbers.get(i) < numbers.get(i - 1))
                    .count();
            int expected = cell.chaos() == Chaos.CLOCK_JUMP ? JUMPS : 0;
            // Without a spool all events of a while can be lost.
            assertThat(breaks).as("%s: out of order, %s", cell, counts).isBetween(cell.durable() ? expected : 0L, (long)
                    expected);
        }
    }

    /** Durable: all is there whose call had returned. Volatile: what is not there is the last of each thread. */
    private void checkKilled() {
        for (int writer = 0; writer < returned.length; writer++) {
            List<Integer> numbers = found.get(writer);
            assertThat(numbers)
                    .isEqualTo(IntStream.range(0, numbers.size()).boxed().toList());
            assertThat((long) numbers.size()).as("%s: found", cell).isLessThanOrEqualTo(returned[writer] + 1);
            lostWithProcess += Math.max(0, returned[writer] - numbers.size());
        }
        assertThat(found()).isPositive();
        if (cell.durable()) {
            assertThat(lostWithProcess).as("%s: lost", cell).isZero();
            assertThat(count("waiting") + count("spooled") + lost())
                    .as("%s: %s", cell, counts)
                    .isZero();
            assertThat(count("delivered")).isEqualTo(count("recovered"));
        }
    }

    private void checkEnded() {
        String what = cell + ": " + counts + ", found " + found() + ", told " + told;
        assertThat(count("waiting") + count("spooled") + count("recovered"))
                .as(what)
                .isZero();
        assertThat(count("admitted")).as(what).isEqualTo(count("delivered") + dropped());
        assertThat(count("delivered")).as(what).isEqualTo(found() + notices);
        BitSet[] missing = missing();
        long sure = 0;
        for (int writer = 0; writer < missing.length; writer++) {
            missing[writer].andNot(doubtful.get(writer));
            sure += missing[writer].cardinality();
        }
        // Which events were dropped is not known, only how many: those and no more may be missing.
        assertThat(lost()).as(what).isBetween(sure, logged() - found());
        if (doubtful() == 0) {
            assertThat(logged()).as(what).isEqualTo(found() + lost());
        }
        assertThat(told).as("%s: losses told", what).isEqualTo(losses());
        if (cell.durable()) {
            assertThat(losses()).as(what).isEmpty();
            assertThat(sure).as(what).isZero();
        }
    }

    private BitSet[] missing() {
        BitSet[] missing = new BitSet[returned.length];
        for (int writer = 0; writer < returned.length; writer++) {
            missing[writer] = new BitSet();
            missing[writer].set(0, Math.toIntExact(returned[writer]));
            found.get(writer).forEach(missing[writer]::clear);
        }
        return missing;
    }

    private long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    private long dropped() {
        return sum("dropped.");
    }

    private long lost() {
        return dropped() + sum("refused.");
    }

    private long sum(String prefix) {
        return counts.entrySet().stream()
                .filter(count -> count.getKey().startsWith(prefix))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** By the name of the reason. */
    private Map<String, Long> losses() {
        Map<String, Long> losses = new TreeMap<>();
        counts.forEach((name, events) -> {
            if (events > 0 && (name.startsWith("dropped.") || name.startsWith("refused."))) {
                losses.put(name.substring("dropped.".length()), events);
            }
        });
        return losses;
    }

    private long logged() {
        return IntStream.range(0, returned.length)
                .mapToLong(writer -> returned[writer])
                .sum();
    }

    private long found() {
        return found.stream().mapToLong(List::size).sum();
    }

    private long doubtful() {
        return doubtful.values().stream().mapToLong(BitSet::cardinality).sum();
    }

    /** A row of {@link #HEADER}. */
    String row() {
        Map<String, Long> losses = losses();
        if (cell.chaos() == Chaos.APPLICATION_KILLED && !cell.durable()) {
            losses.put("with the process", lostWithProcess);
        }
        String lost = losses.entrySet().stream()
                .map(loss -> loss.getKey() + " " + loss.getValue())
                .collect(Collectors.joining(", "));
        return "| %s | %s | %s | %d | %d | %s | %d | %d | %d | %d |"
                .formatted(
                        cell.chaos().words(),
                        cell.framework().name().charAt(3) == 'B' ? "Logback" : "Log4j2",
                        cell.durable() ? "durable" : "volatile",
                        logged(),
                        found(),
                        lost.isEmpty() ? "0" : lost,
                        doubtful(),
                        count("requests"),
                        count("retries"),
                        count("maybeDuplicated"));
    }
}
