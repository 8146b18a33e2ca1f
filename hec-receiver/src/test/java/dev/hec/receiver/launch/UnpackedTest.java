package dev.hec.receiver.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedTest {

    @TempDir
    private Path directory;

    private Path war() throws IOException {
        Path war = directory.resolve("test.war");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
            for (String name : new String[] {
                "META-INF/MANIFEST.MF",
                "WEB-INF/lib/a.jar",
                "WEB-INF/lib-provided/b.jar",
                "WEB-INF/lib/deeper/c.jar",
                "WEB-INF/lib/../../d.jar",
                "WEB-INF/lib/readme.txt",
                "other.jar"
            }) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(name.getBytes());
            }
        }
        return war;
    }

    @Test
    void from_war_holdsItsJarsForTheOwnerOnly() throws Exception {
        Unpacked unpacked = Unpacked.from(war(), directory);

        assertThat(unpacked.jars().stream().map(URL::getFile).map(Path::of))
                .containsExactly(
                        unpacked.directory().resolve("a.jar"),
                        unpacked.directory().resolve("b.jar"));
        assertThat(unpacked.directory().resolve("b.jar")).hasContent("WEB-INF/lib-provided/b.jar");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(unpacked.directory())))
                .isEqualTo("rwx------");

        unpacked.delete();

        assertThat(unpacked.directory()).doesNotExist();
    }

    @Test
    void from_directoryWhoseProcessIsGone_isDeletedButNoOther() throws Exception {
        Path abandoned = Files.createDirectory(directory.resolve("hec-receiver-1"));
        Files.writeString(abandoned.resolve("in-use"), "");
        Files.writeString(Files.createDirectory(abandoned.resolve("work")).resolve("file"), "");
        Path beingMade = Files.createDirectory(directory.resolve("hec-receiver-2"));
        Path others = Files.writeString(directory.resolve("hec-receiver-notes"), "");
        Path war = war();

        Unpacked unpacked = Unpacked.from(war, directory);

        assertThat(abandoned).doesNotExist();
        assertThat(beingMade).exists();
        assertThat(others).exists();
        unpacked.delete();
    }
}
