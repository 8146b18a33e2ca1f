package dev.hec.receiver.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives as others write them, damaged ones, and hostile ones. */
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

        assertThat(read(checksummed(archive, 0))).containsExactly("some/directory/name=1");
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

    /** Whatever is damaged, it is either refused, or another archive by its own account; and nothing else is ever thrown. */
    @Test
    void damagedAnywhere_isRefusedOrReadWithoutHarm() throws Exception {
        byte[] archive =
                Tar.posix().file(LONG, "1\n").allThatIsNoFile().file("b", "2").bytes();
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = archive.clone();
            int at = random.nextInt(damaged.length);
            damaged[at] = (byte) random.nextInt(256);
            if (random.nextBoolean()) {
                checksummed(damaged, at / 512 * 512);
            }
            byte[] cut =
                    Arrays.copyOf(damaged, random.nextInt(4) == 0 ? random.nextInt(damaged.length) : damaged.length);
            try {
                for (TarMember member : TarArchive.members(cut)) {
                    assertThat(member.start()).isBetween(512, member.end());
                    assertThat(member.end()).isLessThanOrEqualTo(cut.length);
                }
            } catch (ArchiveException e) {
                assertThat(e).hasMessageStartingWith("the tar archive");
                refused++;
            }
        }
        assertThat(refused).isBetween(500, 4_900);
    }

    @Test
    void cutInsideAMember_isRefused() throws Exception {
        byte[] archive = Tar.posix().file("a", "x".repeat(600)).bytes();

        for (int length : new int[] {513, 1111}) {
            assertThatThrownBy(() -> TarArchive.members(Arrays.copyOf(archive, length)))
                    .isInstanceOf(ArchiveException.class)
                    .hasMessageContaining("ends within the member");
        }
        assertThat(read(Arrays.copyOf(archive, 1112)))
                .as("only the padding is missing")
                .hasSize(1);
    }

    @Test
    void cutInsideAHeader_isRefused() throws Exception {
        byte[] archive = Tar.posix().file("a", "1").file("b", "2").bytes();

        assertThatThrownBy(() -> TarArchive.members(Arrays.copyOf(archive, 1024 + 300)))
                .hasMessageContaining("ends within the header at byte 1024");
    }

    @Test
    void cutAfterALongName_isRefused() throws Exception {
        byte[] archive = Tar.gnu().file(LONG, "1").bytes();

        assertThatThrownBy(() -> TarArchive.members(Arrays.copyOf(archive, 1024)))
                .hasMessageContaining("long name of a member that is missing");
    }

    @Test
    void sizeBeyondTheArchive_isRefused() throws Exception {
        byte[] archive = Tar.posix().file("a", "1").bytes();
        for (String size : new String[] {"77777777777\0", "00000100000\0", "9\0\0\0\0\0\0\0\0\0\0\0"}) {
            System.arraycopy(size.getBytes(US_ASCII), 0, archive, 124, 12);
            assertThatThrownBy(() -> TarArchive.members(checksummed(archive, 0)))
                    .isInstanceOf(ArchiveException.class)
                    .hasMessageContaining("size is damaged");
        }
        Arrays.fill(archive, 124, 136, (byte) 0xff);
        assertThatThrownBy(() -> TarArchive.members(checksummed(archive, 0))).hasMessageContaining("size is damaged");
    }

    @Test
    void sizeInBinary_isUnderstood() throws Exception {
        byte[] archive = Tar.posix().file("a", "12345").bytes();
        Arrays.fill(archive, 124, 136, (byte) 0);
        archive[124] = (byte) 0x80;
        archive[135] = 3;

        assertThat(read(checksummed(archive, 0))).containsExactly("a=123");
    }

    @Test
    void sparseMembers_areRefusedWithTheFix() throws Exception {
        byte[] gnu = Tar.posix().file("a", "1").bytes();
        gnu[156] = 'S';
        assertThatThrownBy(() -> TarArchive.members(checksummed(gnu, 0))).hasMessageContaining("without --sparse");
        assertThatThrownBy(() -> TarArchive.members(pax("22 GNU.sparse.major=1\n")))
                .hasMessageContaining("without --sparse");
    }

    @Test
    void unknownType_isRefused() throws Exception {
        byte[] archive = Tar.posix().file("part", "1").bytes();
        archive[156] = 'M';

        assertThatThrownBy(() -> TarArchive.members(checksummed(archive, 0)))
                .hasMessageContaining("member part is of type 4d");
    }

    @Test
    void paxSize_comesBeforeThatOfTheHeader() throws Exception {
        byte[] archive = pax("9 size=2\n15 path=\u00e4/x=y\n");
        archive[1024 + 134] = '1'; // one byte, says the header

        assertThat(read(checksummed(archive, 1024))).containsExactly("\u00e4/x=y=12");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "9 size=2",
                "99 path=x\n",
                "2 path=x\n",
                "99999999999999999999 path=x\n",
                "-9 path=x\n",
                " path=x\n",
                "7 path\n",
                "12 size=two\n",
                "10 size=-1\n",
                "8 size=\n"
            })
    void damagedPaxRecords_areRefused(String records) {
        assertThatThrownBy(() -> TarArchive.members(pax(records)))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("damaged extended header");
    }

    @Test
    void moreMembersThanAllowed_areRefusedAsTooLarge() throws Exception {
        byte[] one = Arrays.copyOf(Tar.posix().file("a", "").bytes(), 512);
        byte[] most = new byte[512 * TarArchive.MAX_MEMBERS];
        for (int i = 0; i < most.length; i += 512) {
            System.arraycopy(one, 0, most, i, 512);
        }
        assertThat(TarArchive.members(most)).hasSize(TarArchive.MAX_MEMBERS);

        byte[] more = Arrays.copyOf(most, most.length + 512);
        System.arraycopy(one, 0, more, most.length, 512);
        assertThatThrownBy(() -> TarArchive.members(more))
                .isInstanceOfSatisfying(
                        ArchiveException.class, e -> assertThat(e.isTooLarge()).isTrue());
    }

    @Test
    void pathLongerThanAnySystemAllows_isRefused() throws Exception {
        for (Tar tar : List.of(Tar.gnu(), Tar.posix())) {
            byte[] archive = tar.file("p".repeat(5000), "1").bytes();
            assertThatThrownBy(() -> TarArchive.members(archive)).hasMessageContaining("more than 4096");
        }
    }

    @Test
    void text_isNoArchive() {
        String line = "x".repeat(257) + "ustar" + "x".repeat(600);

        assertThat(TarArchive.isOne(line.getBytes(UTF_8))).isFalse();
        assertThat(TarArchive.isOne(new byte[10_000])).isFalse();
        assertThat(TarArchive.isOne(new byte[0])).isFalse();
    }

    /** One member of two bytes, {@code 12}, that an extended header speaks of. */
    private static byte[] pax(String records) throws IOException {
        byte[] member = Tar.posix().file("plain", "12").bytes();
        byte[] extended = Tar.posix().file("extended", records).bytes();
        extended[156] = 'x';
        checksummed(extended, 0);
        byte[] archive = Arrays.copyOf(extended, 1024 + 1024);
        System.arraycopy(member, 0, archive, 1024, 1024);
        return archive;
    }

    /** Makes the sum over a header right again. */
    private static byte[] checksummed(byte[] archive, int header) {
        Arrays.fill(archive, header + 148, header + 156, (byte) ' ');
        int sum = 0;
        for (int i = header; i < Math.min(header + 512, archive.length); i++) {
            sum += archive[i] & 0xff;
        }
        System.arraycopy(String.format("%06o\0 ", sum).getBytes(US_ASCII), 0, archive, header + 148, 8);
        return archive;
    }
}
