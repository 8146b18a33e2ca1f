package dev.hec.receiver.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * What lies in a segment behind the place where reading had to end. An unfinished write leaves a part of a record there; whole records
 * say that something before them is damaged. They are only counted and kept, never taken for events: bytes that look like a record
 * may be a part of an event that a sender chose. Immutable.
 *
 * @param records whole records of later events
 * @param end the number after the last of their events; meaningless if there are none
 */
record CutTail(int records, long end) {

    /** A start may not take all of the memory; a segment is no larger, unless one record is. */
    private static final int MOST_LOOKED_AT = 64 << 20;

    private static final int FIRST_OF_MAGIC = RecordBytes.MAGIC >>> 24;

    /**
     * Looks at the rest of a file.
     *
     * @param offset where reading had to end
     * @param next the number of the event that was expected there
     */
    static CutTail of(Path path, long offset, long next) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer rest = ByteBuffer.allocate((int) Math.min(MOST_LOOKED_AT, channel.size() - offset));
            int read = 0;
            while (rest.hasRemaining() && read >= 0) {
                read = channel.read(rest, offset + rest.position());
            }
            rest.flip();
            int records = 0;
            long end = next;
            int at = 1; // what begins at 0 could not be read
            while (at + RecordBytes.HEADER <= rest.limit()) {
                int size = rest.get(at) == FIRST_OF_MAGIC ? soundRecord(rest, at, end) : 0;
                if (size > 0) {
                    records++;
                    end = rest.getLong(at + 8) + rest.getInt(at + 16);
                }
                at += Math.max(1, size);
            }
            return new CutTail(records, end);
        }
    }

    /** The size of the record that begins there; 0 if there is none, or one of earlier events. */
    private static int soundRecord(ByteBuffer rest, int at, long next) {
        if (rest.getInt(at) != RecordBytes.MAGIC || rest.getLong(at + 8) < next || rest.getInt(at + 16) < 0) {
            return 0;
        }
        byte[] header = new byte[RecordBytes.HEADER];
        rest.get(at, header);
        int length = rest.getInt(at + 4);
        if (rest.getInt(at + 24) != RecordBytes.headerChecksum(header)
                || length < 0
                || length > rest.limit() - at - RecordBytes.HEADER) {
            return 0;
        }
        CRC32C checksum = new CRC32C();
        checksum.update(rest.slice(at + RecordBytes.HEADER, length));
        return (int) checksum.getValue() == rest.getInt(at + 20) ? RecordBytes.HEADER + length : 0;
    }

    /** Copies the whole file before it is cut, under a name that no other copy has, and gives that back. */
    Path keep(Path path) throws IOException {
        Path copy = path.resolveSibling(path.getFileName() + ".damaged");
        for (int i = 2; Files.exists(copy); i++) {
            copy = path.resolveSibling(path.getFileName() + "." + i + ".damaged");
        }
        try (FileChannel from = FileChannel.open(path, StandardOpenOption.READ);
                FileChannel to = PrivateFiles.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long done = 0;
            while (done < from.size()) {
                done += from.transferTo(done, from.size() - done, to);
            }
            to.force(true);
        }
        return copy;
    }
}
