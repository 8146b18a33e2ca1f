package dev.hec.receiver.archive;

import java.nio.charset.StandardCharsets;

/**
 * The block of 512 bytes in front of each member of a tar archive. Confined to one thread; reads the archive's own bytes.
 *
 * <p>Source: POSIX pax, "ustar Interchange Format", and the GNU tar manual, "Basic Tar Format".
 */
final class TarHeader {

    static final int BLOCK_BYTES = 512;

    private static final int NAME = 0;
    private static final int NAME_BYTES = 100;
    private static final int SIZE = 124;
    private static final int SIZE_BYTES = 12;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_BYTES = 8;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;
    private static final int PREFIX = 345;
    private static final int PREFIX_BYTES = 155;

    /** Longer than any number that is written in a field, shorter than any that overflows. */
    private static final int NUMBER_BITS = 63;

    private final byte[] archive;
    private final int start;

    /** The header that begins at an index of the archive, with all its bytes there. */
    TarHeader(byte[] archive, int start) {
        this.archive = archive;
        this.start = start;
    }

    boolean hasMagic() {
        return matches(MAGIC, "ustar");
    }

    /** Whether the sum over its bytes is what it says. Some old writers took the bytes as signed. */
    boolean hasGoodChecksum() {
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < BLOCK_BYTES; i++) {
            boolean ofField = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_BYTES;
            byte b = ofField ? (byte) ' ' : archive[start + i];
            unsigned += b & 0xff;
            signed += b;
        }
        long written = number(CHECKSUM, CHECKSUM_BYTES);
        return written == unsigned || written == signed;
    }

    /** One character that tells what the member is. */
    char type() {
        return (char) (archive[start + TYPE] & 0xff);
    }

    /** Bytes of the member; negative if the field holds no number. */
    long size() {
        return number(SIZE, SIZE_BYTES);
    }

    String path() {
        String name = text(NAME, NAME_BYTES);
        // GNU writes other things where POSIX has the prefix.
        String prefix = matches(MAGIC, "ustar\0") ? text(PREFIX, PREFIX_BYTES) : "";
        return prefix.isEmpty() ? name : prefix + '/' + name;
    }

    private boolean matches(int field, String expected) {
        for (int i = 0; i < expected.length(); i++) {
            if (archive[start + field + i] != (byte) expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String text(int field, int bytes) {
        int length = 0;
        while (length < bytes && archive[start + field + length] != 0) {
            length++;
        }
        return new String(archive, start + field, length, StandardCharsets.UTF_8);
    }

    /** Octal digits, or with the first bit set a binary number, as GNU writes large ones. */
    private long number(int field, int bytes) {
        int from = start + field;
        int to = from + bytes;
        if ((archive[from] & 0x80) != 0) {
            return binary(from, to);
        }
        while (from < to && archive[from] == ' ') {
            from++;
        }
        long value = 0;
        for (int i = from; i < to && archive[i] != ' ' && archive[i] != 0; i++) {
            int digit = archive[i] - '0';
            if (digit < 0 || digit > 7) {
                return -1;
            }
            value = (value << 3) | digit;
        }
        return value;
    }

    private long binary(int from, int to) {
        long value = archive[from] & 0x7f;
        for (int i = from + 1; i < to; i++) {
            if (value >>> (NUMBER_BITS - Byte.SIZE) != 0) {
                return -1;
            }
            value = (value << Byte.SIZE) | (archive[i] & 0xff);
        }
        return value;
    }
}
