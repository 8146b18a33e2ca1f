package dev.hec.receiver.journal;

import dev.hec.receiver.event.StoredBatch;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The segments of one journal by the number of their first event. Guarded by the lock of its {@link Journal}. */
final class Segments {

    private final TreeMap<Long, Segment> byFirst = new TreeMap<>();
    private final List<String> messages = new ArrayList<>();
    private long events;
    private long missing;
    private long torn;

    /**
     * Finds the segments of a directory and checks every record from {@code needed} on.
     *
     * <p>The name of a segment ends the one before. So damage in an older segment is a gap in the numbers, and it is counted
     * and stepped over. In the last segment what follows the last sound record is cut off.
     *
     * @param batches is told the batches of the sound records
     */
    static Segments recover(Path directory, long needed, Consumer<StoredBatch> batches) throws IOException {
        List<Path> paths;
        try (Stream<Path> files = Files.list(directory)) {
            paths = files.filter(Segment::isSegment).sorted().toList();
        }
        Segments segments = new Segments();
        for (int i = 0; i < paths.size(); i++) {
            boolean last = i + 1 == paths.size();
            long limit = last ? Long.MAX_VALUE : Segment.firstOf(paths.get(i + 1));
            if (limit <= needed) {
                Files.delete(paths.get(i));
            } else {
                segments.check(paths.get(i), limit, last, batches);
            }
        }
        segments.drop(segments.releasable(needed));
        return segments;
    }

    private void check(Path path, long limit, boolean last, Consumer<StoredBatch> batches) throws IOException {
        Segment segment = new Segment(path, Segment.firstOf(path));
        try (SegmentReader reader = new SegmentReader(path)) {
            SegmentReader.Raw raw = reader.next();
            while (raw != null && raw.sequence() < limit) {
                gap(segment, raw.sequence());
                segment.end = raw.sequence() + raw.count();
                segment.size = raw.end();
                events += raw.count();
                StoredBatch batch = PayloadReader.batchOf(raw.payload());
                if (batch != null) {
                    batches.accept(batch);
                }
                raw = reader.next();
            }
        }
        if (last) {
            cut(segment);
        } else {
            gap(segment, limit);
            segment.end = limit;
        }
        if (last && segment.size == 0) {
            Files.delete(path);
        } else {
            byFirst.put(segment.first, segment);
        }
    }

    private void gap(Segment segment, long next) {
        if (next > segment.end) {
            missing += next - segment.end;
            segment.damaged = true;
            messages.add("journal file " + segment.path + " is damaged at offset " + segment.size + ": events "
                    + segment.end + " to " + (next - 1)
                    + " cannot be read; the file will be kept as .damaged after the rest is indexed");
        }
    }

    private void cut(Segment segment) throws IOException {
        long size = Files.size(segment.path);
        if (size > segment.size) {
            torn += size - segment.size;
            messages.add("journal file " + segment.path + " ended in an unfinished record: cut " + (size - segment.size)
                    + " bytes at offset " + segment.size + "; they were never acknowledged");
            try (FileChannel channel = FileChannel.open(segment.path, StandardOpenOption.WRITE)) {
                channel.truncate(segment.size);
                channel.force(true);
            }
        }
    }

    JournalRecovery recovery() {
        return new JournalRecovery(events, missing, torn, messages);
    }

    /** The number after the last event, 0 without segments. */
    long end() {
        Map.Entry<Long, Segment> last = byFirst.lastEntry();
        return last == null ? 0 : last.getValue().end;
    }

    long bytes() {
        return byFirst.values().stream().mapToLong(segment -> segment.size).sum();
    }

    void add(Segment segment) {
        byFirst.put(segment.first, segment);
    }

    void remove(Segment segment) {
        byFirst.remove(segment.first);
    }

    /** The segment that holds the event if any does, else the next one that holds later events. */
    @Nullable
    Segment at(long sequence) {
        Map.Entry<Long, Segment> floor = byFirst.floorEntry(sequence);
        if (floor != null && floor.getValue().end > sequence) {
            return floor.getValue();
        }
        Map.Entry<Long, Segment> higher = byFirst.higherEntry(sequence);
        return higher == null ? null : higher.getValue();
    }

    /** The closed segments without an event from {@code needed} on. */
    List<Segment> releasable(long needed) {
        return byFirst.values().stream()
                .filter(segment -> !segment.writing && segment.end <= needed)
                .toList();
    }

    private void drop(List<Segment> released) throws IOException {
        for (Segment segment : released) {
            remove(segment);
            discard(segment);
        }
    }

    /** Deletes the file, or puts it aside if it is damaged. */
    static void discard(Segment segment) throws IOException {
        if (segment.damaged) {
            Files.move(segment.path, segment.path.resolveSibling(segment.path.getFileName() + ".damaged"));
        } else {
            Files.deleteIfExists(segment.path);
        }
    }
}
