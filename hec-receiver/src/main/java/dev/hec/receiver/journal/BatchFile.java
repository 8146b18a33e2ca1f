package dev.hec.receiver.journal;

import dev.hec.receiver.event.BatchKey;
import dev.hec.receiver.event.StoredBatch;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The format of one file of a {@link BatchLog}. Stateless.
 *
 * <pre>
 * file  = magic(4 bytes, "HB1" and 0xFF) entry*
 * entry = high(8 bytes) low(8 bytes) storedAtMillis(8 bytes) CRC-32C of these(4 bytes)
 * </pre>
 *
 * All numbers are big-endian. All entries have one size, so a damaged one hides no other.
 */
final class BatchFile {

    static final int MAGIC = 0x484231FF;
    static final int HEAD = 4;
    static final int ENTRY = 28;

    private static final String SUFFIX = ".batches";

    private BatchFile() {}

    static Path pathIn(Path directory, long number) {
        return directory.resolve(String.format("%019d", number) + SUFFIX);
    }

    static boolean isOne(Path path) {
        return String.valueOf(path.getFileName()).matches("\\d{19}\\.batches");
    }

    static long numberOf(Path path) {
        String name = String.valueOf(path.getFileName());
        return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    }

    /** The beginning of a file. */
    static ByteBuffer head() {
        return ByteBuffer.allocate(HEAD).putInt(MAGIC).flip();
    }

    static ByteBuffer entries(List<StoredBatch> batches) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(batches.size(), ENTRY));
        for (StoredBatch batch : batches) {
            int start = bytes.position();
            bytes.putLong(batch.key().high());
            bytes.putLong(batch.key().low());
            bytes.putLong(batch.storedAtMillis());
            bytes.putInt(checksum(bytes.array(), start));
        }
        return bytes.flip();
    }

    /**
     * Reads the sound entries of a file.
     *
     * @return how many others there are; one that is cut short at the end was never finished and does not count
     * @throws UnknownFormatException if this is no such file, or one of another version
     */
    static int read(Path path, Consumer<StoredBatch> batches) throws IOException {
        int damaged = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            byte[] head = in.readNBytes(HEAD);
            if (head.length < HEAD) {
                return 0;
            }
            if (ByteBuffer.wrap(head).getInt() != MAGIC) {
                throw new UnknownFormatException();
            }
            byte[] entry = in.readNBytes(ENTRY);
            for (; entry.length == ENTRY; entry = in.readNBytes(ENTRY)) {
                ByteBuffer bytes = ByteBuffer.wrap(entry);
                BatchKey key = new BatchKey(bytes.getLong(), bytes.getLong());
                long storedAtMillis = bytes.getLong();
                if (bytes.getInt() == checksum(entry, 0)) {
                    batches.accept(new StoredBatch(key, storedAtMillis));
                } else {
                    damaged++;
                }
            }
        }
        return damaged;
    }

    /** A file does not begin as it should. */
    static final class UnknownFormatException extends IOException {

        private static final long serialVersionUID = 1L;
    }

    private static int checksum(byte[] bytes, int start) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, start, ENTRY - 4);
        return (int) checksum.getValue();
    }
}
