package dev.hec.receiver.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hec.receiver.batch.BatchLimits;
import dev.hec.receiver.event.StoredBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchLogTest {

    private static final BatchLimits LIMITS = new BatchLimits(Duration.ofHours(1), 80); // ten batches a file
    private static final long HOUR = 3_600_000;

    @TempDir
    Path directory;

    private final ScriptedDisk disk = new ScriptedDisk();
    private final List<StoredBatch> read = new ArrayList<>();

    private BatchLog open(Path path, long now) throws IOException {
        read.clear();
        return BatchLog.open(path, LIMITS, now, disk, read::add);
    }

    private BatchLog open(long now) throws IOException {
        return open(directory, now);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(BatchFile::isOne).sorted().toList();
        }
    }

    private static List<StoredBatch> batches(long from, long to) {
        return LongStream.range(from, to).mapToObj(JournalFixture::batch).toList();
    }

    @Test
    void open_afterAppend_hasThemInTheirOrder() throws Exception {
        BatchLog log = open(0);
        log.append(batches(0, 3), 0);
        log.append(List.of(), 0);
        log.append(batches(3, 5), 0);
        assertThat(disk.forces).hasValue(2);
        // Not closed: a kill would not do that either.

        BatchLog again = open(0);
        assertThat(read).isEqualTo(batches(0, 5));
        assertThat(again.messages()).isEmpty();
        again.append(batches(5, 6), 0);
        again.close();

        open(0);
        assertThat(read).isEqualTo(batches(0, 6));
    }

    @Test
    void open_lastEntryCutAtEveryByte_keepsTheOthersAndGoesOn() throws Exception {
        byte[] whole = fileOf(3);
        for (int length = 0; length < whole.length; length++) {
            Path copy = copy(Arrays.copyOf(whole, length));

            BatchLog log = open(copy, 0);

            int sound = Math.max(0, length - BatchFile.HEAD) / BatchFile.ENTRY;
            assertThat(read).isEqualTo(batches(0, sound));
            assertThat(log.messages()).isEmpty();
            log.append(batches(7, 8), 0);
            log.close();
            open(copy, 0);
            assertThat(read).hasSize(sound + 1).endsWith(JournalFixture.batch(7));
        }
    }

    @Test
    void open_damagedAtEveryByte_losesThatEntryOnlyAndSaysSo() throws Exception {
        byte[] whole = fileOf(3);
        for (int at = BatchFile.HEAD; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Path copy = copy(damaged);

            BatchLog log = open(copy, 0);

            List<StoredBatch> expected = new ArrayList<>(batches(0, 3));
            expected.remove((at - BatchFile.HEAD) / BatchFile.ENTRY);
            assertThat(read).isEqualTo(expected);
            assertThat(log.messages()).singleElement().asString().contains(copy.toString(), "1 damaged");
        }
    }

    @Test
    void open_zerosAtTheEnd_areNoBatches() throws Exception {
        byte[] whole = fileOf(2);

        open(copy(Arrays.copyOf(whole, whole.length + 4096)), 0);

        assertThat(read).isEqualTo(batches(0, 2));
    }

    @Test
    void open_fileOfAnotherFormat_isNamedAndLeftAlone() throws Exception {
        byte[] content = fileOf(2);
        content[2] = '2';
        Path copy = copy(content);

        BatchLog log = open(copy, 2 * HOUR);
        assertThat(read).isEmpty();
        assertThat(log.messages()).singleElement().asString().contains("does not begin as");
        log.append(batches(5, 6), 2 * HOUR);
        log.close();

        open(copy, 2 * HOUR);
        assertThat(BatchFile.pathIn(copy, 0)).hasBinaryContent(content);
    }

    @Test
    void append_manyBatches_keepsFilesForTheNewestOnly() throws Exception {
        BatchLog log = open(0);
        for (int i = 0; i < 500; i += 5) {
            log.append(batches(i, i + 5), 0);
        }
        log.close();

        assertThat(files()).hasSizeLessThanOrEqualTo(10);
        open(0);
        assertThat(read).endsWith(batches(420, 500).toArray(StoredBatch[]::new)).hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void append_timeGoesOn_deletesFilesOfWhichAllIsTooOld() throws Exception {
        BatchLog log = open(0);
        log.append(batches(0, 2), 2_000); // stored at 1000 and 1001 ms
        log.append(batches(2, 3), 3_000);
        assertThat(files()).hasSize(1);
        log.append(batches(4, 5), 2_000 + HOUR / 8); // long enough written
        assertThat(files()).hasSize(2);

        log.append(batches(5, 6), 1_001 + HOUR);
        assertThat(files())
                .as("the youngest in the first file is 1 ms too young")
                .hasSize(3);
        log.append(batches(6, 7), 1_002 + HOUR);
        log.close();

        assertThat(files()).hasSize(2);
        open(1_002 + HOUR);
        assertThat(read).containsExactly(JournalFixture.batch(4), JournalFixture.batch(5), JournalFixture.batch(6));
        open(10 * HOUR);
        assertThat(files()).isEmpty();
    }

    @Test
    void append_forceFails_canBeTriedAgainInAnotherFile() throws Exception {
        BatchLog log = open(0);
        log.append(batches(0, 1), 0);
        disk.failForce = true;
        assertThatThrownBy(() -> log.append(batches(1, 2), 0)).isInstanceOf(IOException.class);
        disk.failForce = false;
        log.append(batches(1, 2), 0);
        log.close();

        assertThat(files()).hasSize(2);
        open(0);
        assertThat(read).containsOnlyOnce(JournalFixture.batch(0)).contains(JournalFixture.batch(1));
    }

    @Test
    void append_diskIsFull_canBeTriedAgainWhenItIsNot() throws Exception {
        BatchLog log = open(0);
        for (int room : new int[] {0, 2, BatchFile.HEAD, BatchFile.HEAD + 30}) {
            disk.room = room;
            assertThatThrownBy(() -> log.append(batches(0, 2), 0)).isInstanceOf(IOException.class);
        }
        disk.failCreate = true;
        assertThatThrownBy(() -> log.append(batches(0, 2), 0)).isInstanceOf(IOException.class);
        disk.failCreate = false;
        disk.room = Long.MAX_VALUE;
        log.append(batches(0, 2), 0);
        log.close();

        assertThat(files()).as("what the failures left is cleared away").hasSize(1);
        open(0);
        assertThat(read).isEqualTo(batches(0, 2));
    }

    @Test
    void open_otherFiles_areLeftAlone() throws Exception {
        Files.writeString(directory.resolve("notes.txt"), "mine");
        open(10 * HOUR);

        assertThat(directory.resolve("notes.txt")).hasContent("mine");
    }

    private byte[] fileOf(int count) throws Exception {
        Path source = Files.createTempDirectory(directory, "source");
        try (BatchLog log = open(source, 0)) {
            log.append(batches(0, count), 0);
        }
        return Files.readAllBytes(BatchFile.pathIn(source, 0));
    }

    private Path copy(byte[] content) throws IOException {
        Path copy = Files.createTempDirectory(directory, "copy");
        Files.write(BatchFile.pathIn(copy, 0), content);
        return copy;
    }
}
