package dev.hec.receiver.journal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hec.receiver.event.BusyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JournalTest {

    @TempDir
    Path directory;

    @Test
    void append_severalRequests_areReadInOrderWithConsecutiveNumbers() throws Exception {
        try (JournalFixture fixture = JournalFixture.roomy(directory)) {
            fixture.append("a", "b");
            fixture.append("c");

            assertThat(fixture.read()).containsExactly("a", "b", "c");
            assertThat(fixture.journal.end()).isEqualTo(3);
            try (JournalReader reader = new JournalReader(fixture.journal, 2, fixture.damage::add)) {
                JournalRecord record = reader.next();
                assertThat(record).isNotNull();
                assertThat(record.sequence()).isEqualTo(2);
                assertThat(reader.next()).isNull();
                fixture.append("d");
                assertThat(reader.next()).isNotNull();
            }
        }
    }

    @Test
    void append_fromManyThreads_sharesForces() throws Exception {
        int threads = 32;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (JournalFixture fixture = JournalFixture.roomy(directory)) {
            fixture.disk.gate = new Semaphore(0);
            List<Future<?>> appends = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                String text = "event " + i;
                appends.add(pool.submit(() -> {
                    fixture.append(text);
                    return null;
                }));
            }
            long all = threads * (long) JournalFixture.recordSize("event 10");
            await().until(() -> fixture.journal.waitingBytes() >= all - 10);
            assertThat(appends).noneMatch(Future::isDone);
            fixture.disk.gate.release(threads);
            for (Future<?> append : appends) {
                append.get(10, SECONDS);
            }

            // The first force covers whatever had arrived, the second one all the rest.
            assertThat(fixture.disk.forces.get()).isLessThanOrEqualTo(2);
            assertThat(fixture.read())
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, threads)
                            .mapToObj(i -> "event " + i)
                            .toList());
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void append_moreThanMayWait_isBusyAndStoresNothing() throws Exception {
        int size = JournalFixture.recordSize("one");
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (JournalFixture fixture = new JournalFixture(directory, new JournalLimits(1 << 20, size, 4 << 20))) {
            fixture.disk.gate = new Semaphore(0);
            Future<?> first = pool.submit(() -> {
                fixture.append("one");
                return null;
            });
            await().until(() -> fixture.journal.waitingBytes() == size);

            assertThatThrownBy(() -> fixture.append("two"))
                    .isInstanceOfSatisfying(
                            BusyException.class,
                            e -> assertThat(e.retryAfterSeconds()).isPositive());
            assertThat(fixture.journal.isFull()).isTrue();
            fixture.disk.gate.release(10);
            first.get(10, SECONDS);

            assertThat(fixture.journal.isFull()).isFalse();
            assertThat(fixture.read()).containsExactly("one");
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void append_moreThanMayBeRetained_isBusyUntilReleased() throws Exception {
        int size = JournalFixture.recordSize("0");
        try (JournalFixture fixture = new JournalFixture(directory, new JournalLimits(size, 1 << 20, 3L * size))) {
            fixture.append("0");
            fixture.append("1");
            fixture.append("2");
            assertThatThrownBy(() -> fixture.append("3"))
                    .isInstanceOf(BusyException.class)
                    .hasMessageContaining("wait for the index");
            assertThat(fixture.segments()).hasSize(3);

            fixture.journal.release(2);
            fixture.append("3");

            assertThat(fixture.segments()).hasSize(2);
            assertThat(fixture.journal.retainedBytes()).isEqualTo(2L * size);
        }
    }

    @Test
    void append_recordAboveEveryBound_isTakenWhenNothingElseIsThere() throws Exception {
        String large = "x".repeat(10_000);
        try (JournalFixture fixture = new JournalFixture(directory, new JournalLimits(100, 100, 200))) {
            fixture.append(large);

            assertThatThrownBy(() -> fixture.append("more")).isInstanceOf(BusyException.class);
            fixture.journal.release(1);
            assertThat(fixture.journal.retainedBytes()).isZero();
            fixture.append("more");
            assertThat(fixture.journal.end()).isEqualTo(2);
        }
    }

    @Test
    void append_manySegments_areReadAcrossFiles() throws Exception {
        List<String> texts = IntStream.range(0, 50).mapToObj(i -> "event " + i).toList();
        try (JournalFixture fixture = new JournalFixture(directory, new JournalLimits(200, 1 << 20, 1 << 20))) {
            for (String text : texts) {
                fixture.append(text);
            }

            assertThat(fixture.segments()).hasSizeGreaterThan(10);
            assertThat(fixture.read()).isEqualTo(texts);
        }
        try (JournalFixture again = JournalFixture.roomy(directory)) {
            assertThat(again.read()).isEqualTo(texts);
            assertThat(again.journal.end()).isEqualTo(50);
            assertThat(again.journal.recovery()).isEqualTo(new JournalRecovery(50, 0, 0, List.of()));
        }
    }

    @Test
    void append_forceFails_isAnErrorAndTheEventNeverComesBack() throws Exception {
        failingAppend(disk -> disk.failForce = true, disk -> disk.failForce = false);
    }

    @Test
    void append_forceAndTruncateFail_theLeftoverIsVoid() throws Exception {
        failingAppend(
                disk -> {
                    disk.failForce = true;
                    disk.failTruncate = true;
                },
                disk -> {
                    disk.failForce = false;
                    disk.failTruncate = false;
                });
    }

    @Test
    void append_diskFullInTheMiddleOfARecord_isAnErrorAndLaterEventsAreSound() throws Exception {
        failingAppend(disk -> disk.room = 40, disk -> disk.room = Long.MAX_VALUE);
    }

    @Test
    void append_diskFullAndTruncateFails_theHalfRecordIsVoid() throws Exception {
        failingAppend(
                disk -> {
                    disk.room = 40;
                    disk.failTruncate = true;
                },
                disk -> {
                    disk.room = Long.MAX_VALUE;
                    disk.failTruncate = false;
                });
    }

    private interface Change {
        void on(ScriptedDisk disk);
    }

    private void failingAppend(Change failing, Change mended) throws Exception {
        try (JournalFixture fixture = JournalFixture.roomy(directory)) {
            fixture.append("before");
            failing.on(fixture.disk);
            assertThatThrownBy(() -> fixture.append("lost"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("could not store the events");
            assertThat(fixture.journal.problem()).contains("failed");
            assertThatThrownBy(() -> fixture.append("lost again")).isInstanceOf(IOException.class);
            mended.on(fixture.disk);
            fixture.append("after");
            fixture.append("later");

            assertThat(fixture.journal.problem()).isNull();
            // The file that failed is never written again.
            assertThat(fixture.segments()).hasSize(2);
            assertThat(fixture.read()).containsExactly("before", "after", "later");
            assertThat(fixture.damage).isEmpty();
        }
        try (JournalFixture again = JournalFixture.roomy(directory)) {
            assertThat(again.read()).containsExactly("before", "after", "later");
            assertThat(again.journal.recovery().messages()).isEmpty();
        }
    }

    @Test
    void append_firstForceOfASegmentFails_theEmptyFileIsRemoved() throws Exception {
        try (JournalFixture fixture = JournalFixture.roomy(directory)) {
            fixture.disk.failForce = true;
            assertThatThrownBy(() -> fixture.append("lost")).isInstanceOf(IOException.class);
            assertThat(fixture.segments()).isEmpty();
            fixture.disk.failForce = false;
            fixture.append("stored");

            assertThat(fixture.read()).containsExactly("stored");
        }
    }

    @Test
    void append_newFileFails_isAnErrorUntilItWorks() throws Exception {
        try (JournalFixture fixture = JournalFixture.roomy(directory)) {
            fixture.disk.failCreate = true;
            assertThatThrownBy(() -> fixture.append("lost")).isInstanceOf(IOException.class);
            fixture.disk.failCreate = false;
            fixture.append("stored");

            assertThat(fixture.read()).containsExactly("stored");
        }
    }

    @Test
    void append_callerIsInterrupted_isStoredAndTheInterruptKept() throws Exception {
        try (JournalFixture fixture = JournalFixture.roomy(directory)) {
            Thread.currentThread().interrupt();
            fixture.append("stored");
            assertThat(Thread.interrupted()).isTrue();

            assertThat(fixture.read()).containsExactly("stored");
        }
    }

    @Test
    void close_withWaitingAppends_storesThemAndRefusesMore() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            JournalFixture fixture = JournalFixture.roomy(directory);
            fixture.disk.gate = new Semaphore(0);
            Future<?> waiting = pool.submit(() -> {
                fixture.append("waiting");
                return null;
            });
            await().until(() -> fixture.journal.waitingBytes() > 0);
            assertThat(fixture.journal.close(Duration.ofMillis(1))).isFalse();
            assertThatThrownBy(() -> fixture.append("late"))
                    .isInstanceOf(BusyException.class)
                    .hasMessageContaining("stopping");
            fixture.disk.gate.release(10);

            assertThat(fixture.journal.close(Duration.ofSeconds(10))).isTrue();
            waiting.get(10, SECONDS);
            assertThat(fixture.read()).containsExactly("waiting");
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void open_newDirectory_letsOnlyTheOwnerIn() throws Exception {
        Path inner = directory.resolve("a/b");
        try (JournalFixture fixture = JournalFixture.roomy(inner)) {
            fixture.append("secret");

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(inner)))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(fixture.segments().get(0))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void limits_thatCannotWork_areRefused() {
        assertThatThrownBy(() -> new JournalLimits(100, 100, 199))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice segmentBytes");
        assertThatThrownBy(() -> new JournalLimits(0, 100, 200)).isInstanceOf(IllegalArgumentException.class);
    }
}
