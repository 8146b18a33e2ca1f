package dev.hec.receiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hec.receiver.batch.BatchLimits;
import dev.hec.receiver.event.BusyException;
import dev.hec.receiver.journal.JournalLimits;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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
class IndexerFaultTest {

    private static final StoreSettings IMPATIENT = new StoreSettings(
            new JournalLimits(2048, 1 << 20, 1 << 14),
            Duration.ofMillis(5),
            Duration.ofMillis(20),
            Duration.ofMillis(5),
            32 << 20,
            BatchLimits.DEFAULT);

    @TempDir
    Path directory;

    private final AtomicBoolean full = new AtomicBoolean();
    /** While set and closed, syncing waits. */
    private final AtomicReference<CountDownLatch> gate = new AtomicReference<>();

    private int appended;

    @Test
    void diskOfTheIndexIsFull_appendsGoOnUntilTheBoundAndNothingIsLost() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        try (EventStore store = open()) {
            appendSome(store, acknowledged, 20);
            await().until(() -> store.search(Events.request("", 1)).total() == 20);

            full.set(true);
            boolean busy = false;
            while (!busy) {
                busy = !append(store, acknowledged);
            }
            assertThat(store.health().full()).isTrue();
            await().until(() -> store.health().problem() != null);
            assertThat(store.health().problem()).contains("indexing failed", "No space left on device");
            // What was visible stays visible, and the reply says what is not yet.
            Page page = store.search(Events.request("id=e0", 1));
            assertThat(page.total()).isEqualTo(1);
            assertThat(page.eventsBehind()).isPositive();

            full.set(false);
            await().until(() -> store.health().problem() == null && store.lag() == 0);
            appendSome(store, acknowledged, 5);
            await().untilAsserted(() -> assertThat(Events.ids(store, Events.request("", 100, false)))
                    .isEqualTo(acknowledged));
        }
        try (EventStore again = EventStore.open(directory, Events.SETTINGS)) {
            assertThat(Events.ids(again, Events.request("", 100, false))).isEqualTo(acknowledged);
        }
    }

    @Test
    void diskOfTheIndexComesAndGoes_everyEventIsIndexedOnce() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        try (EventStore store = open()) {
            for (int round = 0; round < 20; round++) {
                full.set(round % 2 == 0);
                for (int i = 0; i < 10; i++) {
                    append(store, acknowledged);
                }
                store.search(Events.request("", 1));
            }
            full.set(false);
            await().untilAsserted(() -> assertThat(Events.ids(store, Events.request("", 100, false)))
                    .isEqualTo(acknowledged));
            await().until(() -> store.lag() == 0 && store.health().problem() == null);
        }
        try (EventStore again = EventStore.open(directory, Events.SETTINGS)) {
            for (String id : acknowledged) {
                assertThat(again.append(List.of(Events.withId("again")), Events.batch(id)))
                        .isFalse();
            }
        }
        // A batch is logged once, however often the commit behind it fails.
        assertThat(bytesIn(directory.resolve("batches"))).isLessThanOrEqualTo(acknowledged.size() * 28L + 4);
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

    @Test
    void close_whileTheIndexFails_keepsEverythingInTheJournal() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        EventStore store = open();
        full.set(true);
        appendSome(store, acknowledged, 5);
        store.close(Duration.ofMillis(300));

        try (EventStore again = EventStore.open(directory, Events.SETTINGS)) {
            assertThat(Events.ids(again, Events.request("", 100, false))).isEqualTo(acknowledged);
        }
    }

    /** A redeployed application has to find the directory free as soon as the disk has finished. */
    @Test
    void close_diskIsTooSlow_givesTheDirectoryBackWhenItHasFinished() throws Exception {
        EventStore store = open();
        store.append(List.of(Events.withId("a")));
        gate.set(new CountDownLatch(1));
        store.append(List.of(Events.withId("b")));

        assertThatThrownBy(() -> store.close(Duration.ofMillis(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is given back when it has");
        assertThatThrownBy(() -> EventStore.open(directory, Events.SETTINGS)).hasMessageContaining("in use");
        gate.get().countDown();

        await().ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> {
            try (EventStore again = EventStore.open(directory, Events.SETTINGS)) {
                assertThat(Events.ids(again, Events.request("", 10))).containsExactly("b", "a");
            }
        });
    }

    private EventStore open() throws IOException {
        return EventStore.open(
                directory, IMPATIENT, path -> new FullDirectory(FSDirectory.open(path)), InstantSource.system());
    }

    private void appendSome(EventStore store, List<String> acknowledged, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            assertThat(append(store, acknowledged)).isTrue();
        }
    }

    private boolean append(EventStore store, List<String> acknowledged) throws IOException {
        String id = "e" + appended++;
        try {
            store.append(List.of(Events.withId(id)), Events.batch(id));
        } catch (BusyException e) {
            return false;
        }
        acknowledged.add(id);
        return true;
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
            CountDownLatch slow = gate.get();
            if (slow != null) {
                try {
                    slow.await();
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
            }
            if (full.get()) {
                throw new IOException("No space left on device");
            }
        }
    }
}
