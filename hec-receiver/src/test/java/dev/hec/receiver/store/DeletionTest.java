package dev.hec.receiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hec.receiver.event.BusyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
class DeletionTest {

    @TempDir
    Path directory;

    private final AtomicBoolean full = new AtomicBoolean();

    @Test
    void delete_eventsJustAcknowledged_areGoneAndCounted() throws Exception {
        try (EventStore store = EventStore.open(directory, Events.SETTINGS)) {
            for (int i = 0; i < 10; i++) {
                store.append(List.of(Events.withId("a" + i, i), Events.withId("b" + i, i)));
            }
            assertThat(delete(store, "id=a*", 2, 5)).isEqualTo(3);

            assertThat(Events.ids(store, Events.request("id=a*", 100, false)))
                    .containsExactly("a0", "a1", "a5", "a6", "a7", "a8", "a9");
            assertThat(store.search(Events.request("id=b*", 1)).total()).isEqualTo(10);
        }
    }

    @Test
    void delete_nothingMatches_isZeroAndAgainZero() throws Exception {
        try (EventStore store = EventStore.open(directory, Events.SETTINGS)) {
            assertThat(deleteAll(store)).isZero();
            store.append(List.of(Events.withId("a")));
            assertThat(delete(store, "id=b", Long.MIN_VALUE, Long.MAX_VALUE)).isZero();
            assertThat(deleteAll(store)).isEqualTo(1);
            assertThat(deleteAll(store)).isZero();
        }
    }

    @Test
    void delete_beforeACrash_isNotUndoneByTheJournal() throws Exception {
        Path data = directory.resolve("data");
        Path crashed = directory.resolve("crashed");
        try (EventStore store = EventStore.open(data, Events.SETTINGS)) {
            store.append(List.of(Events.withId("a"), Events.withId("b")));
            deleteId(store, "a");
            store.append(List.of(Events.withId("c")));
            assertThat(store.search(Events.request("", 10)).total()).isEqualTo(2);
            // The journal still has all of it; this is what kill -9 would leave.
            copy(data, crashed);
        }
        try (EventStore store = EventStore.open(crashed, Events.SETTINGS)) {
            assertThat(Events.ids(store, Events.request("", 10, false))).containsExactly("b", "c");
        }
    }

    @Test
    void delete_whileEventsArrive_takesNoneThatCameLater() throws Exception {
        try (EventStore store = EventStore.open(directory, Events.SETTINGS)) {
            CountDownLatch begun = new CountDownLatch(1);
            AtomicBoolean stop = new AtomicBoolean();
            List<Long> arrived = new ArrayList<>();
            Thread sender = new Thread(() -> {
                try {
                    for (long i = 0; !stop.get(); i++) {
                        store.append(List.of(Events.withId("e" + i)));
                        arrived.add(i);
                        begun.countDown();
                    }
                } catch (IOException | BusyException e) {
                    throw new IllegalStateException(e);
                }
            });
            sender.start();
            begun.await();
            long deleted = 0;
            for (int i = 0; i < 20; i++) {
                deleted += deleteAll(store);
            }
            stop.set(true);
            sender.join();
            assertThat(deleted).isPositive();
            // Deleted are the first ones, without a gap; all others are there.
            List<String> rest = Events.ids(store, Events.request("", 10_000, false));
            List<String> expected = new ArrayList<>();
            for (long i = deleted; i < arrived.size(); i++) {
                expected.add("e" + i);
            }
            assertThat(rest).isEqualTo(expected);
        }
    }

    @Test
    void delete_indexCannotBeWritten_saysSoAndDeletesNothingLater() throws Exception {
        StoreSettings impatient = new StoreSettings(
                Events.SMALL.journal(),
                Duration.ofMillis(5),
                Duration.ofMillis(50),
                Duration.ofMillis(5),
                32 << 20,
                Events.SMALL.batches());
        try (EventStore store = EventStore.open(
                directory, impatient, path -> new FullDirectory(FSDirectory.open(path)), InstantSource.system())) {
            store.append(List.of(Events.withId("a")));
            await().until(() -> store.search(Events.request("", 1)).total() == 1);
            full.set(true);
            store.append(List.of(Events.withId("b")));
            await().until(() -> store.health().problem() != null);

            assertThatThrownBy(() -> deleteAll(store)).isInstanceOf(IOException.class);

            full.set(false);
            await().until(() -> store.health().problem() == null && store.lag() == 0);
            await().untilAsserted(() ->
                    assertThat(Events.ids(store, Events.request("", 10, false))).containsExactly("a", "b"));
        }
    }

    @Test
    void delete_indexIsBehindForLongerThanASearchWaits_waitsAndDeletesAll() throws Exception {
        StoreSettings usual = Events.SMALL;
        StoreSettings patientOnlyHere = new StoreSettings(
                usual.journal(),
                usual.commitInterval(),
                Duration.ZERO,
                Duration.ofSeconds(60),
                usual.retryPause(),
                usual.maxPageBytes(),
                usual.batches(),
                usual.disk());
        try (EventStore store = EventStore.open(
                directory,
                patientOnlyHere,
                path -> new FullDirectory(FSDirectory.open(path)),
                InstantSource.system())) {
            full.set(true);
            store.append(List.of(Events.withId("a")));
            await().until(() -> store.health().problem() != null);
            CompletableFuture<Long> deleted = CompletableFuture.supplyAsync(() -> {
                try {
                    return deleteAll(store);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            full.set(false);

            assertThat(deleted.get(60, TimeUnit.SECONDS)).isEqualTo(1);
        }
    }

    @Test
    void delete_storeIsClosed_isRefused() throws Exception {
        EventStore store = EventStore.open(directory, Events.SETTINGS);
        store.close();

        assertThatThrownBy(() -> deleteAll(store))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed")
                .hasMessageContaining("nothing was deleted");
    }

    private static long deleteAll(EventStore store) throws IOException {
        return delete(store, "", Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static void deleteId(EventStore store, String id) throws IOException {
        assertThat(delete(store, "id=" + id, Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(1);
    }

    private static long delete(EventStore store, String query, long from, long to) throws IOException {
        return store.delete(Events.parse(query), from, to);
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    /** Has no room for new files while the test says so. */
    private final class FullDirectory extends FilterDirectory {

        FullDirectory(Directory in) {
            super(in);
        }

        @Override
        public IndexOutput createOutput(String name, IOContext context) throws IOException {
            check();
            return super.createOutput(name, context);
        }

        @Override
        public void sync(Collection<String> names) throws IOException {
            check();
            super.sync(names);
        }

        private void check() throws IOException {
            if (full.get()) {
                throw new IOException("No space left on device");
            }
        }
    }
}
