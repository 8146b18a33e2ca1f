package dev.hec.receiver.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes archives for tests, by a library that others trust. */
public final class Tar {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, 1024, "UTF-8");

    private Tar(int longFileMode) {
        out.setLongFileMode(longFileMode);
        out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
    }

    /** With extended headers where a name needs them. */
    public static Tar posix() {
        Tar tar = new Tar(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.out.setAddPaxHeadersForNonAsciiNames(true);
        return tar;
    }

    /** With long names as members of their own. */
    public static Tar gnu() {
        return new Tar(TarArchiveOutputStream.LONGFILE_GNU);
    }

    public Tar file(String path, String content) throws IOException {
        return file(path, content.getBytes(StandardCharsets.UTF_8));
    }

    public Tar file(String path, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(path, true);
        entry.setSize(content.length);
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
        return this;
    }

    /** A member without content. */
    Tar other(String path, byte type, Consumer<TarArchiveEntry> settings) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(path, type, true);
        settings.accept(entry);
        out.putArchiveEntry(entry);
        out.closeArchiveEntry();
        return this;
    }

    /** Links, a directory, devices and a pipe, all with names that lead elsewhere. */
    public Tar allThatIsNoFile() throws IOException {
        return other("/etc/passwd", TarConstants.LF_SYMLINK, entry -> entry.setLinkName("/etc/shadow"))
                .other("../../hard", TarConstants.LF_LINK, entry -> entry.setLinkName("../" + "long/".repeat(60)))
                .other("/dev/tty", TarConstants.LF_CHR, entry -> entry.setDevMajor(5))
                .other("/dev/sda", TarConstants.LF_BLK, entry -> entry.setDevMinor(1))
                .other("directory/", TarConstants.LF_DIR, entry -> {})
                .other("pipe", TarConstants.LF_FIFO, entry -> {});
    }

    public byte[] bytes() throws IOException {
        out.close();
        return bytes.toByteArray();
    }

    /** One member of two bytes, {@code 12}, that an extended header speaks of. */
    static byte[] pax(String records) throws IOException {
        byte[] member = posix().file("plain", "12").bytes();
        byte[] extended = posix().file("extended", records).bytes();
        extended[156] = 'x';
        checksummed(extended, 0);
        byte[] archive = Arrays.copyOf(extended, 1024 + 1024);
        System.arraycopy(member, 0, archive, 1024, 1024);
        return archive;
    }

    /** Makes the sum over a header right again. */
    static byte[] checksummed(byte[] archive, int header) {
        Arrays.fill(archive, header + 148, header + 156, (byte) ' ');
        int sum = 0;
        for (int i = header; i < Math.min(header + 512, archive.length); i++) {
            sum += archive[i] & 0xff;
        }
        System.arraycopy(
                String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII), 0, archive, header + 148, 8);
        return archive;
    }
}
