package dev.hec.spool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The layout of a spool file. All numbers are big-endian.
 *
 * <pre>
 * offset  0 magic             8 bytes  "HECSPL", version 1, 0xFF
 *         8 dataBytes         4 bytes  room for records
 *        12 maxRecords        4 bytes  room in the index
 *        16 instance          8 bytes  of the client that made the file
 *        24 checksum          4 bytes  CRC-32C of the 24 bytes before
 *        28 settled           4 bytes  records that need not be sent again
 *        32 firstSequence     8 bytes  number of the first record, among all of that client
 *        40 attemptInstance   8 bytes  id of the request under way …
 *        48 attemptNumber     8 bytes
 *        56 attemptFrom       4 bytes  … and the records it holds
 *        60 attemptTo         4 bytes
 *        64 committed         4 bytes  records that count, written last
 *       128 index             8 bytes  for each record: severity (4 bits), end of the record (28 bits), CRC-32C
 *           data                       the records back to back, from a multiple of 64 on
 * </pre>
 *
 * <p>A record counts from the moment {@code committed} says so, which is written after it with release order: the memory of a
 * mapped file belongs to the kernel, so what a killed process had written by then is there for the next one, in that order. The
 * checksums are for power loss and for damage, where pages may be missing. Stateless.
 */
final class SpoolFormat {

    static final long MAGIC = 0x48454353504C01FFL;

    static final int DATA_BYTES = 8;
    static final int MAX_RECORDS = 12;
    static final int INSTANCE = 16;
    static final int CHECKSUM = 24;
    static final int SETTLED = 28;
    static final int FIRST_SEQUENCE = 32;
    static final int ATTEMPT_INSTANCE = 40;
    static final int ATTEMPT_NUMBER = 48;
    static final int ATTEMPT_FROM = 56;
    static final int ATTEMPT_TO = 60;
    static final int COMMITTED = 64;
    static final int INDEX = 128;
    static final int INDEX_ENTRY = 8;

    /** Records may not end beyond what the index can say. */
    static final int MAX_DATA_BYTES = 1 << 28;

    private static final int ALIGNMENT = 64;

    /** A record is never smaller in practice; what the index has no room for goes into the next file. */
    private static final int SMALLEST_RECORD = 32;

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    private SpoolFormat() {}

    static int maxRecords(int dataBytes, int batchEvents) {
        return Math.min(batchEvents, dataBytes / SMALLEST_RECORD + 1);
    }

    static int dataOffset(int maxRecords) {
        return (INDEX + maxRecords * INDEX_ENTRY + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    static int fileBytes(int dataBytes, int maxRecords) {
        return dataOffset(maxRecords) + dataBytes;
    }

    static void writeHeader(ByteBuffer file, int dataBytes, int maxRecords, long instance) {
        file.putLong(0, MAGIC);
        file.putInt(DATA_BYTES, dataBytes);
        file.putInt(MAX_RECORDS, maxRecords);
        file.putLong(INSTANCE, instance);
        file.putInt(CHECKSUM, headerChecksum(file));
    }

    /** Whether the bytes are a file of this format, all of it. */
    static boolean isReadable(ByteBuffer file) {
        if (file.capacity() < INDEX || file.getLong(0) != MAGIC || file.getInt(CHECKSUM) != headerChecksum(file)) {
            return false;
        }
        int dataBytes = file.getInt(DATA_BYTES);
        int maxRecords = file.getInt(MAX_RECORDS);
        return dataBytes > 0
                && dataBytes <= MAX_DATA_BYTES
                && maxRecords > 0
                && maxRecords <= maxRecords(dataBytes, Integer.MAX_VALUE)
                && file.capacity() >= fileBytes(dataBytes, maxRecords);
    }

    private static int headerChecksum(ByteBuffer file) {
        CRC32C checksum = new CRC32C();
        checksum.update(file.duplicate().position(0).limit(CHECKSUM));
        return (int) checksum.getValue();
    }

    /** Writes a number so that everything written before is there when it is. */
    static void putRelease(ByteBuffer file, int offset, int value) {
        INT.setRelease(file, offset, value);
    }
}
