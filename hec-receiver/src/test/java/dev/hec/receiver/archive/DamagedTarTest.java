package dev.hec.receiver.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged and hostile archives are refused, or read within their bytes. */
@Timeout(60)
class DamagedTarTest {

    private static final String LONG = "a/long/path/".repeat(20) + "\u00fc.log";

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
                Tar.checksummed(damaged, at / 512 * 512);
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
        assertThat(TarArchive.members(Arrays.copyOf(archive, 1112)))
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
            assertThatThrownBy(() -> TarArchive.members(Tar.checksummed(archive, 0)))
                    .isInstanceOf(ArchiveException.class)
                    .hasMessageContaining("size is damaged");
        }
        Arrays.fill(archive, 124, 136, (byte) 0xff);
        assertThatThrownBy(() -> TarArchive.members(Tar.checksummed(archive, 0)))
                .hasMessageContaining("size is damaged");
    }

    @Test
    void sparseMembers_areRefusedWithTheFix() throws Exception {
        byte[] gnu = Tar.posix().file("a", "1").bytes();
        gnu[156] = 'S';
        assertThatThrownBy(() -> TarArchive.members(Tar.checksummed(gnu, 0))).hasMessageContaining("without --sparse");
        assertThatThrownBy(() -> TarArchive.members(Tar.pax("22 GNU.sparse.major=1\n")))
                .hasMessageContaining("without --sparse");
    }

    @Test
    void unknownType_isRefused() throws Exception {
        byte[] archive = Tar.posix().file("part", "1").bytes();
        archive[156] = 'M';

        assertThatThrownBy(() -> TarArchive.members(Tar.checksummed(archive, 0)))
                .hasMessageContaining("member part is of type 4d");
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
        assertThatThrownBy(() -> TarArchive.members(Tar.pax(records)))
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
}
