package dev.hec.receiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.event.Event;
import dev.hec.receiver.query.Query;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random events and random queries give the same answers with and without the index. */
@Timeout(120)
class RandomSearchTest {

    private static final int QUERIES = 250;
    private static final String[] WORDS = {"disk", "Disk", "full", "error", "dev.hec", "a-b", "10.0.0.1", "x", "7", "日志"
    };
    private static final String[] FIELDS = {"message", "level", "n", "#env", "a.b", "tags"};

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void search_randomQueries_agreeWithPlainFiltering(long seed) throws Exception {
        Random random = new Random(seed);
        List<Event> arrived = new ArrayList<>();
        try (EventStore store = EventStore.open(directory, Events.SMALL)) {
            for (int request = 0; request < 60; request++) {
                List<Event> events = new ArrayList<>();
                for (int i = 1 + random.nextInt(8); i > 0; i--) {
                    events.add(event(random, arrived.size() + events.size()));
                }
                store.append(events);
                arrived.addAll(events);
            }
            int found = 0;
            for (int i = 0; i < QUERIES; i++) {
                String text = query(random, 3);
                Query query = Events.parse(text);
                boolean newestFirst = random.nextBoolean();
                long from = random.nextBoolean() ? Long.MIN_VALUE : random.nextInt(20);
                long to = random.nextBoolean() ? Long.MAX_VALUE : Math.max(from, random.nextInt(25));
                SearchRequest request =
                        new SearchRequest(query, from, to, newestFirst, 1 + random.nextInt(50), null, Long.MAX_VALUE);
                List<String> expected = expected(arrived, query, from, to, newestFirst);

                assertThat(Events.ids(store, request))
                        .as("%s from %s to %s", text, from, to)
                        .isEqualTo(expected);
                assertThat(store.search(request).total()).as(text).isEqualTo(expected.size());
                found += expected.isEmpty() || expected.size() == arrived.size() ? 0 : 1;
            }
            // The comparison means something only if the queries tell events apart.
            assertThat(found).isGreaterThan(QUERIES / 4);
        }
    }

    private static List<String> expected(List<Event> arrived, Query query, long from, long to, boolean newestFirst) {
        List<Event> matching = new ArrayList<>(arrived.stream()
                .filter(event -> event.timestampNanos() >= from
                        && (to == Long.MAX_VALUE || event.timestampNanos() < to)
                        && NaiveSearch.matches(query, event))
                .sorted(Comparator.comparingLong(Event::timestampNanos)) // stable, so ties keep their arrival
                .toList());
        if (newestFirst) {
            Collections.reverse(matching);
        }
        return matching.stream().map(event -> (String) event.fields().get("id")).toList();
    }

    private static Event event(Random random, int id) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", "e" + id);
        for (String field : FIELDS) {
            if (random.nextInt(3) > 0) {
                fields.put(field, value(random, true));
            }
        }
        return new Event(random.nextInt(20), fields);
    }

    private static Object value(Random random, boolean list) {
        return switch (random.nextInt(list ? 7 : 6)) {
            case 0 -> (long) random.nextInt(12) - 3;
            case 1 -> new BigDecimal(random.nextInt(40) - 5).movePointLeft(1);
            case 2 -> random.nextBoolean();
            case 3 -> BigInteger.TEN.pow(random.nextInt(30));
            case 6 -> List.of(value(random, false), value(random, false));
            default -> text(random);
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(text.isEmpty() ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }

    private static String query(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 7 : 11)) {
            case 0 -> word(random);
            case 1 -> "\"" + text(random) + "\"";
            case 2 -> field(random) + (random.nextBoolean() ? "=" : "!=") + "\"" + text(random) + "\"";
            case 3 -> field(random) + (random.nextBoolean() ? "=" : "!=") + word(random);
            case 4 -> field(random) + ":" + (random.nextBoolean() ? word(random) : "\"" + text(random) + "\"");
            case 5 ->
                field(random)
                        + new String[] {"<", "<=", ">", ">=", "="}[random.nextInt(5)]
                        + new BigDecimal(random.nextInt(60) - 20).movePointLeft(random.nextInt(2));
            case 6 ->
                new String[] {"*", "n=*", "di*", "*l*", "message:*s*", "level=*0*", "tags=d*", "level=*e", "n=1*0"}
                        [random.nextInt(9)];
            case 7 -> "NOT " + query(random, depth - 1);
            case 8 -> "(" + query(random, depth - 1) + ")";
            case 9 -> "(" + query(random, depth - 1) + " OR " + query(random, depth - 1) + ")";
            default -> query(random, depth - 1) + " " + query(random, depth - 1);
        };
    }

    private static String field(Random random) {
        String field = FIELDS[random.nextInt(FIELDS.length)];
        return random.nextBoolean() ? field : "\"" + field + "\"";
    }

    private static String word(Random random) {
        return WORDS[random.nextInt(WORDS.length)];
    }
}
