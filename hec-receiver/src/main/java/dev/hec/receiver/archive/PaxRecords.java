package dev.hec.receiver.archive;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What an extended header says about the member after it, as far as it matters here: lines such as {@code 24 path=a/long/name} whose number
 * is their length. Immutable.
 *
 * <p>Source: POSIX pax, "pax Extended Header".
 *
 * @param path null if it says nothing of the path
 * @param size the member's bytes; null if it says nothing of them
 * @param sparse whether the member's bytes leave holes out, so that they are not those of the file
 */
record PaxRecords(@Nullable String path, @Nullable Long size, boolean sparse) {

    static final PaxRecords NONE = new PaxRecords(null, null, false);

    private static final int LONGEST_NUMBER = 18;

    static PaxRecords read(byte[] archive, int start, int end) throws ArchiveException {
        String path = null;
        Long size = null;
        boolean sparse = false;
        int at = start;
        while (at < end && archive[at] != 0) { // some writers fill up with zeros
            int space = indexOf(archive, (byte) ' ', at, end);
            long length = number(archive, at, space);
            if (length <= space - at + 1L || length > end - at || archive[at + (int) length - 1] != '\n') {
                throw damaged(at);
            }
            int last = at + (int) length - 1;
            int equals = indexOf(archive, (byte) '=', space + 1, last);
            String key = text(archive, space + 1, equals);
            switch (key) {
                case "path" -> path = text(archive, equals + 1, last);
                case "size" -> size = number(archive, equals + 1, last);
                default -> sparse |= key.startsWith("GNU.sparse.");
            }
            at = last + 1;
        }
        return new PaxRecords(path == null || path.isEmpty() ? null : path, size, sparse);
    }

    private static int indexOf(byte[] archive, byte wanted, int from, int to) throws ArchiveException {
        for (int i = from; i < to; i++) {
            if (archive[i] == wanted) {
                return i;
            }
        }
        throw damaged(from);
    }

    private static long number(byte[] archive, int from, int to) throws ArchiveException {
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = archive[i] - '0';
            if (digit < 0 || digit > 9) {
                throw damaged(from);
            }
            value = value * 10 + digit;
        }
        if (from == to || to - from > LONGEST_NUMBER) {
            throw damaged(from);
        }
        return value;
    }

    private static String text(byte[] archive, int from, int to) {
        return new String(archive, from, to - from, StandardCharsets.UTF_8);
    }

    private static ArchiveException damaged(int at) {
        return ArchiveException.unreadable("the tar archive has a damaged extended header at byte " + at);
    }
}
