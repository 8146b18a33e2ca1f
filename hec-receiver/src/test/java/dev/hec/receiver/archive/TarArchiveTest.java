package dev.hec.receiver.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Archives as others write them. */
@Timeout(60)
class TarArchiveTest {

    private static final String LONG = "a/long/path/".repeat(20) + "\u00fc.log";

    private static List<String> read(byte[] archive) throws ArchiveException {
        List<String> files = new ArrayList<>();
        for (TarMember member : TarArchive.members(archive)) {
            files.add(member.path() + "=" + new String(archive, member.start(), member.end() - member.start(), UTF_8));
        }
        return files;
    }

    /** The same by the library. */
    private static List<String> readByLibrary(byte[] archive) throws IOException {
        List<String> files = new ArrayList<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(archive), "UTF-8")) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.isFile() && !entry.isSymbolicLink() && !entry.isLink()) {
                    files.add(entry.getName() + "=" + new String(in.readAllBytes(), UTF_8));
                }
            }
        }
        return files;
    }

    @Test
    void files_areGivenInTheOrderOfTheArchive() throws Exception {
        byte[] archive = Tar.posix()
                .file("b.log", "1\n2\n")
                .file("a.log", "")
                .file("d/c.log", "x".repeat(1024))
                .bytes();

        assertThat(TarArchive.isOne(archive)).isTrue();
        assertThat(read(archive))
                .containsExactly("b.log=1\n2\n", "a.log=", "d/c.log=" + "x".repeat(1024))
                .isEqualTo(readByLibrary(archive));
    }

    @Test
    void longNames_ofPosixAndOfGnu_areUnderstood() throws Exception {
        byte[] posix = Tar.posix().file(LONG, "1").file("short", "2").bytes();
        byte[] gnu = Tar.gnu().file(LONG, "1").file("short", "2").bytes();

        assertThat(read(posix)).containsExactly(LONG + "=1", "short=2");
        assertThat(read(gnu)).containsExactly(LONG + "=1", "short=2");
    }

    @Test
    void prefixOfUstar_isPartOfThePath() throws Exception {
        byte[] archive = Tar.posix().file("name", "1").bytes();
        byte[] prefix = "some/directory".getBytes(US_ASCII);
        System.arraycopy(prefix, 0, archive, 345, prefix.length);

        assertThat(read(Tar.checksummed(archive, 0))).containsExactly("some/directory/name=1");
    }

    @Test
    void membersThatAreNoFiles_arePassedOver() throws Exception {
        byte[] archive = Tar.gnu()
                .allThatIsNoFile()
                .file("../../etc/cron", "1")
                .file("/abs", "2")
                .bytes();

        assertThat(read(archive)).containsExactly("../../etc/cron=1", "/abs=2");
    }

    @Test
    void archivesOneAfterAnother_areReadThrough() throws Exception {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(Tar.posix().file("a", "1").bytes());
        both.write(Tar.posix().file("b", "2").bytes());

        assertThat(read(both.toByteArray())).containsExactly("a=1", "b=2");
    }

    @Test
    void randomArchives_areReadAsTheLibraryReadsThem() throws Exception {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            Tar tar = random.nextBoolean() ? Tar.posix() : Tar.gnu();
            for (int i = random.nextInt(8); i >= 0; i--) {
                String path = "p\u00e4th/".repeat(random.nextInt(60)) + i;
                tar.file(path, "line\n".repeat(random.nextInt(300)));
            }
            byte[] archive = tar.bytes();

            assertThat(read(archive)).as("seed %s", seed).isEqualTo(readByLibrary(archive));
        }
    }

    @Test
    void sizeInBinary_isUnderstood() throws Exception {
        byte[] archive = Tar.posix().file("a", "12345").bytes();
        Arrays.fill(archive, 124, 136, (byte) 0);
        archive[124] = (byte) 0x80;
        archive[135] = 3;

        assertThat(read(Tar.checksummed(archive, 0))).containsExactly("a=123");
    }

    @Test
    void paxSize_comesBeforeThatOfTheHeader() throws Exception {
        byte[] archive = Tar.pax("9 size=2\n15 path=\u00e4/x=y\n");
        archive[1024 + 134] = '1'; // one byte, says the header

        assertThat(read(Tar.checksummed(archive, 1024))).containsExactly("\u00e4/x=y=12");
    }

    @Test
    void text_isNoArchive() {
        String line = "x".repeat(257) + "ustar" + "x".repeat(600);

        assertThat(TarArchive.isOne(line.getBytes(UTF_8))).isFalse();
        assertThat(TarArchive.isOne(new byte[10_000])).isFalse();
        assertThat(TarArchive.isOne(new byte[0])).isFalse();
    }
}
