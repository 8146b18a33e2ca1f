package dev.hec.receiver.journal;

import dev.hec.receiver.event.BatchKey;
import dev.hec.receiver.event.Event;
import dev.hec.receiver.event.StoredBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A journal in a directory, and what the tests ask of it. */
final class JournalFixture implements AutoCloseable {

    static final JournalLimits ROOMY = new JournalLimits(1 << 20, 1 << 20, 4 << 20);

    final Path directory;
    final ScriptedDisk disk = new ScriptedDisk();
    final List<String> damage = new ArrayList<>();
    final List<StoredBatch> recovered = new ArrayList<>();
    final Journal journal;

    JournalFixture(Path directory, JournalLimits limits) throws IOException {
        this.directory = directory;
        journal = Journal.open(directory, 0, limits, disk, recovered::add, () -> {});
    }

    static JournalFixture roomy(Path directory) throws IOException {
        return new JournalFixture(directory, ROOMY);
    }

    /** One record with one event per text. */
    void append(String... texts) throws Exception {
        journal.append(Stream.of(texts).map(JournalFixture::event).toList(), null);
    }

    /** One record with one event and a batch. */
    void append(StoredBatch batch, String text) throws Exception {
        journal.append(List.of(event(text)), batch);
    }

    /** A batch that is told from others by a number. */
    static StoredBatch batch(long number) {
        return new StoredBatch(new BatchKey(number, ~number), 1_000 + number);
    }

    static Event event(String text) {
        return new Event(1L, Map.of("message", text));
    }

    static int recordSize(String text) {
        return new RecordBytes(List.of(event(text)), null).size();
    }

    /** The messages of all events that can be read. */
    List<String> read() throws IOException {
        List<String> texts = new ArrayList<>();
        try (JournalReader reader = new JournalReader(journal, 0, damage::add)) {
            for (JournalRecord record = reader.next(); record != null; record = reader.next()) {
                record.events()
                        .forEach(event -> texts.add((String) event.fields().get("message")));
            }
        }
        return texts;
    }

    List<Path> segments() throws IOException {
        return segments(directory);
    }

    static List<Path> segments(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Segment::isSegment).sorted().toList();
        }
    }

    @Override
    public void close() {
        try {
            journal.close(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while closing", e);
        }
    }
}
