package dev.hec.receiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hec.receiver.batch.TestClock;
import dev.hec.receiver.event.BusyException;
import dev.hec.receiver.event.Event;
import dev.hec.receiver.journal.JournalLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RetentionTest {

    private static final Duration WEEK = Duration.ofDays(7);

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();
    private final AtomicLong free = new AtomicLong(Long.MAX_VALUE);

    @Test
    void age_eventsOlderThanTheLimit_areRemovedByArrivalAndNotByTheirTime() throws Exception {
        try (EventStore store = open(new DiskLimits(WEEK, 0, 0))) {
            store.append(List.of(Events.withId("old", Long.MAX_VALUE / 2), Events.withId("old2", 0)));
            await().until(store::settled);
            clock.move(WEEK.dividedBy(2));
            store.append(List.of(Events.withId("young", 0)));
            await().until(store::settled);

            clock.move(WEEK.dividedBy(2).minusMillis(1));
            assertThat(store.expire()).isZero();
            assertThat(store.search(Events.request("", 10)).total()).isEqualTo(3);

            clock.move(Duration.ofMillis(1));
            store.expire();
            assertThat(Events.ids(store, Events.request("", 10))).containsExactly("young");
            assertThat(store.expiredByAge()).isEqualTo(2);
            assertThat(store.expiredBySize()).isZero();
        }
        try (EventStore again = open(new DiskLimits(WEEK, 0, 0))) {
            assertThat(Events.ids(again, Events.request("", 10))).containsExactly("young");
            clock.move(WEEK);
            again.expire();
            assertThat(again.search(Events.request("", 1)).total()).isZero();
        }
    }

    @Test
    void age_nothingArrives_theStoreRemovesByItself() throws Exception {
        try (EventStore store = open(new DiskLimits(Duration.ofSeconds(3), 0, 0))) {
            store.append(List.of(Events.withId("a")));
            await().until(store::settled);
            clock.move(Duration.ofSeconds(3));

            await().until(() -> store.expiredByAge() == 1);
            await().until(() -> store.search(Events.request("", 1)).total() == 0);
        }
    }

    @Test
    void age_setOnAStoreThatHadNone_countsFromWhatItsCommitsSay() throws Exception {
        try (EventStore store = open(DiskLimits.NONE)) {
            store.append(List.of(Events.withId("a")));
            assertThat(store.expire()).isZero();
        }
        clock.move(WEEK);
        try (EventStore store = open(new DiskLimits(WEEK, 0, 0))) {
            store.expire();
            assertThat(store.search(Events.request("", 1)).total()).isZero();
        }
    }

    @Test
    void size_moreThanFits_theOldestGoAndTheRestFits() throws Exception {
        long limit = 2_000_000;
        DiskLimits limits = new DiskLimits(Duration.ZERO, limit, 0);
        int events = 20_000;
        try (EventStore store = open(limits)) {
            Random random = new Random(1);
            for (int i = 0; i < events; i += 200) {
                append(store, incompressible(i, random));
            }
            await().until(() -> store.lag() == 0 && store.settled());
            store.expire();

            List<String> rest = Events.ids(store, Events.request("", 10_000, false));
            assertThat(store.expiredBySize()).isEqualTo(events - rest.size());
            assertThat(rest)
                    .hasSizeBetween(1_000, events - 1)
                    .isEqualTo(IntStream.range(events - rest.size(), events)
                            .mapToObj(i -> "e" + i)
                            .toList());
        }
        // Opening and closing lets Lucene delete the files that are no longer used.
        open(limits).close();
        assertThat(bytesIn(directory.resolve("index")) + bytesIn(directory.resolve("journal")))
                .isBetween(limit / 2, limit * 5 / 4);
    }

    @Test
    void size_limitMuchSmallerThanASegment_losesOnlyWhatHasToGo() throws Exception {
        int events = 20_000;
        try (EventStore store = open(DiskLimits.NONE)) {
            Random random = new Random(1);
            for (int i = 0; i < events; i += 200) {
                append(store, incompressible(i, random));
            }
            await().until(() -> store.lag() == 0);
        }
        long bytes = bytesIn(directory.resolve("index"));
        try (EventStore store = open(new DiskLimits(Duration.ZERO, bytes * 3 / 4, 0))) {
            for (int i = 0; i < 3; i++) {
                store.expire();
            }
            assertThat(store.search(Events.request("", 1)).total()).isBetween(events / 2L, events * 9L / 10);
        }
    }

    @Test
    void freeSpaceBelowTheLimit_refusesAndTellsHealthAndRecoversByItself() throws Exception {
        try (EventStore store = open(new DiskLimits(Duration.ZERO, 0, 1000))) {
            store.append(List.of(Events.withId("a")));
            free.set(999);
            assertThat(store.full()).isTrue();
            assertThat(store.health().full()).isTrue();
            assertThatThrownBy(() -> store.append(List.of(Events.withId("b"))))
                    .isInstanceOfSatisfying(
                            BusyException.class,
                            e -> assertThat(e.retryAfterSeconds()).isPositive())
                    .hasMessageContaining("min-free-bytes");

            free.set(1000);
            assertThat(store.full()).isFalse();
            store.append(List.of(Events.withId("c")));
            assertThat(Events.ids(store, Events.request("", 10))).containsExactly("c", "a");
        }
    }

    @Test
    void age_diskOfTheIndexIsFull_theOldGoAllTheSame() throws Exception {
        AtomicBoolean full = new AtomicBoolean();
        try (EventStore store = EventStore.open(
                directory,
                settings(new DiskLimits(WEEK, 0, 0)),
                path -> new NearlyFullDirectory(FSDirectory.open(path), full),
                free::get,
                clock)) {
            store.append(List.of(Events.withId("old")));
            await().until(store::settled);
            full.set(true);
            clock.move(WEEK);
            store.append(List.of(Events.withId("new")));
            await().until(() -> store.health().problem() != null);
            assertThat(store.lag()).as("what is not committed is behind").isEqualTo(1);

            await().until(() -> store.expiredByAge() == 1);

            full.set(false);
            await().untilAsserted(() ->
                    assertThat(Events.ids(store, Events.request("", 10))).containsExactly("new"));
        }
    }

    @Test
    void size_smallLimit_leavesTheJournalEnoughToTakeIn() {
        long mb = 1_000_000;
        assertThat(StoreSettings.DEFAULT
                        .with(new DiskLimits(Duration.ZERO, 100 * mb, 0))
                        .journal()
                        .maxRetainedBytes())
                .isEqualTo(50 * mb);
        assertThat(StoreSettings.DEFAULT
                        .with(new DiskLimits(Duration.ZERO, 1000 * mb, 0))
                        .journal()
                        .maxRetainedBytes())
                .isEqualTo(250 * mb);
    }

    /** Has room for the few bytes of a commit, but not for new events while the test says so. */
    private static final class NearlyFullDirectory extends FilterDirectory {

        private final AtomicBoolean full;

        NearlyFullDirectory(Directory in, AtomicBoolean full) {
            super(in);
            this.full = full;
        }

        @Override
        public IndexOutput createOutput(String name, IOContext context) throws IOException {
            if (full.get() && !name.startsWith("pending_segments")) {
                throw new IOException("No space left on device");
            }
            return super.createOutput(name, context);
        }
    }

    private EventStore open(DiskLimits limits) throws IOException {
        return EventStore.open(directory, settings(limits), FSDirectory::open, free::get, clock);
    }

    private static StoreSettings settings(DiskLimits limits) {
        return new StoreSettings(
                new JournalLimits(1 << 15, 1 << 20, 1 << 18),
                Duration.ofMillis(50),
                Duration.ofSeconds(60),
                Duration.ofMillis(5),
                32 << 20,
                Events.SMALL.batches(),
                limits);
    }

    private static List<Event> incompressible(int first, Random random) {
        List<Event> events = new ArrayList<>();
        for (int i = first; i < first + 200; i++) {
            String text = Long.toString(random.nextLong(), 36) + Long.toString(random.nextLong(), 36);
            events.add(new Event(i, Map.of("id", "e" + i, "text", text)));
        }
        return events;
    }

    private static void append(EventStore store, List<Event> events) throws IOException {
        boolean stored = false;
        while (!stored) {
            try {
                store.append(events);
                stored = true;
            } catch (BusyException e) {
                Thread.onSpinWait(); // the index has to catch up
            }
        }
    }

    private static long bytesIn(Path path) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }
}
