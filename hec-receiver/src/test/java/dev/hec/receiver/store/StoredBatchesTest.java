package dev.hec.receiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hec.receiver.batch.BatchLimits;
import dev.hec.receiver.batch.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the store knows of batches, whatever happened since they were stored. */
@Timeout(120)
class StoredBatchesTest {

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();

    private EventStore open(Path path, StoreSettings settings) throws IOException {
        return EventStore.open(path, settings, FSDirectory::open, clock);
    }

    private static boolean append(EventStore store, String name) throws Exception {
        return store.append(List.of(Events.withId(name)), Events.batch(name));
    }

    @Test
    void append_batchAgainAfterARestart_isNotStored() throws Exception {
        try (EventStore store = open(directory, Events.SETTINGS)) {
            assertThat(append(store, "a")).isTrue();
            assertThat(append(store, "a")).isFalse();
        }
        assertThat(filesIn(directory.resolve("journal")))
                .as("what the journal held is released")
                .isEmpty();
        for (int i = 0; i < 3; i++) {
            try (EventStore again = open(directory, Events.SETTINGS)) {
                assertThat(append(again, "a")).isFalse();
                assertThat(append(again, "b" + i)).isTrue();
            }
        }
        try (EventStore again = open(directory, Events.SETTINGS)) {
            assertThat(append(again, "b0")).isFalse();
            assertThat(Events.ids(again, Events.request("", 10))).containsExactly("b2", "b1", "b0", "a");
        }
    }

    @Test
    void append_batchAgainAfterACrashBeforeTheCommit_isNotStored() throws Exception {
        Path crashed = directory.resolve("crashed");
        Path data = directory.resolve("data");
        // The index commits only when the store is closed, so this copy of the journal is what a crash would leave.
        try (EventStore store = open(data, Events.SETTINGS)) {
            append(store, "a");
            copy(data.resolve("journal"), crashed.resolve("journal"));
        }
        knowsItOnce(crashed);
    }

    @Test
    void append_batchAgainAfterACrashBetweenLogAndCommit_isNotStored() throws Exception {
        Path crashed = directory.resolve("crashed");
        Path data = directory.resolve("data");
        try (EventStore store = open(data, Events.SETTINGS)) {
            append(store, "a");
            copy(data.resolve("journal"), crashed.resolve("journal"));
        }
        copy(data.resolve("batches"), crashed.resolve("batches"));
        knowsItOnce(crashed);
    }

    @Test
    void append_batchAgainAfterACrashBetweenCommitAndRelease_isNotStored() throws Exception {
        Path journalCopy = directory.resolve("journal-copy");
        Path data = directory.resolve("data");
        try (EventStore store = open(data, Events.SETTINGS)) {
            append(store, "a");
            copy(data.resolve("journal"), journalCopy);
        }
        copy(journalCopy, data.resolve("journal"));
        knowsItOnce(data);
    }

    private void knowsItOnce(Path path) throws Exception {
        for (int i = 0; i < 2; i++) {
            try (EventStore store = open(path, Events.SETTINGS)) {
                assertThat(append(store, "a")).isFalse();
                assertThat(Events.ids(store, Events.request("", 10))).containsExactly("a");
            }
        }
    }

    @Test
    void open_logEndsInHalfAnEntry_startsAndKnowsTheOthers() throws Exception {
        try (EventStore store = open(directory, Events.SETTINGS)) {
            append(store, "a");
        }
        Path log = filesIn(directory.resolve("batches")).get(0);
        Files.write(log, new byte[13], StandardOpenOption.APPEND);

        try (EventStore again = open(directory, Events.SETTINGS)) {
            assertThat(append(again, "a")).isFalse();
            assertThat(append(again, "b")).isTrue();
        }
        try (EventStore again = open(directory, Events.SETTINGS)) {
            assertThat(append(again, "b")).isFalse();
        }
    }

    @Test
    void append_batchAgainAfterItsTimeAndARestart_isStored() throws Exception {
        try (EventStore store = open(directory, Events.SETTINGS)) {
            append(store, "a");
        }
        clock.move(Duration.ofHours(23));
        try (EventStore again = open(directory, Events.SETTINGS)) {
            assertThat(append(again, "a")).isFalse();
        }
        clock.move(Duration.ofHours(1));
        try (EventStore again = open(directory, Events.SETTINGS)) {
            assertThat(append(again, "a")).isTrue();
        }
    }

    @Test
    void append_keepIsZero_storesAgainAndWritesNoLog() throws Exception {
        StoreSettings settings = Events.SETTINGS.with(new BatchLimits(Duration.ZERO, 1));
        try (EventStore store = open(directory, settings)) {
            assertThat(append(store, "a")).isTrue();
            assertThat(append(store, "a")).isTrue();
        }
        assertThat(filesIn(directory.resolve("batches"))).isEmpty();
    }

    @Test
    void append_batchesAreManyAndSegmentsAreReleased_allAreKnownAfterwards() throws Exception {
        try (EventStore store = open(directory, Events.SMALL)) {
            for (int i = 0; i < 500; i++) {
                assertThat(append(store, "a" + i)).isTrue();
            }
        }
        assertThat(filesIn(directory.resolve("journal")))
                .as("of several segments the last at most is left")
                .hasSizeLessThan(2);
        try (EventStore again = open(directory, Events.SMALL)) {
            for (int i = 0; i < 500; i++) {
                assertThat(append(again, "a" + i)).isFalse();
            }
        }
    }

    @Test
    void commit_logCannotBeWritten_waitsSoThatTheJournalKeepsTheBatches() throws Exception {
        Path batches = directory.resolve("batches");
        Path aside = directory.resolve("aside");
        try (EventStore store = open(directory, Events.SMALL)) {
            Files.move(batches, aside);
            append(store, "a");
            await().until(() -> store.health().problem() != null);
            assertThat(store.health().problem()).contains("indexing failed", "batches");
            assertThat(store.health().journalBytes()).isPositive();

            Files.move(aside, batches);
            await().until(() -> store.health().problem() == null);
        }
        knowsItOnce(directory);
    }

    private static List<Path> filesIn(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.sorted().toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (Path file : filesIn(from)) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }
}
