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
     * and stepped over. In the last segment what follows the last sound record is cut off; a copy is kept if that was more than
     * an unfinished write leaves. What stays of it is forced, for the process before may have been killed before it did so.
     *
     * @param files forces
     * @param batches is told the batches of the sound records
     */
    static Segments recover(Path directory, long needed, SegmentFile.Factory files, Consumer<StoredBatch> batches)
            throws IOException {
        List<Path> paths;
        try (Stream<Path> listed = Files.list(directory)) {
            paths = listed.filter(Segment::isSegment).sorted().toList();
        }
        Segments segments = new Segments();
        for (int i = 0; i < paths.size(); i++) {
            boolean last = i + 1 == paths.size();
            long limit = last ? Long.MAX_VALUE : Segment.firstOf(paths.get(i + 1));
            if (limit <= needed) {
                Files.delete(paths.get(i));
            } else {
                segments.check(paths.get(i), limit, needed, last, batches);
                if (last) {
                    segments.force(files, paths.get(i));
                }
            }
        }
        segments.drop(segments.releasable(needed));
        return segments;
    }

    private void force(SegmentFile.Factory files, Path path) throws IOException {
        if (Files.exists(path)) {
            try {
                files.force(path);
            } catch (IOException e) {
                throw new IOException(
                        "the disk does not confirm journal file " + path
                                + ", so its events cannot count as stored; check the" + " disk and start again: "
                                + e.getMessage(),
                        e);
            }
        }
    }

    private void check(Path path, long limit, long needed, boolean last, Consumer<StoredBatch> batches)
            throws IOException {
        Segment segment = new Segment(path, Segment.firstOf(path));
        try (SegmentReader reader = new SegmentReader(path)) {
            SegmentReader.Raw raw = reader.next();
            while (raw != null && raw.sequence() < limit) {
                gap(segment, raw.sequence(), last);
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
            cut(segment, needed);
        } else {
            gap(segment, limit, false);
            segment.end = limit;
        }
        if (last && segment.size == 0) {
            Files.delete(path);
        } else {
            byFirst.put(segment.first, segment);
        }
    }

    private void gap(Segment segment, long next, boolean last) {
        if (next > segment.end) {
            missing += next - segment.end;
            segment.damaged = true;
            messages.add("journal file " + segment.path + " is damaged at offset " + segment.size + ": events "
                    + segment.end + " to " + (next - 1)
                    + " cannot be read"
                    + (last ? " (unless the last write was torn there, they were acknowledged)" : "")
                    + "; the file will be kept as .damaged after the rest is indexed");
        }
    }

    private void cut(Segment segment, long needed) throws IOException {
        long size = Files.size(segment.path);
        if (size > segment.size) {
            torn += size - segment.size;
            String found = "journal file " + segment.path + " could not be read beyond offset " + segment.size
                    + ": cut " + (size - segment.size) + " bytes, ";
            CutTail tail = CutTail.of(segment.path, segment.size, segment.end);
            if (tail.records() == 0) {
                messages.add(found + "a write that was not finished and never acknowledged");
            } else {
                Path copy = tail.keep(segment.path);
                missing += Math.max(0, tail.end() - Math.max(needed, segment.end));
                messages.add(found + "in which " + tail.records() + " whole records follow, with events up to number "
                        + (tail.end() - 1)
                        + ". Either the last write was torn in the middle and never acknowledged, or the"
                        + " disk has damaged acknowledged events; they count as missing, and " + copy
                        + " keeps them for inspection");
            }
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
