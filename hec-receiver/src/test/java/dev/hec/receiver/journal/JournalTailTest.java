package dev.hec.receiver.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The end of the journal after a power loss, and the journal after a disk that failed. */
@Timeout(120)
class JournalTailTest {

    @TempDir
    Path directory;

    /** Requests that come together are forced together, so a power loss can cut more than one record. */
    @Test
    void open_lastTwoRecordsCutAtEveryByte_keepsEveryWholeRecordAndGoesOn() throws Exception {
        List<String> texts = List.of("first", "second", "third");
        byte[] whole = contentOf(directory.resolve("source"), JournalFixture.ROOMY, texts)
                .get(0);
        for (int length = JournalFixture.recordSize("first"); length <= whole.length; length++) {
            Path copy = Files.createTempDirectory(directory, "copy");
            Files.write(Segment.pathIn(copy, 0), Arrays.copyOf(whole, length));

            recovers(copy, texts.subList(0, wholeRecords(texts, length)));
        }
    }

    @Test
    void open_secondSegmentCutAtEveryByteDownToNothing_keepsTheFirstWhole() throws Exception {
        List<String> texts = List.of("first", "second", "third", "fourth");
        int two = JournalFixture.recordSize("first") + JournalFixture.recordSize("second");
        JournalLimits twoRecords = new JournalLimits(two, 1 << 20, 1 << 20);
        List<byte[]> segments = contentOf(directory.resolve("source"), twoRecords, texts);
        assertThat(segments).hasSize(2);
        List<String> second = texts.subList(2, 4);
        for (int length = 0; length <= segments.get(1).length; length++) {
            Path copy = Files.createTempDirectory(directory, "copy");
            Files.write(Segment.pathIn(copy, 0), segments.get(0));
            Files.write(Segment.pathIn(copy, 2), Arrays.copyOf(segments.get(1), length));

            recovers(copy, texts.subList(0, 2 + wholeRecords(second, length)));
        }
    }

    /** The process before may have been killed between writing and forcing; a power loss after the start must not take that back. */
    @Test
    void open_recordsOfAKilledProcess_areForcedBeforeTheyCount() throws Exception {
        byte[] content = contentOf(directory.resolve("source"), JournalFixture.ROOMY, List.of("a", "b"))
                .get(0);
        Path copy = Files.createDirectory(directory.resolve("copy"));
        Files.write(Segment.pathIn(copy, 0), content);

        try (JournalFixture fixture = new JournalFixture(copy, JournalFixture.ROOMY)) {
            assertThat(fixture.journal.end()).isEqualTo(2);
            assertThat(fixture.disk.recovered).containsExactly(Segment.pathIn(copy, 0));
        }
        ScriptedDisk broken = new ScriptedDisk();
        broken.failForce = true;
        assertThatThrownBy(() -> Journal.open(copy, 0, JournalFixture.ROOMY, broken, batch -> {}, () -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot count as stored");
    }

    @Test
    void open_headerDamagedInTheLastSegment_keepsACopyAndCountsWhatFollowed() throws Exception {
        byte[] content = contentOf(directory.resolve("source"), JournalFixture.ROOMY, List.of("a", "b", "c", "d"))
                .get(0);
        content[JournalFixture.recordSize("a") + 6] ^= 1;
        Path copy = Files.createDirectory(directory.resolve("copy"));
        Files.write(Segment.pathIn(copy, 0), content);

        try (JournalFixture fixture = JournalFixture.roomy(copy)) {
            JournalRecovery recovery = fixture.journal.recovery();
            assertThat(recovery.events()).isEqualTo(1);
            assertThat(recovery.missingEvents()).isEqualTo(3);
            assertThat(recovery.messages())
                    .singleElement()
                    .asString()
                    .contains("2 whole records follow", "up to number 3", ".damaged");
            assertThat(Segment.pathIn(copy, 0)
                            .resolveSibling(Segment.pathIn(copy, 0).getFileName() + ".damaged"))
                    .hasBinaryContent(content);
            fixture.append("e");
            assertThat(fixture.read()).containsExactly("a", "e");
        }
    }

    @Test
    void append_writerMeetsAnError_isToldAndTheNextIsStored() throws Exception {
        try (JournalFixture fixture = JournalFixture.roomy(directory)) {
            fixture.disk.broken = new OutOfMemoryError("of the test");
            assertThatThrownBy(() -> fixture.append("a")).hasMessageContaining("of the test");
            assertThat(fixture.journal.waitingBytes()).isZero();

            fixture.append("b");
            assertThat(fixture.read()).containsExactly("b");
            assertThat(fixture.journal.problem()).isNull();
        }
    }

    @Test
    void append_whatIsToldOfItFails_isStoredAndCountedOnce() throws Exception {
        AtomicReference<Error> thrown = new AtomicReference<>(new OutOfMemoryError("of the test"));
        Journal journal = Journal.open(directory, 0, JournalFixture.ROOMY, new ScriptedDisk(), batch -> {}, () -> {
            Error error = thrown.getAndSet(null);
            if (error != null) {
                throw error;
            }
        });
        try {
            journal.append(List.of(JournalFixture.event("a")), null);
            await().until(() -> journal.problem() != null);
            assertThat(journal.waitingBytes()).isZero();
            journal.append(List.of(JournalFixture.event("b")), null);
            assertThat(journal.waitingBytes()).isZero();
            assertThat(journal.end()).isEqualTo(2);
        } finally {
            assertThat(journal.close(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void problem_diskWorksAgainButNobodyAppends_endsByItself() throws Exception {
        try (JournalFixture fixture = JournalFixture.roomy(directory)) {
            fixture.append("a");
            fixture.disk.room = 10;
            assertThatThrownBy(() -> fixture.append("b")).isInstanceOf(IOException.class);
            assertThat(fixture.journal.problem()).contains("No space left on device");
            int created = fixture.disk.created.size();
            await().until(() -> fixture.disk.created.size() > created + 1);
            assertThat(fixture.journal.problem()).as("two probes found no room").isNotNull();

            fixture.disk.room = Long.MAX_VALUE;
            await().until(() -> fixture.journal.problem() == null);

            fixture.append("c");
            assertThat(fixture.read()).containsExactly("a", "c");
            assertThat(directory.resolve("probe")).doesNotExist();
        }
    }

    private static void recovers(Path copy, List<String> texts) throws Exception {
        List<String> after = new ArrayList<>(texts);
        after.add("later");
        try (JournalFixture fixture = JournalFixture.roomy(copy)) {
            assertThat(fixture.read()).isEqualTo(texts);
            assertThat(fixture.journal.recovery().missingEvents()).isZero();
            fixture.append("later");
            assertThat(fixture.read()).isEqualTo(after);
        }
        try (JournalFixture again = JournalFixture.roomy(copy)) {
            assertThat(again.journal.recovery().messages()).isEmpty();
            assertThat(again.read()).isEqualTo(after);
        }
    }

    private static int wholeRecords(List<String> texts, int length) {
        int count = 0;
        int rest = length;
        for (String text : texts) {
            rest -= JournalFixture.recordSize(text);
            if (rest < 0) {
                break;
            }
            count++;
        }
        return count;
    }

    /** The segments of a journal with one record per text. */
    private static List<byte[]> contentOf(Path source, JournalLimits limits, List<String> texts) throws Exception {
        List<byte[]> contents = new ArrayList<>();
        try (JournalFixture fixture = new JournalFixture(source, limits)) {
            for (String text : texts) {
                fixture.append(text);
            }
            for (Path segment : fixture.segments()) {
                contents.add(Files.readAllBytes(segment));
            }
        }
        return contents;
    }
}
