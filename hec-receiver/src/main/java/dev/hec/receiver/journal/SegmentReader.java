package dev.hec.receiver.journal;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads one segment from its beginning. A record whose payload is damaged is stepped over; behind a damaged header nothing
 * can be found, so it ends the segment. May read a file that still grows. Confined to one thread.
 */
final class SegmentReader implements Closeable {

    /** A sound record. {@code end} is the offset behind it. */
    record Raw(long sequence, int count, ByteBuffer payload, long end) {}

    private final Path path;
    private final InputStream in;
    private long offset;

    SegmentReader(Path path) throws IOException {
        this.path = path;
        in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
    }

    /** The next sound record, or null if there is none (yet). */
    @Nullable
    Raw next() throws IOException {
        while (Files.size(path) - offset >= RecordBytes.HEADER) {
            byte[] header = in.readNBytes(RecordBytes.HEADER);
            ByteBuffer head = ByteBuffer.wrap(header);
            if (header.length < RecordBytes.HEADER
                    || head.getInt(0) != RecordBytes.MAGIC
                    || head.getInt(24) != RecordBytes.headerChecksum(header)) {
                return null;
            }
            int length = head.getInt(4);
            if (length < 0 || length > Files.size(path) - offset - RecordBytes.HEADER) {
                return null;
            }
            byte[] payload = in.readNBytes(length);
            offset += RecordBytes.HEADER + length;
            CRC32C checksum = new CRC32C();
            checksum.update(payload);
            if ((int) checksum.getValue() == head.getInt(20)) {
                return new Raw(head.getLong(8), head.getInt(16), ByteBuffer.wrap(payload), offset);
            }
        }
        return null;
    }

    /** Where the reader stands: behind the last record it stepped over, or at the header it could not read. */
    long offset() {
        return offset;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
