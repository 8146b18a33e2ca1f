package dev.hec.receiver.launch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The jars of the WAR in a temporary directory that only its owner may enter. Immutable.
 *
 * <p>A lock in the directory says that its process lives; what a killed process left is deleted by the next start.
 *
 * @param directory holds the jars; free for other temporary files
 * @param jars what a class loader reads
 * @param lock held until the process ends
 */
record Unpacked(Path directory, List<URL> jars, FileLock lock) {

    private static final String PREFIX = "hec-receiver-";
    private static final String LOCK = "in-use";

    /**
     * Unpacks a WAR.
     *
     * @param parent where the directory is made
     */
    static Unpacked from(Path war, Path parent) throws IOException {
        deleteAbandoned(parent);
        Path directory = Files.createTempDirectory(parent, PREFIX);
        FileLock lock = lock(directory);
        List<URL> jars = new ArrayList<>();
        try (ZipFile zip = new ZipFile(war.toFile())) {
            for (ZipEntry entry : zip.stream().filter(Unpacked::isJar).toList()) {
                Path jar = directory.resolve(Path.of(entry.getName()).getFileName());
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, jar);
                }
                jars.add(jar.toUri().toURL());
            }
        }
        return new Unpacked(directory, List.copyOf(jars), lock);
    }

    /** Deletes the directory, as far as that is possible. */
    void delete() {
        delete(directory);
    }

    private static boolean isJar(ZipEntry entry) {
        return entry.getName().matches("WEB-INF/lib(-provided)?/[^/]+\\.jar");
    }

    /** Locks under another name first: a directory with a lock file that is not locked counts as abandoned. */
    private static FileLock lock(Path directory) throws IOException {
        Path draft = directory.resolve(LOCK + ".new");
        FileLock lock = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                .lock();
        Files.move(draft, directory.resolve(LOCK));
        return lock;
    }

    private static void deleteAbandoned(Path parent) {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path directory : directories) {
                if (isAbandoned(directory)) {
                    delete(directory);
                }
            }
        } catch (IOException e) {
            // tidying up is no reason not to start
        }
    }

    private static boolean isAbandoned(Path directory) {
        try (FileChannel channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE)) {
            return channel.tryLock() != null;
        } catch (IOException e) {
            return false; // not ours, or just being made
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // the next start tries again
        }
    }
}
