package dev.hec.receiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hec.receiver.event.BusyException;
import dev.hec.receiver.event.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SearchLimitsTest {

    private static final Scope ALL = scope("");

    @TempDir
    Path directory;

    private EventStore store;

    @BeforeEach
    void open() throws Exception {
        store = EventStore.open(directory, Events.SETTINGS);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            events.add(new Event(i * 1_000_000L, Map.of("id", "e" + i, "text", "word" + i + " same")));
        }
        store.append(events);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void search_takesTooLong_isGivenUpAndSaysSo() {
        AtomicLong clock = new AtomicLong();
        // Each look at the clock finds it a second later.
        EventSearch search = store.searching(SearchLimits.DEFAULT, () -> clock.addAndGet(1_000_000_000L));
        Scope costly = scope("*o* text=*w*o*9*");
        HistogramRequest histogram = new HistogramRequest(costly, null, 60, "id", 5);

        for (Ask ask : List.<Ask>of(
                () -> search.events(new SearchRequest(
                        costly.query(), Long.MIN_VALUE, Long.MAX_VALUE, true, 10, null, Long.MAX_VALUE)),
                () -> search.count(costly),
                () -> search.histogram(histogram),
                () -> search.values(costly, "id", 10),
                () -> search.values(ALL, "id", 10),
                () -> search.fields(costly, 10),
                () -> search.export(costly, true, event -> {}))) {
            assertThatThrownBy(ask::run)
                    .isInstanceOf(SearchLimitException.class)
                    .hasMessage(
                            "the search took longer than 10.0 s and was given up; ask for a shorter time range, or use"
                                    + " words and values without a leading *");
        }
    }

    @Test
    void search_manyAtOnce_furtherOnesAreRefusedUntilOneEnds() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        AtomicLong looks = new AtomicLong();
        // The second look at the clock is taken while the search works.
        EventSearch held = store.searching(limits(1, 0, Duration.ofMinutes(1), 10), () -> {
            if (looks.getAndIncrement() == 1) {
                begun.countDown();
                await(gate);
            }
            return 0;
        });
        CompletableFuture<Long> first = CompletableFuture.supplyAsync(() -> count(held));
        await(begun);

        assertThatThrownBy(() -> held.count(ALL))
                .isInstanceOf(SearchLimitException.class)
                .hasMessageContaining("1 searches are at work");
        gate.countDown();
        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(5000);
        assertThat(held.count(ALL)).isEqualTo(5000);
    }

    @Test
    void search_waitsTooLongForItsTurn_isRefused() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        AtomicLong looks = new AtomicLong();
        EventSearch search = store.searching(limits(1, 5, Duration.ofMillis(1), 10), () -> {
            if (looks.getAndIncrement() == 1) {
                begun.countDown();
                await(gate);
            }
            return 0;
        });
        CompletableFuture<Long> first = CompletableFuture.supplyAsync(() -> count(search));
        await(begun);

        assertThatThrownBy(() -> search.count(ALL)).isInstanceOf(SearchLimitException.class);
        gate.countDown();
        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(5000);
    }

    @Test
    void export_moreThanAllowedAtOnce_isRefusedAndDoesNotStopSearches() throws Exception {
        EventSearch search = store.searching(limits(1, 5, Duration.ofSeconds(10), 10), System::nanoTime);

        search.export(ALL, true, new OpenExport.EventTaker() {
            private boolean asked;

            @Override
            public void take(String json) throws IOException {
                if (!asked) {
                    asked = true;
                    assertThat(search.count(ALL)).isEqualTo(5000);
                    assertThatThrownBy(() -> search.export(ALL, true, event -> {}))
                            .isInstanceOf(SearchLimitException.class)
                            .hasMessageContaining("1 exports are going on");
                }
            }
        });

        List<String> again = new ArrayList<>();
        search.export(ALL, true, again::add);
        assertThat(again).hasSize(5000);
    }

    @Test
    void export_takerFails_endsAndMakesRoom() throws Exception {
        EventSearch search = store.searching(limits(1, 5, Duration.ofSeconds(10), 10), System::nanoTime);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> search.export(ALL, true, event -> {
                        throw new IOException("gone");
                    }))
                    .hasMessage("gone");
        }
        assertThat(search.count(ALL)).isEqualTo(5000);
    }

    @Test
    void export_whileEventsArriveAndGo_isAsItWasWhenItBegan() throws Exception {
        EventSearch search = store.searching();
        List<String> exported = new ArrayList<>();

        search.export(ALL, false, event -> {
            exported.add(event);
            if (exported.size() == 10) {
                append(Events.withId("late", 1), Events.withId("later", Long.MAX_VALUE));
                assertThat(store.delete(Events.parse("id=e4000 OR id=e1"), Long.MIN_VALUE, Long.MAX_VALUE))
                        .isEqualTo(2);
            }
        });

        assertThat(exported).hasSize(5000).noneMatch(event -> event.contains("late"));
        assertThat(exported.get(4000)).contains("\"e4000\"");
        assertThat(search.count(ALL)).isEqualTo(5000);
    }

    @Test
    void page_thatNobodyReadsOn_keepsItsPlaceUntilItIsClosed() throws Exception {
        EventSearch search = store.searching(limits(1, 5, Duration.ofMillis(1), 10), System::nanoTime);
        SearchRequest all = Events.request("", 10_000);

        try (OpenPage slow = search.open(all)) {
            assertThat(slow.next()).contains("\"e4999\"");
            assertThat(search.count(ALL)).as("others can search").isEqualTo(5000);
            assertThatThrownBy(() -> search.open(all))
                    .isInstanceOf(SearchLimitException.class)
                    .hasMessageContaining("1 pages are being read");
            append(Events.withId("late", Long.MAX_VALUE));
            assertThat(slow.next()).contains("\"e4998\"");
            assertThat(slow.more()).isTrue();
        }
        assertThat(search.events(all).total()).isEqualTo(5001);
    }

    @Test
    void export_allPlacesOfSearchesAreTaken_goesOn() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        AtomicLong looks = new AtomicLong();
        AtomicBoolean holding = new AtomicBoolean();
        EventSearch search = store.searching(limits(1, 0, Duration.ofMillis(1), 10), () -> {
            if (holding.get() && looks.getAndIncrement() == 1) {
                begun.countDown();
                await(gate);
            }
            return 0;
        });
        try (OpenExport export = search.openExport(ALL, true)) {
            holding.set(true);
            CompletableFuture<Long> first = CompletableFuture.supplyAsync(() -> count(search));
            await(begun);
            assertThatThrownBy(() -> search.count(ALL)).isInstanceOf(SearchLimitException.class);
            List<String> exported = new ArrayList<>();

            export.writeTo(exported::add);

            assertThat(exported).hasSize(5000);
            gate.countDown();
            assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(5000);
        }
    }

    @Test
    void values_moreThanAreLookedAt_sayThatTheyAreNotAll() throws Exception {
        EventSearch search = store.searching(limits(1, 5, Duration.ofSeconds(10), 100), System::nanoTime);

        Values values = search.values(ALL, "id", 3);

        assertThat(values.complete()).isFalse();
        assertThat(values.values()).extracting(Values.Value::count).containsExactly(1L, 1L, 1L);
        assertThat(values.present()).isEqualTo(5000);
        assertThat(values.other()).isEqualTo(4997);
        assertThat(store.searching().values(ALL, "id", 3).complete()).isTrue();
    }

    private void append(Event... events) throws IOException {
        try {
            store.append(List.of(events));
        } catch (BusyException e) {
            throw new IOException(e);
        }
    }

    private static SearchLimits limits(int running, int waiting, Duration patience, int terms) {
        return new SearchLimits(
                Duration.ofSeconds(30), running, waiting, patience, 1, 1, Duration.ofSeconds(30), terms);
    }

    private static Scope scope(String query) {
        return new Scope(Events.parse(query), Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static long count(EventSearch search) {
        try {
            return search.count(ALL);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private interface Ask {
        void run() throws IOException;
    }
}
