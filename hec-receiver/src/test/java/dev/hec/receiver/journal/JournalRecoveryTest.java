package dev.hec.receiver.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class JournalRecoveryTest {

    private static final JournalLimits ONE_RECORD_PER_SEGMENT = new JournalLimits(1, 1 << 20, 1 << 20);

    @TempDir
    Path directory;

    @Test
    void open_lastRecordCutAtEveryByte_keepsTheOthersAndGoesOn() throws Exception {
        byte[] whole = segmentOf("first", "second", "torn");
        int last = JournalFixture.recordSize("torn");
        for (int length = whole.length - last; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            int torn = last - (whole.length - length);

            recoversTwo(cut, torn);
        }
    }

    @Test
    void open_lastRecordDamagedAtEveryByte_keepsTheOthersAndGoesOn() throws Exception {
        byte[] whole = segmentOf("first", "second", "torn");
        int last = JournalFixture.recordSize("torn");
        for (int at = whole.length - last; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;

            recoversTwo(damaged, last);
        }
    }

    @Test
    void open_zerosAfterTheLastRecord_areCut() throws Exception {
        byte[] whole = segmentOf("first", "second");

        recoversTwo(Arrays.copyOf(whole, whole.length + 4096), 4096);
    }

    private void recoversTwo(byte[] content, int torn) throws Exception {
        Path copy = Files.createTempDirectory(directory, "copy");
        Files.write(Segment.pathIn(copy, 0), content);
        try (JournalFixture fixture = JournalFixture.roomy(copy)) {
            JournalRecovery recovery = fixture.journal.recovery();
            assertThat(recovery.events()).isEqualTo(2);
            assertThat(recovery.missingEvents()).isZero();
            assertThat(recovery.tornBytes()).isEqualTo(torn);
            assertThat(recovery.messages()).hasSize(torn == 0 ? 0 : 1);
            fixture.append("third");
            assertThat(fixture.read()).containsExactly("first", "second", "third");
        }
        try (JournalFixture again = JournalFixture.roomy(copy)) {
            assertThat(again.journal.recovery().messages()).isEmpty();
            assertThat(again.read()).containsExactly("first", "second", "third");
        }
    }

    @Test
    void open_wholeFileTorn_startsAgainAtItsNumber() throws Exception {
        Files.write(Segment.pathIn(directory, 5), new byte[] {1, 2, 3});
        try (JournalFixture fixture = JournalFixture.roomy(directory)) {
            assertThat(fixture.journal.recovery().tornBytes()).isEqualTo(3);
            assertThat(fixture.segments()).isEmpty();
        }
    }

    @Test
    void open_payloadDamagedInTheMiddle_isSteppedOverAndNamed() throws Exception {
        threeSegments();
        Path middle = JournalFixture.segments(directory).get(1);
        flip(middle, RecordBytes.HEADER + 5);

        middleIsMissing(middle);
    }

    @Test
    void open_headerDamagedInTheMiddle_isSteppedOverAndNamed() throws Exception {
        threeSegments();
        Path middle = JournalFixture.segments(directory).get(1);
        flip(middle, 6);

        middleIsMissing(middle);
    }

    private void middleIsMissing(Path middle) throws Exception {
        try (JournalFixture fixture = JournalFixture.roomy(directory)) {
            JournalRecovery recovery = fixture.journal.recovery();
            assertThat(recovery.events()).isEqualTo(2);
            assertThat(recovery.missingEvents()).isEqualTo(1);
            assertThat(recovery.messages())
                    .singleElement()
                    .asString()
                    .contains(middle.toString(), "offset 0", "1 to 1");
            assertThat(fixture.read()).containsExactly("a", "c");
            assertThat(fixture.damage).singleElement().asString().contains("events 1 to 1", middle.toString());

            fixture.journal.release(3);
            assertThat(fixture.segments()).isEmpty();
            assertThat(middle.resolveSibling(middle.getFileName() + ".damaged")).exists();
        }
    }

    @Test
    void open_damagedRecordBetweenSoundOnes_losesOnlyThatOne() throws Exception {
        byte[] content = segmentOf("a", "b", "c");
        content[JournalFixture.recordSize("a") + RecordBytes.HEADER + 5] ^= 1;
        Path copy = Files.createTempDirectory(directory, "copy");
        Files.write(Segment.pathIn(copy, 0), content);

        try (JournalFixture fixture = JournalFixture.roomy(copy)) {
            assertThat(fixture.journal.recovery().missingEvents()).isEqualTo(1);
            assertThat(fixture.journal.recovery().tornBytes()).isZero();
            assertThat(fixture.read()).containsExactly("a", "c");
            fixture.append("d");
            assertThat(fixture.read()).containsExactly("a", "c", "d");
        }
    }

    @Test
    void read_fileDamagedWhileOpen_isReportedAndLaterEventsAreRead() throws Exception {
        try (JournalFixture fixture = JournalFixture.roomy(directory)) {
            fixture.append("a");
            flip(fixture.segments().get(0), 3);
            assertThat(fixture.read()).isEmpty();
            fixture.append("b");

            assertThat(fixture.read()).containsExactly("b");
            assertThat(fixture.damage).last().asString().contains("events 0 to 0");
            assertThat(fixture.segments()).hasSize(2);
        }
    }

    @Test
    void open_segmentMissing_isReportedWhenRead() throws Exception {
        threeSegments();
        Files.delete(JournalFixture.segments(directory).get(1));

        try (JournalFixture fixture = JournalFixture.roomy(directory)) {
            assertThat(fixture.read()).containsExactly("a", "c");
            assertThat(fixture.journal.recovery().missingEvents()).isEqualTo(1);
        }
    }

    @Test
    void open_segmentsNobodyNeeds_areDeleted() throws Exception {
        threeSegments();

        Journal journal = Journal.open(directory, 2, JournalFixture.ROOMY, batch -> {}, () -> {});
        try {
            assertThat(JournalFixture.segments(directory)).containsExactly(Segment.pathIn(directory, 2));
            assertThat(journal.end()).isEqualTo(3);
        } finally {
            journal.close(Duration.ofSeconds(10));
        }
    }

    @Test
    void open_neededIsBeyondTheJournal_goesOnThere() throws Exception {
        threeSegments();

        Journal journal = Journal.open(directory, 10, JournalFixture.ROOMY, batch -> {}, () -> {});
        try {
            assertThat(JournalFixture.segments(directory)).isEmpty();
            assertThat(journal.end()).isEqualTo(10);
        } finally {
            journal.close(Duration.ofSeconds(10));
        }
    }

    @Test
    void open_recordsWithAndWithoutBatch_tellsTheBatchesInOrder() throws Exception {
        try (JournalFixture fixture = JournalFixture.roomy(directory)) {
            fixture.append(JournalFixture.batch(1), "a");
            fixture.append("b");
            fixture.append(JournalFixture.batch(2), "c");
        }
        try (JournalFixture again = JournalFixture.roomy(directory)) {
            assertThat(again.recovered).containsExactly(JournalFixture.batch(1), JournalFixture.batch(2));
            assertThat(again.read()).containsExactly("a", "b", "c");
        }
    }

    @Test
    void open_recordWithBatchTornAtEveryByte_forgetsTheBatchWithItsEvents() throws Exception {
        Path source = Files.createTempDirectory(directory, "source");
        byte[] whole;
        int first;
        try (JournalFixture fixture = JournalFixture.roomy(source)) {
            fixture.append(JournalFixture.batch(1), "a");
            first = Files.readAllBytes(fixture.segments().get(0)).length;
            fixture.append(JournalFixture.batch(2), "b");
            whole = Files.readAllBytes(fixture.segments().get(0));
        }
        for (int length = first; length < whole.length; length++) {
            Path copy = Files.createTempDirectory(directory, "copy");
            Files.write(Segment.pathIn(copy, 0), Arrays.copyOf(whole, length));
            try (JournalFixture torn = JournalFixture.roomy(copy)) {
                assertThat(torn.recovered).containsExactly(JournalFixture.batch(1));
                assertThat(torn.read()).containsExactly("a");
            }
        }
    }

    @Test
    void open_otherFiles_areLeftAlone() throws Exception {
        Files.writeString(directory.resolve("notes.txt"), "mine");
        Files.writeString(directory.resolve("1.journal"), "not ours");
        try (JournalFixture fixture = JournalFixture.roomy(directory)) {
            fixture.append("a");
            assertThat(fixture.read()).containsExactly("a");
        }
        assertThat(directory.resolve("notes.txt")).hasContent("mine");
        assertThat(directory.resolve("1.journal")).hasContent("not ours");
    }

    private void threeSegments() throws Exception {
        try (JournalFixture fixture = new JournalFixture(directory, ONE_RECORD_PER_SEGMENT)) {
            for (String text : List.of("a", "b", "c")) {
                fixture.append(text);
            }
            assertThat(fixture.segments()).hasSize(3);
        }
    }

    private byte[] segmentOf(String... texts) throws Exception {
        Path source = Files.createTempDirectory(directory, "source");
        try (JournalFixture fixture = JournalFixture.roomy(source)) {
            for (String text : texts) {
                fixture.append(text);
            }
            return Files.readAllBytes(fixture.segments().get(0));
        }
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[at] ^= 1;
        Files.write(file, content);
    }
}
