package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** A small file system of its own, in memory. Needs Linux and the right to mount. Confined to one thread. */
public final class SmallDisk implements AutoCloseable {

    private final Path root;

    private SmallDisk(Path root) {
        this.root = root;
    }

    /**
     * Mounts one; where that is not permitted, the test is skipped.
     *
     * @param target directory to be made
     * @param options of {@code mount}, such as {@code size=512k,ro}
     */
    public static SmallDisk mount(Path target, String options) throws IOException, InterruptedException {
        Files.createDirectory(target);
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && run("mount", "-t", "tmpfs", "-o", options, "tmpfs", target.toString()),
                "mounting is not permitted here");
        return new SmallDisk(target);
    }

    /** Where it is mounted. */
    public Path root() {
        return root;
    }

    /** Takes all the space that is left, except what others' files have already. */
    public void fill() throws IOException {
        try (FileChannel channel = FileChannel.open(filler(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer page = ByteBuffer.allocate(4_096);
            while (true) {
                channel.write(page.clear());
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    /** Gives back what {@link #fill} has taken. */
    public void clear() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return root.resolve("filler");
    }

    private static boolean run(String... command) throws InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            // There is no such program.
            return false;
        }
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    /** Unmounts it, lazily, because a mapped file keeps it busy until its buffer is collected. */
    @Override
    public void close() {
        try {
            run("umount", "-l", root.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
