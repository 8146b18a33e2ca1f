package dev.hec.receiver.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the durable records of a journal in order, while it is being written. What the disk has damaged is stepped over,
 * counted and reported. Confined to one thread.
 */
public final class JournalReader implements Closeable {

    private final Journal journal;
    private final Consumer<String> damage;
    private long next;
    private long missing;
    private Journal.@Nullable Extent extent;
    private @Nullable SegmentReader reader;

    /**
     * @param next number of the first event to read
     * @param damage receives a sentence about events that cannot be read
     */
    public JournalReader(Journal journal, long next, Consumer<String> damage) {
        this.journal = journal;
        this.next = next;
        this.damage = damage;
    }

    /** The next record, or null if there is no further durable one now. */
    public @Nullable JournalRecord next() throws IOException {
        while (next < journal.end()) {
            Journal.Extent holder = journal.extentAt(next);
            if (holder == null) {
                skipTo(journal.end(), "no file holds them");
                continue;
            }
            SegmentReader source = open(holder);
            SegmentReader.Raw raw = source.next();
            if (raw == null || raw.sequence() >= holder.end()) {
                journal.markDamaged(next);
                skipTo(holder.end(), holder.path() + " is damaged at offset " + source.offset());
                close();
            } else if (raw.sequence() >= next) {
                if (raw.sequence() > next) {
                    journal.markDamaged(raw.sequence());
                    skipTo(raw.sequence(), holder.path() + " is damaged before offset " + raw.end());
                }
                return decode(raw);
            }
        }
        return null;
    }

    private JournalRecord decode(SegmentReader.Raw raw) throws IOException {
        try {
            int bytes = RecordBytes.HEADER + raw.payload().remaining();
            PayloadReader.Payload payload = PayloadReader.read(raw.payload());
            JournalRecord record = new JournalRecord(raw.sequence(), payload.events(), payload.batch(), bytes);
            next = record.end();
            return record;
        } catch (IOException e) {
            close(); // so that the next call finds the same record again
            throw e;
        }
    }

    /** The number of the event that is read next. */
    public long position() {
        return next;
    }

    /** Acknowledged events that could not be read, since the last call. */
    public long takeMissing() {
        long taken = missing;
        missing = 0;
        return taken;
    }

    private void skipTo(long sequence, String reason) {
        missing += sequence - next;
        damage.accept("events " + next + " to " + (sequence - 1) + " of the journal are lost: " + reason);
        next = sequence;
    }

    private SegmentReader open(Journal.Extent holder) throws IOException {
        SegmentReader current = reader;
        if (current == null || extent == null || extent.first() != holder.first()) {
            close();
            current = new SegmentReader(holder.path());
            reader = current;
        }
        extent = holder;
        return current;
    }

    @Override
    public void close() throws IOException {
        SegmentReader current = reader;
        reader = null;
        extent = null;
        if (current != null) {
            current.close();
        }
    }
}
