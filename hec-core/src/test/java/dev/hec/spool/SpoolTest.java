package dev.hec.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hec.Admission;
import dev.hec.DropReason;
import dev.hec.RecordedDiagnostics;
import dev.hec.Severity;
import dev.hec.buffer.Batch;
import dev.hec.buffer.BatchId;
import dev.hec.buffer.BufferCounts;
import dev.hec.buffer.BufferLimits;
import dev.hec.buffer.EventBuffer;
import dev.hec.buffer.Region;
import dev.hec.delivery.DeliveryThreads;
import dev.hec.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The spool with a buffer on top. A copy of the directory at some instant is what a process leaves that is killed then.
 */
@Timeout(20)
class SpoolTest {

    private static final int BATCH_BYTES = 1_000;
    private static final int BATCH_EVENTS = 20;
    private static final long SPOOL_BYTES = 20_000;

    @TempDir
    Path directory;

    private final RecordedDiagnostics diagnostics = new RecordedDiagnostics();
    private final List<Process> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Process::end);
    }

    /** What one process has: a spool and the buffer that uses it. */
    private final class Process {

        final Spool spool;
        final EventBuffer buffer;
        private long clock = 1_000;

        Process(Path directory, String client, boolean fsync) {
            SpoolSettings settings =
                    new SpoolSettings(directory, client, BATCH_BYTES, BATCH_EVENTS, SPOOL_BYTES, fsync);
            spool = Spool.open(settings, BatchId.newInstance(), diagnostics, Time.SYSTEM);
            buffer = new EventBuffer(
                    new BufferLimits(4_000, SPOOL_BYTES, BATCH_BYTES, BATCH_EVENTS, 0, 0), spool, Time.SYSTEM);
            spool.start(buffer, new DeliveryThreads("hec-spool-test"));
            opened.add(this);
        }

        void log(String... records) {
            for (String record : records) {
                assertThat(offer(record)).isEqualTo(Admission.ADMITTED);
            }
        }

        Admission offer(String record) {
            byte[] bytes = (record + "\n").getBytes(StandardCharsets.UTF_8);
            return buffer.append(bytes, bytes.length, clock++ / 3, Severity.WARN);
        }

        /** Takes everything, in order, without settling it. */
        List<String> takeAll() throws InterruptedException {
            List<String> records = new ArrayList<>();
            buffer.close();
            for (Batch batch = buffer.take(); batch != null; batch = buffer.take()) {
                records.addAll(text(batch, batch.settled(), batch.records()));
            }
            return records;
        }

        void end() {
            buffer.close();
            buffer.giveUpRest(DropReason.SHUTDOWN);
            spool.close();
        }
    }

    private Process open(Path where) {
        return new Process(where, "app", false);
    }

    private Process open() {
        return open(directory);
    }

    private static List<String> text(Batch batch, int from, int to) {
        return StandardCharsets.UTF_8
                .decode(batch.bytes(from, to))
                .toString()
                .lines()
                .toList();
    }

    /** What a kill at this instant would leave. */
    private static Path killed(Path directory, Path copy) throws IOException {
        Files.createDirectories(copy);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private Path killed() throws IOException {
        return killed(directory, directory.resolve("killed"));
    }

    private static List<Path> files(Path directory, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }

    @Test
    void start_afterAKill_findsEveryRecordInOrder() throws Exception {
        open().log("a", "b", "c");

        Process next = open(killed());

        assertThat(next.buffer.counts())
                .returns(3L, BufferCounts::recovered)
                .returns(3L, BufferCounts::admitted)
                .returns(3L, BufferCounts::buffered)
                .returns(6L, BufferCounts::heldBytes);
        next.log("d");
        assertThat(next.takeAll()).containsExactly("a", "b", "c", "d");
        assertThat(diagnostics.messages())
                .singleElement()
                .asString()
                .contains("3 event(s)")
                .contains("earlier process");
    }

    @Test
    void start_afterAKill_leavesOutWhatWasSettled() throws Exception {
        Process first = open();
        first.log("a", "b", "c");
        Batch batch = first.buffer.take();
        first.buffer.delivered(batch, 1);
        first.log("d");

        assertThat(open(killed()).takeAll()).containsExactly("b", "c", "d");
    }

    @Test
    void start_killedWhileARequestWasUnderWay_knowsItsRecordsAndId() throws Exception {
        Process first = open();
        first.log("a", "b", "c");
        Batch batch = first.buffer.take();
        BatchId id = new BatchId(42, 7);
        first.buffer.delivered(batch, 1);
        batch.attempting(2, id);

        Batch found = open(killed()).buffer.take();

        assertThat(found.interrupted()).isEqualTo(new Region.Attempt(1, 2, id));
        assertThat(found.settled()).isEqualTo(1);
        assertThat(text(found, 1, 3)).containsExactly("b", "c");
    }

    @Test
    void start_requestHadBeenAnswered_doesNotUseItsIdAgain() throws Exception {
        Process first = open();
        first.log("a", "b", "c");
        Batch batch = first.buffer.take();
        batch.attempting(2, new BatchId(42, 7));
        first.buffer.delivered(batch, 2);

        assertThat(open(killed()).buffer.take().interrupted()).isNull();
    }

    @Test
    void flush_afterTheRecoveryOfAPartlySettledBatch_waitsForWhatIsPending() throws Exception {
        Process first = open();
        first.log("a", "b", "c", "d", "e");
        Batch batch = first.buffer.take();
        first.buffer.delivered(batch, 4);
        Process next = open(killed());
        next.log("f", "g");

        assertThat(next.buffer.flush(0).pending()).isEqualTo(3);
    }

    /** The law of the spool: at whatever instant a process dies, exactly what is admitted and not settled is found. */
    @Test
    void start_afterAKillAtAnyInstant_findsExactlyWhatWasNotSettled() throws Exception {
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            Path here = directory.resolve("run" + seed);
            Process process = open(here);
            List<String> expected = new ArrayList<>();
            int number = 0;
            for (int step = random.nextInt(300); step > 0; step--) {
                if (random.nextInt(8) > 0) {
                    String record = "r" + number++ + "x".repeat(random.nextInt(60));
                    if (process.offer(record) == Admission.ADMITTED) {
                        expected.add(record);
                    }
                } else if (process.buffer.counts().buffered() > 0) {
                    Batch batch = process.buffer.take();
                    int to = batch.records();
                    process.buffer.delivered(batch, to);
                    expected.subList(0, to).clear();
                }
            }
            if (random.nextBoolean() && process.buffer.counts().buffered() > 0) {
                Batch batch = process.buffer.take();
                int to = 1 + random.nextInt(batch.records());
                process.buffer.delivered(batch, to);
                expected.subList(0, to).clear();
            }

            Process next = open(killed(here, directory.resolve("copy" + seed)));

            assertThat(next.takeAll()).as("seed %s", seed).isEqualTo(expected);
            next.end();
            process.end();
        }
    }

    @Test
    void start_closedBefore_findsWhatWasLeft() throws Exception {
        Process first = open();
        first.log("a", "b");
        first.end();

        assertThat(first.buffer.counts()).returns(2L, BufferCounts::spooled).returns(0L, BufferCounts::buffered);
        Process next = open();
        assertThat(next.takeAll()).containsExactly("a", "b");
    }

    @Test
    void close_everythingSettled_leavesNoFile() throws Exception {
        Process first = open();
        first.log("a", "b");
        Batch batch = first.buffer.take();
        first.buffer.delivered(batch, 2);

        first.end();

        assertThat(files(directory, "")).isEmpty();
    }

    @Test
    void close_recoveredBatchesSettled_leavesNoFileOfTheirs() throws Exception {
        open().log("a");
        Path copy = killed();
        Process next = open(copy);
        Batch batch = next.buffer.take();
        next.buffer.delivered(batch, 1);

        next.end();

        assertThat(files(copy, "")).isEmpty();
    }

    @Test
    void open_anotherInstanceLives_leavesItsFilesAlone() throws Exception {
        Process first = open();
        first.log("a");

        Process second = open();

        assertThat(second.buffer.counts().admitted()).isZero();
        second.log("b");
        assertThat(first.takeAll()).containsExactly("a");
        assertThat(second.takeAll()).containsExactly("b");
    }

    @Test
    void open_filesOfAnotherClient_areLeftAlone() throws Exception {
        open().log("a");
        Path copy = killed();

        Process other = new Process(copy, "other app/ü", false);

        assertThat(other.buffer.counts().admitted()).isZero();
        assertThat(new Process(copy, "app", false).takeAll()).containsExactly("a");
    }

    @Test
    void start_damagedRecord_keepsThoseBeforeItAndCountsTheRest() throws Exception {
        open().log("first", "second", "third");
        Path copy = killed();
        Path file = fileWithRecords(copy);
        byte[] bytes = Files.readAllBytes(file);
        bytes[indexOf(bytes, "second") + 2] ^= 1;
        Files.write(file, bytes);

        Process next = open(copy);

        assertThat(next.buffer.counts().dropped()).containsEntry(DropReason.DAMAGED, 2L);
        assertThat(next.takeAll()).containsExactly("first");
        assertThat(diagnostics.messages()).anyMatch(told -> told.contains("damaged after record 1 of 3"));
    }

    private static Path fileWithRecords(Path directory) throws IOException {
        for (Path file : files(directory, ".spool")) {
            if (indexOf(Files.readAllBytes(file), "first") >= 0) {
                return file;
            }
        }
        throw new AssertionError("no record in " + directory);
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    /** No file stops a start, however it is damaged, and no event that is found is not one that was logged. */
    @Test
    void start_filesDamagedAtRandom_neverFailsAndInventsNothing() throws Exception {
        open().log("first", "second", "third");
        Path healthy = killed();
        byte[] good = Files.readAllBytes(fileWithRecords(healthy));
        String name = fileWithRecords(healthy).getFileName().toString();
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Path here = Files.createDirectories(directory.resolve("damaged" + seed));
            byte[] bad = good.clone();
            int changes = 1 + random.nextInt(4);
            for (int i = 0; i < changes; i++) {
                int at = random.nextInt(3) == 0 ? random.nextInt(bad.length) : random.nextInt(160);
                bad[at] = (byte) random.nextInt();
            }
            if (random.nextInt(4) == 0) {
                bad = Arrays.copyOf(bad, random.nextInt(bad.length));
            }
            Files.write(here.resolve(name), bad);

            Process next = open(here);

            assertThat(next.offer("new")).as("seed %s", seed).isEqualTo(Admission.ADMITTED);
            assertThat(next.takeAll()).as("seed %s", seed).isSubsetOf("first", "second", "third", "new");
            next.end();
        }
    }

    @Test
    void open_foreignAndEmptyFiles_areNoTrouble() throws Exception {
        Files.writeString(directory.resolve("notes.txt"), "mine");
        Files.createFile(directory.resolve("app-0123456789abcdef-1.spool"));
        Files.write(directory.resolve("app-0123456789abcdef-2.spool"), new byte[10_000]);
        Files.writeString(directory.resolve("app-0123456789abcdef-3.spool"), "garbage".repeat(100));
        Files.createDirectory(directory.resolve("app-0123456789abcdef-4.spool"));

        Process process = open();
        process.log("a");

        assertThat(directory.resolve("notes.txt")).hasContent("mine");
        assertThat(directory.resolve("app-0123456789abcdef-1.spool")).doesNotExist();
        assertThat(directory.resolve("app-0123456789abcdef-2.spool")).doesNotExist();
        assertThat(directory.resolve("app-0123456789abcdef-3.spool.damaged")).exists();
        assertThat(process.takeAll()).containsExactly("a");
    }

    @Test
    void open_fileWhoseHeaderWasBeingWritten_isDeleted() throws Exception {
        ByteBuffer file = ByteBuffer.allocate(10_000);
        file.putLong(SpoolFormat.MAGIC).putInt(5_000);
        Path path = Files.write(directory.resolve("app-0123456789abcdef-1.spool"), file.array());

        open();

        assertThat(path).doesNotExist();
        assertThat(diagnostics.messages()).isEmpty();
    }

    @Test
    void attempting_theSameAsBefore_leavesItInTheFileAllTheTime() throws Exception {
        Process process = open();
        process.log("a", "b");
        process.buffer.close();
        Batch batch = process.buffer.take();
        assertThat(batch).isNotNull();
        BatchId id = new BatchId(1, 2);
        batch.attempting(2, id);

        SpoolRegion adopted = files(killed(), ".spool").stream()
                .map(SpoolTest::readOnly)
                .filter(region -> region.committed() > 0)
                .findFirst()
                .orElseThrow();

        // Would fail if it wrote.
        adopted.attempting(0, 2, id);
        assertThat(adopted.interrupted()).isEqualTo(new Region.Attempt(0, 2, id));
    }

    private static SpoolRegion readOnly(Path path) {
        try (FileChannel channel = FileChannel.open(path)) {
            return SpoolRegion.adopt(path, channel.map(MapMode.READ_ONLY, 0, channel.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void open_directoryCannotBeMade_keepsEventsInMemoryAndTellsOnce() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        Process process = open(file);
        process.log("a", "b");

        assertThat(process.takeAll()).containsExactly("a", "b");
        assertThat(diagnostics.messages())
                .singleElement()
                .asString()
                .contains("cannot be written")
                .contains("kept in memory");
        process.end();
        assertThat(process.buffer.counts().dropped()).containsEntry(DropReason.SHUTDOWN, 2L);
    }

    @Test
    void tooSlow_againAndAgain_isToldOnce() {
        Process process = open();
        process.spool.tooSlow();
        await().until(() -> diagnostics.messages().size() == 1);

        process.spool.tooSlow();
        process.end();

        assertThat(diagnostics.messages()).singleElement().asString().contains("is slow", "lost if the process dies");
    }

    @Test
    void append_memoryStandsInForTheSpool_isBoundedByBufferBytes() throws Exception {
        Process process = open(Files.createFile(directory.resolve("file")));
        int admitted = 0;
        while (process.offer("x".repeat(99)) == Admission.ADMITTED) {
            admitted++;
        }

        assertThat(admitted).as("records of 100 bytes, 95 %% of 4000").isEqualTo(38);
    }

    @Test
    void append_spoolFull_isRefusedAtSpoolBytes() throws Exception {
        Process process = open();
        int admitted = 0;
        while (process.offer("x".repeat(99)) == Admission.ADMITTED) {
            admitted++;
        }

        assertThat(admitted).as("records of 100 bytes, 95 %% of 20000").isEqualTo(190);
        assertThat(process.buffer.counts().heldBytes()).isLessThanOrEqualTo(SPOOL_BYTES);
    }

    @Test
    void files_onceSettled_areUsedAgainAndFewInNumber() throws Exception {
        Process process = open();
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < 40; i++) {
                process.log("x".repeat(90));
            }
            while (process.buffer.counts().buffered() > 0) {
                Batch batch = process.buffer.take();
                process.buffer.delivered(batch, batch.records());
            }
        }

        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> files(directory, ".spool").size() <= 12);
    }

    @Test
    void files_hold_logEventsAndAreForTheOwnerOnly() throws Exception {
        Path own = directory.resolve("own");
        open(own).log("a");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rwx------");
        for (Path file : files(own, "")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void files_areFilledWhenMade_soThatAFullDiskShowsThen() throws Exception {
        open().log("a");

        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> {
            assertThat(files(directory, ".spool"))
                    .hasSize(4)
                    .allSatisfy(file ->
                            assertThat(Files.size(file)).isEqualTo(SpoolFormat.fileBytes(BATCH_BYTES, BATCH_EVENTS)));
        });
    }

    @Test
    void fsync_seal_stillDeliversAndRecovers() throws Exception {
        Process process = new Process(directory, "app", true);
        for (int i = 0; i < 50; i++) {
            process.log("record " + i);
        }
        process.end();

        assertThat(new Process(directory, "app", true).takeAll()).hasSize(50);
        assertThat(diagnostics.messages()).noneMatch(told -> told.contains("forced"));
    }

    @Test
    void close_twiceAndWithTheInterruptFlag_keepsTheFlag() {
        Process process = open();
        process.log("a");

        Thread.currentThread().interrupt();
        process.end();
        process.end();

        assertThat(Thread.interrupted()).isTrue();
    }
}
