package dev.hec.receiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hec.receiver.event.BusyException;
import dev.hec.receiver.event.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class EventStoreTest {

    @TempDir
    Path directory;

    @Test
    void search_afterAppend_seesItAtOnce() throws Exception {
        try (EventStore store = EventStore.open(directory, Events.SETTINGS)) {
            for (int i = 0; i < 20; i++) {
                store.append(List.of(Events.withId("e" + i)));
                assertThat(store.search(Events.request("id=e" + i, 1)).total()).isEqualTo(1);
                assertThat(store.lag()).isZero();
            }
        }
    }

    @Test
    void search_equalTimes_showLatestArrivalFirst() throws Exception {
        try (EventStore store = EventStore.open(directory, Events.SETTINGS)) {
            store.append(List.of(Events.withId("a", 5), Events.withId("b", 5), Events.withId("c", 7)));
            store.append(List.of(Events.withId("d", 5), Events.withId("e", -3)));

            assertThat(Events.ids(store, Events.request("", 2))).containsExactly("c", "d", "b", "a", "e");
            assertThat(Events.ids(store, Events.request("", 2, false))).containsExactly("e", "a", "b", "d", "c");
        }
    }

    @Test
    void open_afterClose_hasEveryEventOnceAndAnEmptyJournal() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            try (EventStore store = EventStore.open(directory, Events.SETTINGS)) {
                for (int i = 0; i < 10; i++) {
                    ids.add(0, round + "-" + i);
                    store.append(List.of(Events.withId(ids.get(0))));
                }
            }
        }
        try (EventStore store = EventStore.open(directory, Events.SETTINGS)) {
            assertThat(Events.ids(store, Events.request("", 7))).isEqualTo(ids);
            assertThat(store.health()).isEqualTo(new StoreHealth(false, 0, 0, 0, null));
        }
    }

    @Test
    void open_indexLostItsLastCommits_isFilledUpFromTheJournal() throws Exception {
        Path journalCopy = directory.resolve("journal-copy");
        Path data = directory.resolve("data");
        // The index commits only when the store is closed, so this copy of the journal is what a crash would leave.
        try (EventStore store = EventStore.open(data, Events.SETTINGS)) {
            store.append(List.of(Events.withId("a"), Events.withId("b")));
            assertThat(store.search(Events.request("", 10)).total()).isEqualTo(2);
            copy(data.resolve("journal"), journalCopy);
        }
        Path crashed = directory.resolve("crashed");
        copy(journalCopy, crashed.resolve("journal"));

        try (EventStore store = EventStore.open(crashed, Events.SETTINGS)) {
            assertThat(Events.ids(store, Events.request("", 10))).containsExactly("b", "a");
        }
    }

    @Test
    void open_journalStillHoldsWhatTheIndexCommitted_doesNotIndexItAgain() throws Exception {
        Path journalCopy = directory.resolve("journal-copy");
        Path data = directory.resolve("data");
        try (EventStore store = EventStore.open(data, Events.SETTINGS)) {
            store.append(List.of(Events.withId("a"), Events.withId("b")));
            copy(data.resolve("journal"), journalCopy);
        }
        copy(journalCopy, data.resolve("journal"));

        try (EventStore store = EventStore.open(data, Events.SETTINGS)) {
            store.append(List.of(Events.withId("c")));
            assertThat(Events.ids(store, Events.request("", 10))).containsExactly("c", "b", "a");
        }
    }

    @Test
    void open_directoryInUse_isRefusedByName() throws Exception {
        try (EventStore store = EventStore.open(directory, Events.SETTINGS)) {
            store.append(List.of(Events.withId("a")));
            assertThatThrownBy(() -> EventStore.open(directory, Events.SETTINGS))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("in use by another receiver");
            assertThat(store.search(Events.request("", 1)).total()).isEqualTo(1);
        }
        EventStore.open(directory, Events.SETTINGS).close();
    }

    @Test
    void open_indexOfAnotherProgram_isRefused() throws Exception {
        Path index = Files.createDirectories(directory.resolve("index"));
        try (var lucene = org.apache.lucene.store.FSDirectory.open(index);
                var writer = new org.apache.lucene.index.IndexWriter(
                        lucene, new org.apache.lucene.index.IndexWriterConfig())) {
            writer.addDocument(new org.apache.lucene.document.Document());
        }

        assertThatThrownBy(() -> EventStore.open(directory, Events.SETTINGS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not written by this program");
        // The failed start gave everything back.
        assertThatThrownBy(() -> EventStore.open(directory, Events.SETTINGS)).hasMessageContaining("not written");
    }

    @Test
    void append_afterClose_isBusyAndSearchSaysSo() throws Exception {
        EventStore store = EventStore.open(directory, Events.SETTINGS);
        store.close();

        assertThatThrownBy(() -> store.append(List.of(Events.withId("late")))).isInstanceOf(BusyException.class);
        assertThatThrownBy(() -> store.search(Events.request("", 1))).isInstanceOf(IOException.class);
    }

    @Test
    void close_endsItsThreads() throws Exception {
        EventStore.open(directory, Events.SETTINGS).close();

        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("hec-journal")
                        || thread.getName().equals("hec-indexer")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void search_pagesWhileNewEventsArrive_areStable(boolean newestFirst) throws Exception {
        try (EventStore store = EventStore.open(directory, Events.SETTINGS)) {
            List<String> expected = new ArrayList<>();
            for (int time = 0; time < 10; time++) {
                for (int i = 0; i < 10; i++) {
                    store.append(List.of(Events.withId(time + "/" + i, time)));
                    expected.add(time + "/" + i);
                }
            }
            if (newestFirst) {
                Collections.reverse(expected);
            }
            SearchRequest first = Events.request("", 7, newestFirst);
            Page page = store.search(first);
            List<String> seen = new ArrayList<>(Events.ids(page));
            while (page.more()) {
                // Before, among and behind the old ones: none may disturb the pages.
                store.append(List.of(Events.withId("late", -1), Events.withId("late", 5), Events.withId("late", 99)));
                page = store.search(Events.following(first, page));
                assertThat(page.total()).isEqualTo(100);
                seen.addAll(Events.ids(page));
            }
            assertThat(seen).isEqualTo(expected);
            assertThat(store.search(first).total()).isGreaterThan(100);
        }
    }

    @Test
    void search_pageAboveItsBytes_endsEarlyWithMore() throws Exception {
        StoreSettings settings = new StoreSettings(
                Events.SETTINGS.journal(),
                Events.SETTINGS.commitInterval(),
                Events.SETTINGS.freshness(),
                Events.SETTINGS.retryPause(),
                1000,
                Events.SETTINGS.batches());
        try (EventStore store = EventStore.open(directory, settings)) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                ids.add(0, i + "x".repeat(400));
                store.append(List.of(Events.withId(ids.get(0))));
            }

            Page page = store.search(Events.request("", 100));
            assertThat(page.hits()).hasSize(3);
            assertThat(page.more()).isTrue();
            assertThat(page.total()).isEqualTo(10);
            assertThat(Events.ids(store, Events.request("", 100))).isEqualTo(ids);
        }
    }

    @Test
    void append_hostileFields_areStoredAndFound() throws Exception {
        String longName = "n".repeat(70_000);
        Map<String, Object> fields = Map.of(
                "",
                "empty name",
                "a\u0000b",
                "zero",
                longName,
                "v".repeat(100_000) + "end",
                "timestamp",
                "theirs",
                "lone",
                "\ud800 surrogate",
                "words",
                "w".repeat(40_000));
        try (EventStore store = EventStore.open(directory, Events.SETTINGS)) {
            store.append(List.of(new Event(1, fields)));

            for (String query : List.of(
                    "\"\"=\"empty name\"",
                    "surrogate lone=*",
                    "event.timestamp=theirs",
                    "words=" + "w".repeat(100) + "*",
                    "theirs empty zero")) {
                assertThat(store.search(Events.request(query, 1)).total())
                        .as(query)
                        .isEqualTo(1);
            }
            SearchRequest longValue = new SearchRequest(
                    new dev.hec.receiver.query.Query.TextEqual(longName, "v".repeat(100_000) + "end"),
                    Long.MIN_VALUE,
                    Long.MAX_VALUE,
                    true,
                    1,
                    null,
                    Long.MAX_VALUE);
            Page page = store.search(longValue);
            assertThat(page.total()).isEqualTo(1);
            assertThat(page.hits().get(0).json())
                    .contains("\\uD800 surrogate", "\"timestamp\":\"1970-01-01T00:00:00.000000001Z\"");
        }
    }

    @Test
    void append_eventWithManyFieldNames_costsNoLuceneFields() throws Exception {
        Map<String, Object> fields = new java.util.LinkedHashMap<>();
        IntStream.range(0, 20_000).forEach(i -> fields.put("field" + i, (long) i));
        try (EventStore store = EventStore.open(directory, Events.SETTINGS)) {
            store.append(List.of(new Event(1, fields)));

            assertThat(store.search(Events.request("field19999>=19999 field0<1", 1))
                            .total())
                    .isEqualTo(1);
            assertThat(store.search(Events.request("field19999>19999", 1)).total())
                    .isZero();
        }
    }

    @Test
    void append_hundredThousandEvents_areAllFoundInOrder() throws Exception {
        int requests = 100;
        int perRequest = 1000;
        try (EventStore store = EventStore.open(directory, Events.SETTINGS)) {
            for (int r = 0; r < requests; r++) {
                List<Event> events = new ArrayList<>();
                for (int i = 0; i < perRequest; i++) {
                    int number = r * perRequest + i;
                    events.add(new Event(
                            number / 10,
                            Map.of("id", Integer.toString(number), "message", "request " + number % 100 + " done")));
                }
                store.append(events);
            }
            List<String> all = Events.ids(store, Events.request("", 10_000));
            assertThat(store.search(Events.request("message:done", 1)).total()).isEqualTo(requests * perRequest);
            assertThat(store.search(Events.request("\"request 42\"", 1)).total())
                    .isEqualTo(1000);
            List<String> expected = new ArrayList<>(IntStream.range(0, requests * perRequest)
                    .mapToObj(Integer::toString)
                    .toList());
            Collections.reverse(expected);
            assertThat(all).isEqualTo(expected);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
