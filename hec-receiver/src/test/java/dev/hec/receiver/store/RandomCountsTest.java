package dev.hec.receiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.event.Event;
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

/** Random events are counted, exported and deleted as plain filtering does it. */
@Timeout(120)
class RandomCountsTest {

    private static final int QUERIES = 40;
    private static final long[] INTERVALS = {1, 2, 3, 7, 100};

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void counts_randomQueriesBetweenDeletions_agreeWithPlainFiltering(long seed) throws Exception {
        Random random = new Random(seed);
        List<Event> arrived = new ArrayList<>();
        int told = 0;
        long deleted = 0;
        try (EventStore store = EventStore.open(directory, Events.SMALL)) {
            EventSearch search = store.searching();
            for (int i = 0; i < QUERIES; i++) {
                List<Event> events = RandomEvents.events(random, 1 + random.nextInt(12), arrived.size() + 1000 * i);
                store.append(events);
                arrived.addAll(events);
                String text = random.nextInt(4) == 0 ? "" : RandomEvents.query(random, 2);
                long from = random.nextBoolean() ? Long.MIN_VALUE : random.nextInt(20);
                long to = random.nextBoolean() ? Long.MAX_VALUE : Math.max(from, random.nextInt(25));
                Scope scope = new Scope(Events.parse(text), from, to);
                List<Event> found = NaiveCounts.found(arrived, scope);
                String what = text + " from " + from + " to " + to + " in " + arrived.size();
                String field = RandomEvents.field(random);
                int limit = 1 + random.nextInt(6);

                assertThat(search.count(scope)).as(what).isEqualTo(found.size());
                assertThat(search.values(scope, field, limit))
                        .as("%s of %s", field, what)
                        .isEqualTo(NaiveCounts.values(found, field, limit));
                assertThat(search.fields(scope, limit + 3).fields())
                        .as(what)
                        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("kind")
                        .isEqualTo(NaiveCounts.fields(arrived, found, limit + 3).fields());
                Interval interval = new Interval(INTERVALS[random.nextInt(INTERVALS.length)]);
                String by = random.nextBoolean() ? field : null;
                Histogram histogram = search.histogram(new HistogramRequest(scope, interval, 1000, by, limit));
                Histogram expected = NaiveCounts.histogram(found, scope, interval, by, limit);
                assertThat(histogram.buckets())
                        .as("%s by %s: %s", interval, by, what)
                        .isEqualTo(expected.buckets());
                assertThat(histogram.values()).isEqualTo(expected.values());
                assertThat(histogram.total()).isEqualTo(found.size());
                boolean newestFirst = random.nextBoolean();
                List<String> exported = new ArrayList<>();
                search.export(scope, newestFirst, exported::add);
                assertThat(exported).as(what).isEqualTo(json(found, newestFirst));
                told += found.isEmpty() || found.size() == arrived.size() ? 0 : 1;

                if (random.nextInt(8) == 0) {
                    assertThat(store.delete(scope.query(), from, to)).as(what).isEqualTo(found.size());
                    arrived.removeAll(found);
                    deleted += found.size();
                }
            }
        }
        // The comparison means something only if the queries tell events apart.
        assertThat(told).isGreaterThan(QUERIES / 4);
        assertThat(deleted).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void fields_randomEvents_areOfTheKindOfTheirValues(long seed) throws Exception {
        Random random = new Random(seed);
        List<Event> arrived = RandomEvents.events(random, 1 + random.nextInt(20), 0);
        try (EventStore store = EventStore.open(directory, Events.SMALL)) {
            store.append(arrived);
            Scope all = new Scope(Events.parse(""), Long.MIN_VALUE, Long.MAX_VALUE);

            assertThat(store.searching().fields(all, 5)).isEqualTo(NaiveCounts.fields(arrived, arrived, 5));
        }
    }

    private static List<String> json(List<Event> found, boolean newestFirst) {
        List<Event> ordered = new ArrayList<>(found);
        ordered.sort(Comparator.comparingLong(Event::timestampNanos)); // stable, so ties keep their arrival
        if (newestFirst) {
            Collections.reverse(ordered);
        }
        return ordered.stream().map(EventJson::of).toList();
    }
}
