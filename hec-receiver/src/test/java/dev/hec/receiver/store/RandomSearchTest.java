package dev.hec.receiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.event.Event;
import dev.hec.receiver.query.Query;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random events and random queries give the same answers with and without the index. */
@Timeout(120)
class RandomSearchTest {

    private static final int QUERIES = 250;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void search_randomQueries_agreeWithPlainFiltering(long seed) throws Exception {
        Random random = new Random(seed);
        List<Event> arrived = new ArrayList<>();
        try (EventStore store = EventStore.open(directory, Events.SMALL)) {
            for (int request = 0; request < 60; request++) {
                List<Event> events = RandomEvents.events(random, 1 + random.nextInt(8), arrived.size());
                store.append(events);
                arrived.addAll(events);
            }
            int found = 0;
            for (int i = 0; i < QUERIES; i++) {
                String text = RandomEvents.query(random, 3);
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
}
