package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules that only the text of the sources can show. */
class SourceRulesTest {

    @Test
    void sources_tests_waitForConditionsInsteadOfSleeping() throws IOException {
        assertThat(javaFiles().filter(file -> contains(file, "Thread." + "sleep(")))
                .isEmpty();
    }

    @Test
    void sources_packages_areNullMarked() throws IOException {
        List<Path> mainPackages = javaFiles()
                .filter(file -> file.toString().replace(File.separatorChar, '/').contains("src/main/java"))
                .filter(file -> !file.getFileName().toString().equals("module-info.java"))
                .map(Path::getParent)
                .distinct()
                .toList();

        assertThat(mainPackages)
                .isNotEmpty()
                .allSatisfy(directory -> assertThat(directory.resolve("package-info.java"))
                        .content()
                        .contains("@NullMarked"));
    }

    private static Stream<Path> javaFiles() throws IOException {
        try (Stream<Path> files = Files.walk(TestFiles.projectRoot())) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("target" + File.separator))
                    .toList()
                    .stream();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
