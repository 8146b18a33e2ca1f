package dev.hec.receiver.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortFileTest {

    @TempDir
    private Path directory;

    @Test
    void file_inADirectoryThatIsAbsent_isWrittenForItsOwner() throws Exception {
        Path file = directory.resolve("a/b/port");

        PortFile written = PortFile.write(file, 8088);

        assertThat(file).hasContent("8088");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file.getParent()).isDirectoryContaining(file::equals);
        written.delete();
        written.delete();
        assertThat(file.getParent()).isEmptyDirectory();
    }

    @Test
    void file_thatAnotherHasWrittenAnew_isLeftThere() throws Exception {
        Path file = directory.resolve("port");
        PortFile first = PortFile.write(file, 1);
        PortFile.write(file, 2);

        first.delete();

        assertThat(file).hasContent("2");
    }

    @Test
    void file_belowAFile_isToldWithTheSetting() throws Exception {
        Path file = Files.createFile(directory.resolve("taken"));

        assertThatThrownBy(() -> PortFile.write(file.resolve("port"), 1))
                .isInstanceOf(IOException.class)
                .hasMessage("port-file: " + file + "/port cannot be written: " + file
                        + " is a file, and a directory is needed there; choose another place, or move the file away");
    }
}
