package dev.hec.deadletter;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The directory: names of files, who may read them, and what is deleted when they are too many.
 *
 * <p>Guarded by the lock of its {@link DeadLetters}. Other processes may write, and make room, in the same directory
 * at the same time, so every file may be gone at any moment.
 *
 * <p>Names are {@code <client>-<time, UTC>-<process>-<number>.ndjson}. Only files with such a name are counted or deleted,
 * and all of them are, whichever client wrote them.
 */
final class DeadLetterDirectory {

    private static final Pattern NAME = Pattern.compile(".+-(\\d{8}T\\d{6})-\\d+-(\\d{1,9})\\.ndjson");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MAX_CLIENT_CHARS = 64;

    private final Path directory;
    private final String client;

    /** Numbers only grow, also when files of this second are gone already: they say which file is older. */
    private int number = 1;

    DeadLetterDirectory(Path directory, String client) {
        this.directory = directory;
        this.client = fileName(client);
    }

    private static String fileName(String client) {
        String plain = client.replaceAll("[^A-Za-z0-9_-]", "_");
        return plain.isEmpty() ? "hec" : plain.substring(0, Math.min(plain.length(), MAX_CLIENT_CHARS));
    }

    /** What will prevent writing, as far as it can be seen without writing; null if nothing does. */
    @Nullable
    String problem() {
        Path existing = directory.toAbsolutePath();
        while (!Files.exists(existing)) {
            Path parent = existing.getParent();
            if (parent == null) {
                return "no such directory";
            }
            existing = parent;
        }
        if (!Files.isDirectory(existing)) {
            return existing + " is not a directory";
        }
        return Files.isWritable(existing) ? null : existing + " is not writable";
    }

    /** Creates an empty file of a new name, and the directory if need be. */
    Path create(Instant now) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, ownerOnly("rwx------"));
        }
        String prefix =
                client + "-" + TIME.format(now) + "-" + ProcessHandle.current().pid() + "-";
        while (true) {
            try {
                return Files.createFile(directory.resolve(prefix + number + ".ndjson"), ownerOnly("rw-------"));
            } catch (FileAlreadyExistsException e) {
                // By us, by a client of the same name in this process, or on another machine by one of the same number.
                number++;
            }
        }
    }

    private FileAttribute<?>[] ownerOnly(String permissions) {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Deletes the oldest files until all together have at most so many bytes.
     *
     * @param keep not deleted, but counted; null for none
     */
    Room makeRoom(long bytes, @Nullable Path keep) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Room.EMPTY;
        }
        List<LetterFile> files = files();
        long left = files.stream().mapToLong(LetterFile::bytes).sum();
        int deletedFiles = 0;
        long deletedBytes = 0;
        int stuckFiles = 0;
        for (LetterFile file : files) {
            if (left <= bytes) {
                break;
            }
            if (file.path().equals(keep)) {
                continue;
            }
            try {
                // One that somebody else has just deleted is theirs to count.
                if (Files.deleteIfExists(file.path())) {
                    deletedFiles++;
                    deletedBytes += file.bytes();
                }
                left -= file.bytes();
            } catch (IOException e) {
                // Somebody else's; perhaps the next one can be deleted.
                stuckFiles++;
            }
        }
        return new Room(left, deletedFiles, deletedBytes, stuckFiles);
    }

    /** All files of dead letters, the oldest first. */
    private List<LetterFile> files() throws IOException {
        List<LetterFile> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.ndjson")) {
            for (Path path : entries) {
                Matcher name = NAME.matcher(path.getFileName().toString());
                if (name.matches()) {
                    add(path, name, files);
                }
            }
        } catch (DirectoryIteratorException e) {
            // How a listing that breaks off shows.
            throw e.getCause();
        }
        files.sort(Comparator.comparing(LetterFile::time)
                .thenComparing(LetterFile::number)
                .thenComparing(LetterFile::path));
        return files;
    }

    private static void add(Path path, Matcher name, List<LetterFile> files) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isRegularFile()) {
                files.add(new LetterFile(path, name.group(1), Integer.parseInt(name.group(2)), attributes.size()));
            }
        } catch (NoSuchFileException e) {
            // Deleted by somebody else since it was listed.
            return;
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }

    /**
     * What making room has led to.
     *
     * @param left bytes in the directory now
     * @param stuckFiles files that could not be deleted
     */
    record Room(long left, int deletedFiles, long deletedBytes, int stuckFiles) {

        private static final Room EMPTY = new Room(0, 0, 0, 0);
    }

    /**
     * A file of dead letters.
     *
     * @param time from its name; sorts by age
     * @param number from its name; orders files of the same second
     * @param bytes its size when it was looked at
     */
    private record LetterFile(Path path, String time, int number, long bytes) {}
}
