package dev.hec.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Locks of instances, with another process that would adopt whatever is not locked. */
@Timeout(60)
class InstanceLockTest {

    private static final int INSTANCES = 3_000;

    @TempDir
    Path directory;

    @Test
    void create_whileAnotherProcessAdoptsTheDead_isNotTakenForOneOfThem() throws Exception {
        Process adopter = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Adopter.class.getName(),
                        directory.toString()))
                .redirectErrorStream(true)
                .start();
        try (var output = adopter.inputReader()) {
            assertThat(output.readLine()).isEqualTo("looking");
            for (int i = 0; i < INSTANCES; i++) {
                InstanceLock lock = InstanceLock.create(directory, SpoolNames.lock("app", "%016x".formatted(i)));

                lock.closeAndDelete();
            }
            assertThat(adopter.isAlive()).as("the adopter").isTrue();
        } finally {
            adopter.destroyForcibly().waitFor();
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".new"));
        }
    }

    @Test
    void tryTake_afterTheOwnerIsGone_getsIt() throws Exception {
        InstanceLock.create(directory, "app-0123456789abcdef.lock").close();

        Optional<InstanceLock> taken = InstanceLock.tryTake(directory, "app-0123456789abcdef.lock");

        assertThat(taken).isPresent();
        taken.get().closeAndDelete();
    }

    @Test
    void tryTake_whileTheOwnerLives_getsNothing() throws Exception {
        try (InstanceLock owner = InstanceLock.create(directory, "app-0123456789abcdef.lock")) {
            assertThat(InstanceLock.tryTake(directory, "app-0123456789abcdef.lock"))
                    .isEmpty();
            assertThat(owner).isNotNull();
        }
    }

    /** Takes every lock that it can get and keeps it, as an instance does that starts. */
    static final class Adopter {

        private Adopter() {}

        public static void main(String[] args) throws IOException {
            Path directory = Path.of(args[0]);
            System.out.println("looking");
            while (true) {
                List<String> names;
                try (Stream<Path> files = Files.list(directory)) {
                    names = files.map(file -> file.getFileName().toString())
                            .filter(name -> SpoolNames.parse(name).isPresent())
                            .toList();
                }
                for (String name : names) {
                    try {
                        InstanceLock.tryTake(directory, name).ifPresent(InstanceLock::closeAndDelete);
                    } catch (NoSuchFileException e) {
                        // The owner has just left.
                        continue;
                    }
                }
            }
        }
    }
}
