package dev.hec.it.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hec.Admission;
import dev.hec.DropReason;
import dev.hec.Tally;
import dev.hec.demo.SearchClient;
import dev.hec.settings.HecSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Compares what the threads of one client noted with what the receiver, the dead letters and the counts say of it.
 *
 * <p>After the client is closed. Every event that was admitted is at the receiver or a dead letter, once, and nothing else is.
 */
final class Accounts {

    /** The table that {@link #row} belongs to. */
    static final List<String> HEADER = List.of(
            "| client | logged | found | rejected | oversize | refused | notices | requests | retries | maybe stored before"
                    + " | unsafe cuts |",
            "|---|---|---|---|---|---|---|---|---|---|---|");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SoakClient client;
    private final SearchClient search;
    private final Tally last;
    private final Map<String, Map<DropReason, BitSet>> letters = new HashMap<>();
    private final Map<String, Long> toldLosses = new TreeMap<>();
    private int notices;
    private long admitted;
    private long found;
    private long disordered;

    private Accounts(SoakClient client, SearchClient search) {
        this.client = client;
        this.search = search;
        List<Tally> tallies = client.tallies();
        last = tallies.get(tallies.size() - 1);
    }

    /**
     * Asserts that the accounts of a client are exact.
     */
    static Accounts check(SoakClient client, SearchClient search) throws IOException, InterruptedException {
        Accounts accounts = new Accounts(client, search);
        accounts.readLetters();
        for (LoggingThread thread : client.threads()) {
            accounts.checkEvents(thread);
        }
        accounts.readNotices();
        accounts.checkCounts();
        accounts.checkLosses();
        return accounts;
    }

    private void readLetters() throws IOException {
        Path directory = client.settings().get(HecSetting.DEAD_LETTER_DIR);
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                for (String line : Files.readAllLines(file)) {
                    readLetter(JSON.readTree(line));
                }
            }
        }
    }

    private void readLetter(JsonNode letter) {
        JsonNode event = letter.at("/record/event");
        assertThat(letter.get("client").asText()).isEqualTo(client.name());
        assertThat(event.has("n"))
                .as("a dead letter that was logged: %s", letter)
                .isTrue();
        BitSet numbers = letters.computeIfAbsent(event.get("t").asText(), thread -> new HashMap<>())
                .computeIfAbsent(DropReason.valueOf(letter.get("reason").asText()), reason -> new BitSet());
        int number = event.get("n").asInt();
        assertThat(numbers.get(number)).as("a second dead letter: %s", letter).isFalse();
        numbers.set(number);
    }

    private void checkEvents(LoggingThread thread) throws IOException, InterruptedException {
        BitSet expected = thread.noted(Admission.ADMITTED);
        admitted += expected.cardinality();
        Map<DropReason, BitSet> dead = letters.getOrDefault(thread.name(), Map.of());
        dead.forEach((reason, numbers) -> {
            assertThat(numbers.stream().allMatch(n -> isDeserved(thread.kind(n), reason)))
                    .as("%s %s: %s %s", client.name(), thread.name(), reason, numbers)
                    .isTrue();
            expected.andNot(numbers);
        });
        BitSet seen = new BitSet();
        int before = -1;
        for (JsonNode event : search.all("source=" + client.name() + " t=" + thread.name())) {
            int number = event.get("n").asInt();
            assertThat(seen.get(number))
                    .as("%s %s: %s is there twice", client.name(), thread.name(), number)
                    .isFalse();
            seen.set(number);
            disordered += number < before ? 1 : 0;
            before = number;
        }
        found += seen.cardinality();
        assertThat(minus(expected, seen).stream())
                .as("%s %s: lost", client.name(), thread.name())
                .isEmpty();
        assertThat(minus(seen, expected).stream())
                .as("%s %s: not admitted, or dropped, and yet there", client.name(), thread.name())
                .isEmpty();
    }

    private static boolean isDeserved(SoakEvent.Kind kind, DropReason reason) {
        return switch (kind) {
            case PLAIN -> false;
            case POISON, DEEP -> reason == DropReason.REJECTED;
            case HEAVY -> reason == DropReason.OVERSIZE;
        };
    }

    private static BitSet minus(BitSet from, BitSet what) {
        BitSet rest = (BitSet) from.clone();
        rest.andNot(what);
        return rest;
    }

    private void readNotices() throws IOException, InterruptedException {
        for (JsonNode notice : search.all("source=" + client.name() + " hec.loss=true")) {
            notices++;
            notice.properties().forEach(field -> {
                if (field.getKey().startsWith("loss.by_reason.")) {
                    toldLosses.merge(
                            field.getKey().substring("loss.by_reason.".length()),
                            field.getValue().asLong(),
                            Long::sum);
                }
            });
        }
    }

    private long sum(ToLongFunction<Tally> count) {
        return client.tallies().stream().mapToLong(count).sum();
    }

    private long noted(Admission admission) {
        return client.threads().stream()
                .mapToLong(thread -> thread.noted(admission).cardinality())
                .sum();
    }

    private long dead(DropReason reason) {
        return letters.values().stream()
                .mapToLong(
                        byReason -> byReason.getOrDefault(reason, new BitSet()).cardinality())
                .sum();
    }

    private void checkCounts() {
        String name = client.name();
        for (Tally tally : client.tallies()) {
            assertThat(tally.buffered() + tally.inFlight() + tally.heldBytes())
                    .as(name)
                    .isZero();
            assertThat(tally.admitted())
                    .as("%s: %s", name, tally.summary())
                    .isEqualTo(tally.delivered() + tally.dropped() + tally.spooled());
        }
        assertThat(sum(Tally::admitted) - sum(Tally::recovered)).as(name).isEqualTo(admitted + notices);
        assertThat(sum(Tally::recovered)).as(name).isEqualTo(sum(Tally::spooled));
        assertThat(last.spooled()).as(name).isZero();
        assertThat(logged()).as(name).isEqualTo(found + sum(Tally::dropped) + sum(Tally::refused));
        assertThat(sum(Tally::delivered)).as(name).isEqualTo(found + notices);
        for (DropReason reason : DropReason.values()) {
            assertThat(sum(tally -> tally.dropped(reason)))
                    .as("%s %s", name, reason)
                    .isEqualTo(dead(reason));
        }
        for (Admission admission : List.of(Admission.FULL, Admission.CLOSED, Admission.RECURSIVE, Admission.BLANK)) {
            assertThat(sum(tally -> tally.refused(admission)))
                    .as("%s %s", name, admission)
                    .isEqualTo(noted(admission));
        }
        assertThat(disordered).as("%s: events out of order", name).isZero();
    }

    /** Events lost, by the name of the reason. */
    Map<String, Long> losses() {
        Map<String, Long> lost = new TreeMap<>();
        for (DropReason reason : DropReason.values()) {
            lost.put(reason.name(), sum(tally -> tally.dropped(reason)));
        }
        lost.put(Admission.FULL.name(), sum(tally -> tally.refused(Admission.FULL)));
        lost.values().removeIf(events -> events == 0);
        return lost;
    }

    private void checkLosses() {
        Map<String, Long> lost = losses();
        if (client.renewal() == SoakClient.Renewal.REOPEN) {
            // What was not told when a client was closed, the next one does not know.
            toldLosses.forEach((reason, events) -> assertThat(events)
                    .as("%s %s", client.name(), reason)
                    .isLessThanOrEqualTo(lost.getOrDefault(reason, 0L)));
        } else {
            assertThat(toldLosses).as("%s: losses told", client.name()).isEqualTo(lost);
        }
    }

    private long logged() {
        return client.threads().stream().mapToLong(LoggingThread::logged).sum();
    }

    /** A row of {@link #HEADER}. */
    String row() {
        return "| " + client.name() + " | " + logged() + " | " + found + " | " + dead(DropReason.REJECTED) + " | "
                + dead(DropReason.OVERSIZE) + " | " + sum(Tally::refused) + " | " + notices + " | "
                + sum(Tally::requests) + " | "
                + sum(Tally::retries) + " | " + sum(Tally::maybeDuplicated) + " | " + sum(Tally::unsafeCuts) + " |";
    }
}
