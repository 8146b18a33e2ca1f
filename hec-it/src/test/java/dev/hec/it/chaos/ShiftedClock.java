package dev.hec.it.chaos;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hec.it.TestFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The wall clock of one process, which can be set while it runs, by a few lines of C that are loaded before the C library. Needs
 * Linux and a C compiler. Confined to one thread.
 */
final class ShiftedClock {

    private final Path library;
    private final Path file;
    private final MappedByteBuffer seconds;

    private ShiftedClock(Path library, Path file, MappedByteBuffer seconds) {
        this.library = library;
        this.file = file;
        this.seconds = seconds;
    }

    /** Makes a clock that goes right; where that is not possible, the test is skipped. */
    static ShiftedClock compile(Path directory) throws IOException, InterruptedException {
        Path source = TestFiles.projectRoot().resolve("hec-it/src/test/native/clock.c");
        Path library = directory.resolve("clock.so");
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && run("cc", "-shared", "-fPIC", "-O1", "-o", library.toString(), source.toString()),
                "there is no C compiler here");
        Path file = directory.resolve("clock");
        Files.write(file, new byte[Long.BYTES]);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new ShiftedClock(library, file, channel.map(MapMode.READ_WRITE, 0, Long.BYTES));
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            // There is no such program.
            return false;
        }
    }

    /** For the process whose clock it shall be. */
    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "CHAOS_CLOCK", file.toString());
    }

    /** The process sees this offset from the right time, at once. */
    void shift(Duration offset) {
        ByteBuffer.class.cast(seconds.order(ByteOrder.nativeOrder())).putLong(0, offset.toSeconds());
    }
}
