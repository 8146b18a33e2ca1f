package dev.hec.receiver.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar archive that is in memory: finds its regular files, in the order of the archive. Confined to one thread, stateless between
 * calls.
 *
 * <p>Directories, links, devices and the like are passed over: they have a name and no lines. POSIX archives with extended headers
 * and GNU's with long names are understood. What cannot be told apart from damage, such as parts of an archive of several volumes or
 * sparse files, is refused as a whole, so that nothing of it is lost unnoticed. Archives that were written one after another into one file
 * are read through.
 *
 * <p>No allocation here depends on a number in the archive: a member is a range of bytes that are there. Why this is no library:
 * decision 0022.
 */
public final class TarArchive {

    /** More members than that are refused. */
    public static final int MAX_MEMBERS = 10_000;

    /** The longest path that any usual system has. */
    private static final int MAX_PATH_BYTES = 4096;

    private final byte[] archive;
    private final List<TarMember> members = new ArrayList<>();
    private int seen;
    private @Nullable String longName;
    private PaxRecords pax = PaxRecords.NONE;

    private TarArchive(byte[] archive) {
        this.archive = archive;
    }

    /**
     * Whether these bytes are a tar archive. A text that happens to have {@code ustar} in the right place is none: the sum over the
     * header tells.
     */
    public static boolean isOne(byte[] bytes) {
        if (bytes.length < TarHeader.BLOCK_BYTES) {
            return false;
        }
        TarHeader first = new TarHeader(bytes, 0);
        return first.hasMagic() && first.hasGoodChecksum();
    }

    /**
     * The regular files of an archive.
     *
     * @throws ArchiveException if it cannot be read to its end
     */
    public static List<TarMember> members(byte[] archive) throws ArchiveException {
        TarArchive reader = new TarArchive(archive);
        int at = 0;
        while (at < archive.length) {
            at = reader.block(at);
        }
        if (reader.longName != null || !reader.pax.equals(PaxRecords.NONE)) {
            throw ArchiveException.unreadable("the tar archive ends after the long name of a member that is missing");
        }
        return List.copyOf(reader.members);
    }

    /** Reads what begins at a block; returns where the next one begins. */
    private int block(int at) throws ArchiveException {
        if (isZero(at)) {
            return Math.min(at + TarHeader.BLOCK_BYTES, archive.length); // the end, or the gap before another archive
        }
        if (archive.length - at < TarHeader.BLOCK_BYTES) {
            throw ArchiveException.unreadable("the tar archive ends within the header at byte " + at);
        }
        TarHeader header = new TarHeader(archive, at);
        if (!header.hasGoodChecksum()) {
            throw ArchiveException.unreadable("the tar archive has a damaged header at byte " + at);
        }
        int start = at + TarHeader.BLOCK_BYTES;
        boolean describesTheNext = "LKxXg".indexOf(header.type()) >= 0;
        Long size = describesTheNext || pax.size() == null ? Long.valueOf(header.size()) : pax.size();
        if (size < 0 || size > archive.length - start) {
            throw ArchiveException.unreadable("the tar archive ends within the member whose header is at byte " + at
                    + ", or its size is damaged");
        }
        int end = start + size.intValue();
        member(header, at, start, end);
        int padded = TarHeader.BLOCK_BYTES * (1 + (end - 1) / TarHeader.BLOCK_BYTES);
        return Math.min(padded, archive.length);
    }

    private void member(TarHeader header, int at, int start, int end) throws ArchiveException {
        switch (header.type()) {
            case 'L' -> longName = longName(at, start, end);
            case 'x', 'X' -> pax = PaxRecords.read(archive, start, end);
            case 'K', 'g' -> {} // the target of a link; remarks on the whole archive
            default -> {
                file(header, at, start, end);
                longName = null;
                pax = PaxRecords.NONE;
            }
        }
    }

    private void file(TarHeader header, int at, int start, int end) throws ArchiveException {
        if (++seen > MAX_MEMBERS) {
            throw ArchiveException.tooLarge(
                    "the tar archive has more than " + MAX_MEMBERS + " members; send it in parts");
        }
        String path = path(header, at);
        switch (header.type()) {
            case '0', '\0', '7' -> {
                if (pax.sparse()) {
                    throw sparse(path);
                }
                if (!path.endsWith("/")) { // the oldest archives have directories of that form
                    members.add(new TarMember(path, start, end));
                }
            }
            case '1', '2', '3', '4', '5', '6', 'D', 'V' -> {} // links, devices, directories, the name of the whole
            case 'S' -> throw sparse(path);
            default ->
                throw ArchiveException.unreadable("the tar archive's member " + path + " is of type "
                        + Integer.toHexString(header.type()) + " (hex), which is not understood");
        }
    }

    private String path(TarHeader header, int at) throws ArchiveException {
        String path = pax.path() != null ? pax.path() : longName != null ? longName : header.path();
        if (path.length() > MAX_PATH_BYTES) {
            throw longPath(at);
        }
        return path;
    }

    private String longName(int at, int start, int end) throws ArchiveException {
        int last = start;
        while (last < end && archive[last] != 0) {
            last++;
        }
        if (last - start > MAX_PATH_BYTES) {
            throw longPath(at);
        }
        return new String(archive, start, last - start, StandardCharsets.UTF_8);
    }

    private boolean isZero(int at) {
        int end = Math.min(at + TarHeader.BLOCK_BYTES, archive.length);
        for (int i = at; i < end; i++) {
            if (archive[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static ArchiveException longPath(int at) {
        return ArchiveException.unreadable("the tar archive has a path of more than " + MAX_PATH_BYTES
                + " bytes, for the member whose header is at byte " + at);
    }

    private static ArchiveException sparse(String path) {
        return ArchiveException.unreadable("the tar archive's member " + path + " is sparse; pack it without --sparse");
    }
}
