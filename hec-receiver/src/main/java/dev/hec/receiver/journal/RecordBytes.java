package dev.hec.receiver.journal;

import dev.hec.receiver.event.Event;
import dev.hec.receiver.event.StoredBatch;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One record on its way to the disk: the events of one request behind a header.
 *
 * <pre>
 * offset  0 magic    4 bytes  "HJ1" and 0xFF
 *         4 length   4 bytes  of the payload
 *         8 sequence 8 bytes  number of the first event; events are numbered from 0 in the order they were stored
 *        16 count    4 bytes  of events
 *        20 payload  4 bytes  CRC-32C of the payload
 *        24 header   4 bytes  CRC-32C of the 24 bytes before
 * </pre>
 *
 * The header has a checksum of its own, so that its length can be trusted when the payload is damaged, and a reader finds the
 * next record without searching for it in bytes that a sender chose. All numbers are big-endian. Confined to one thread at a
 * time.
 */
final class RecordBytes {

    static final int HEADER = 28;
    static final int MAGIC = 0x484A31FF;

    private final ByteBuffer bytes;
    private final int count;

    RecordBytes(List<Event> events, @Nullable StoredBatch batch) {
        PayloadWriter writer = new PayloadWriter(HEADER);
        writer.write(events, batch);
        bytes = ByteBuffer.wrap(writer.bytes(), 0, writer.size());
        count = events.size();
        CRC32C payload = new CRC32C();
        payload.update(writer.bytes(), HEADER, writer.size() - HEADER);
        bytes.putInt(0, MAGIC);
        bytes.putInt(4, writer.size() - HEADER);
        bytes.putInt(16, count);
        bytes.putInt(20, (int) payload.getValue());
    }

    /** Bytes with the header. */
    int size() {
        return bytes.limit();
    }

    /** Events inside. */
    int count() {
        return count;
    }

    /** The whole record under its sequence number. */
    ByteBuffer numbered(long sequence) {
        bytes.putLong(8, sequence);
        bytes.putInt(24, headerChecksum(bytes.array()));
        return bytes.rewind();
    }

    static int headerChecksum(byte[] header) {
        CRC32C checksum = new CRC32C();
        checksum.update(header, 0, HEADER - 4);
        return (int) checksum.getValue();
    }
}
