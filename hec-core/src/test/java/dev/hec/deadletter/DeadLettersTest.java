package dev.hec.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hec.Background;
import dev.hec.DropReason;
import dev.hec.RecordedDiagnostics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersTest {

    private static final ObjectMapper JACKSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path temp;

    private final RecordedDiagnostics diagnostics = new RecordedDiagnostics();

    private Path directory() {
        return temp.resolve("dead").resolve("letters");
    }

    private DeadLetters open(long maxBytes) {
        return open("orders", maxBytes);
    }

    private DeadLetters open(String client, long maxBytes) {
        return DeadLetters.open(directory(), maxBytes, client, diagnostics);
    }

    private static ByteBuffer bytes(String record) {
        return ByteBuffer.wrap(record.getBytes(StandardCharsets.UTF_8));
    }

    private static String record(int number, int bytes) {
        String start = "{\"event\":\"" + number + "-";
        return start + "x".repeat(bytes - start.length() - 2) + "\"}";
    }

    private static void write(DeadLetters letters, String record, Instant now) {
        letters.write(bytes(record), DropReason.REJECTED, "HTTP 400: no", now);
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(directory())) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long sizeOfAll() throws IOException {
        long sum = 0;
        for (Path file : files()) {
            sum += Files.size(file);
        }
        return sum;
    }

    private List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (Path file : files()) {
            for (String line : Files.readAllLines(file)) {
                lines.add(JACKSON.readTree(line));
            }
        }
        return lines;
    }

    /** The numbers of the events kept. */
    private List<Integer> numbers() throws IOException {
        return lines().stream()
                .map(line -> line.at("/record/event").textValue())
                .map(event -> Integer.parseInt(event.substring(0, event.indexOf('-'))))
                .toList();
    }

    // What is written

    @Test
    void write_event_isOneLineWithTheRecordAsItWas() throws IOException {
        try (DeadLetters letters = open(100_000)) {
            letters.write(
                    bytes("..{\"time\":1.000,\"event\":{\"a\":\"é\"}}..")
                            .position(2)
                            .limit(35),
                    DropReason.EXPIRED,
                    "older than 15 min",
                    NOW);
        }

        assertThat(files())
                .singleElement()
                .satisfies(
                        file -> assertThat(file)
                                .content()
                                .isEqualTo(
                                        "{\"at\":\"2026-03-01T12:00:00Z\",\"reason\":\"EXPIRED\",\"why\":\"older than 15 min\","
                                                + "\"client\":\"orders\",\"record\":{\"time\":1.000,\"event\":{\"a\":\"é\"}}}\n"));
        assertThat(diagnostics.messages()).isEmpty();
    }

    @Test
    void write_record_isLeftAsItWas() {
        ByteBuffer record = bytes("..{}..").position(2).limit(4);

        try (DeadLetters letters = open(100_000)) {
            letters.write(record, DropReason.REJECTED, "", NOW);
        }

        assertThat(record).isEqualTo(bytes("{}")).returns(2, ByteBuffer::position);
    }

    @Test
    void open_nothingWritten_createsNothing() {
        open(100_000).close();

        assertThat(directory()).doesNotExist();
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void write_files_areNamedAndOnlyTheirOwnersToRead() throws IOException {
        assumeThat(temp.getFileSystem().supportedFileAttributeViews()).contains("posix");
        try (DeadLetters letters = open("../or ders", 100_000)) {
            write(letters, "{}", NOW);
        }

        assertThat(files()).singleElement().satisfies(file -> {
            assertThat(file.getFileName().toString())
                    .isEqualTo("___or_ders-20260301T120000-"
                            + ProcessHandle.current().pid() + "-1.ndjson");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        });
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
                .isEqualTo("rwx------");
    }

    @Test
    void write_interrupted_writesAllTheSame() throws IOException {
        try (DeadLetters letters = open(100_000)) {
            Thread.currentThread().interrupt();
            write(letters, "{\"n\":1}", NOW);
            write(letters, "{\"n\":2}", NOW);
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        }

        assertThat(lines()).extracting(line -> line.at("/record/n").intValue()).containsExactly(1, 2);
    }

    @Test
    void write_fromSeveralThreads_keepsLinesWhole() throws IOException {
        DeadLetters letters = open(10_000_000);
        List<Background<Integer>> threads = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            int first = thread * 1_000;
            threads.add(Background.start(() -> {
                for (int i = first; i < first + 1_000; i++) {
                    write(letters, record(i, 300), NOW);
                }
                return 1;
            }));
        }
        threads.forEach(Background::result);
        letters.close();

        Set<String> events = new HashSet<>();
        lines().forEach(line -> events.add(line.at("/record/event").textValue()));
        assertThat(events).hasSize(4_000);
        assertThat(letters.counts()).isEqualTo(new DeadLetterCounts(4_000, 0, 0, 0));
    }

    // Bounded

    @Test
    void write_muchMoreThanAllowed_keepsTheNewestWithinTheBound() throws IOException {
        int max = 20_000;
        try (DeadLetters letters = open(max)) {
            for (int i = 0; i < 500; i++) {
                write(letters, record(i, 100 + i % 300), NOW.plusMillis(100L * i));

                assertThat(sizeOfAll()).isLessThanOrEqualTo(max);
            }

            List<Integer> kept = numbers();
            assertThat(sizeOfAll()).isGreaterThan(max * 3L / 4);
            DeadLetterCounts counts = letters.counts();
            assertThat(counts).returns(500L, DeadLetterCounts::written).returns(0L, DeadLetterCounts::lost);
            assertThat(counts.deletedFiles()).isGreaterThan(5);
            assertThat(counts.deletedBytes()).isGreaterThan(max);
            assertThat(files()).allSatisfy(file -> assertThat(Files.size(file)).isLessThanOrEqualTo(max / 10));
            // None is missing between the oldest kept and the newest.
            assertThat(kept)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(500 - kept.size(), 500).boxed().toList());
        }
        assertThat(diagnostics.messages())
                .singleElement()
                .asString()
                .startsWith("WARN Dead letters in ")
                .contains("deadLetterBytes = 20000")
                .endsWith("the oldest files are deleted.");
    }

    @Test
    void write_moreThanTenFilesInASecond_deletesInTheOrderWritten() throws IOException {
        try (DeadLetters letters = open(10_000)) {
            for (int i = 0; i < 40; i++) {
                write(letters, record(i, 700), NOW);
            }
        }

        assertThat(numbers()).contains(39).doesNotContain(25).hasSizeGreaterThan(8);
    }

    @Test
    void write_aRecordLargerThanAFile_getsAFileOfItsOwn() throws IOException {
        try (DeadLetters letters = open(20_000)) {
            for (int i = 0; i < 20; i++) {
                write(letters, record(i, i % 3 == 0 ? 12_000 : 300), NOW);
                assertThat(sizeOfAll()).isLessThanOrEqualTo(20_000);
            }
            assertThat(letters.counts().written()).isEqualTo(20);
        }
        assertThat(lines()).hasSizeGreaterThan(1);
    }

    @Test
    void write_aRecordLargerThanEverythingAllowed_isLostAndDeletesNothing() throws IOException {
        try (DeadLetters letters = open(20_000)) {
            write(letters, record(1, 300), NOW);
            write(letters, record(2, 20_000), NOW);

            assertThat(letters.counts()).isEqualTo(new DeadLetterCounts(1, 1, 0, 0));
        }
        assertThat(lines()).hasSize(1);
    }

    @Test
    void makeRoom_filesOfOthers_areLeftAlone() throws IOException {
        Files.createDirectories(directory());
        List<Path> others = List.of(
                directory().resolve("notes.ndjson"),
                directory().resolve("orders-20200101T000000-1-1.ndjson.bak"),
                directory().resolve("orders-2020-1-1.ndjson"),
                directory().resolve("x.txt"));
        for (Path other : others) {
            Files.writeString(other, "z".repeat(50_000));
        }
        Path folder = Files.createDirectory(directory().resolve("orders-20200101T000000-1-2.ndjson"));
        Path oldLetters = Files.writeString(
                directory().resolve("payments-20200101T000000-77-1.ndjson"), "{}".repeat(5_000) + "\n");

        try (DeadLetters letters = open(10_000)) {
            write(letters, "{}", NOW);

            assertThat(letters.counts()).isEqualTo(new DeadLetterCounts(1, 0, 1, 10_001));
        }

        assertThat(others).allSatisfy(other -> assertThat(other).hasSize(50_000));
        assertThat(folder).isDirectory();
        assertThat(oldLetters).doesNotExist();
    }

    @Test
    void write_fileDeletedByAnotherProcess_goesOnInANewOne() throws IOException {
        try (DeadLetters letters = open(100_000)) {
            write(letters, "{\"n\":1}", NOW);
            Files.delete(files().get(0));
            write(letters, "{\"n\":2}", NOW);
        }

        assertThat(lines()).extracting(line -> line.at("/record/n").intValue()).containsExactly(2);
    }

    @Test
    void write_twoClientsInOneDirectory_shareTheBound() throws IOException {
        int max = 40_000;
        try (DeadLetters one = open("one", max);
                DeadLetters two = open("two", max)) {
            for (int i = 0; i < 300; i++) {
                write(one, record(i, 250), NOW.plusSeconds(i));
                write(two, record(i, 350), NOW.plusSeconds(i));
                assertThat(sizeOfAll()).isLessThanOrEqualTo(max + max / 20);
            }
            assertThat(one.counts()).returns(300L, DeadLetterCounts::written);
            assertThat(two.counts()).returns(300L, DeadLetterCounts::written);
        }
        assertThat(lines()).extracting(line -> line.get("client").textValue()).contains("one", "two");
    }

    // Trouble with the disk

    @Test
    void open_directoryThatCannotBe_isToldAtOnceAndOnce() throws IOException {
        Files.writeString(temp.resolve("dead"), "a file in the way");

        DeadLetters letters = open(100_000);

        assertThat(diagnostics.news())
                .singleElement()
                .asString()
                .startsWith("WARN Dead letters cannot be written to ")
                .contains("is not a directory");
        for (int i = 0; i < 3; i++) {
            write(letters, "{}", NOW);
        }
        assertThat(diagnostics.news()).isEmpty();
        assertThat(letters.counts()).isEqualTo(new DeadLetterCounts(0, 3, 0, 0));

        Files.delete(temp.resolve("dead"));
        write(letters, "{}", NOW);
        write(letters, "{}", NOW);

        assertThat(diagnostics.news())
                .singleElement()
                .asString()
                .startsWith("INFO Dead letters are written to ")
                .endsWith("again; 3 were lost.");
        assertThat(letters.counts()).isEqualTo(new DeadLetterCounts(2, 3, 0, 0));
        letters.close();
    }

    @Test
    void write_directoryTakenAway_isToldOncePerChange() throws IOException {
        DeadLetters letters = open(100_000);
        write(letters, "{\"n\":1}", NOW);
        Files.delete(files().get(0));
        Files.delete(directory());
        Files.writeString(directory(), "a file in the way");

        for (int round = 0; round < 2; round++) {
            write(letters, "{}", NOW);
            write(letters, "{}", NOW);
            assertThat(diagnostics.news()).singleElement().asString().startsWith("WARN Dead letters cannot");
            Files.delete(directory());
            write(letters, "{}", NOW);
            write(letters, "{}", NOW);
            assertThat(diagnostics.news()).singleElement().asString().endsWith("again; 2 were lost.");
            if (round == 0) {
                Files.delete(files().get(0));
                Files.delete(directory());
                Files.writeString(directory(), "a file in the way");
            }
        }

        letters.close();
        assertThat(letters.counts()).isEqualTo(new DeadLetterCounts(5, 4, 0, 0));
        assertThat(lines()).hasSize(2);
    }

    @Test
    void close_thenWrite_isCountedAsLost() throws IOException {
        DeadLetters letters = open(100_000);
        write(letters, "{}", NOW);
        letters.close();
        letters.close();

        write(letters, "{}", NOW.plus(Duration.ofDays(1)));

        assertThat(letters.counts()).isEqualTo(new DeadLetterCounts(1, 1, 0, 0));
        assertThat(lines()).hasSize(1);
    }
}
