package dev.hec.transport.tls;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * What a file means, read again when the file has changed; a change that cannot be used leaves the old meaning in force.
 *
 * <p>Not thread-safe. A change shows by time, size or identity of the file, so links that are swapped, as for mounted
 * secrets, show too. A file that cannot be used is tried again at each look, because the rest of it may come without a
 * further change of these.
 *
 * @param <T> what the content means
 */
final class WatchedFile<T> {

    private final String setting;
    private final Path path;
    private final Meaning<T> meaning;
    private T current;
    private Stamp stamp;
    private @Nullable String problem;

    /** Reads content. */
    interface Meaning<T> {
        T of(byte[] content) throws UnusableFileException;
    }

    private record Stamp(
            FileTime changed, long size, @Nullable Object identity) {

        static Stamp of(Path path) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        }
    }

    /** What a look at the file gave. */
    enum Look {
        /** The same content, or a trouble that is already known. */
        NO_NEWS,
        /** There is a new {@link #current}. */
        CHANGED,
        /** The file cannot be used; see {@link #problem}. */
        NEW_PROBLEM
    }

    /**
     * Reads the file for the first time.
     *
     * @param setting that names the file
     */
    WatchedFile(String setting, Path path, Meaning<T> meaning) throws UnusableFileException {
        this.setting = setting;
        this.path = path;
        this.meaning = meaning;
        try {
            // Before the content: a change in between is then seen at the next look.
            stamp = Stamp.of(path);
            current = meaning.of(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UnusableFileException(told(unreadable(e)), e);
        } catch (UnusableFileException e) {
            throw new UnusableFileException(told(e.getMessage()), e);
        }
    }

    T current() {
        return current;
    }

    /** What is wrong with the file now, a sentence without its full stop; null for nothing. */
    @Nullable
    String problem() {
        return problem;
    }

    /** Name of the setting and of the file. */
    String name() {
        return setting + " " + path;
    }

    Look look() {
        try {
            Stamp now = Stamp.of(path);
            if (now.equals(stamp)) {
                problem = null;
                return Look.NO_NEWS;
            }
            current = meaning.of(Files.readAllBytes(path));
            stamp = now;
            problem = null;
            return Look.CHANGED;
        } catch (IOException e) {
            return trouble(unreadable(e));
        } catch (UnusableFileException e) {
            return trouble(e.getMessage());
        }
    }

    private Look trouble(@Nullable String why) {
        String told = told(why);
        boolean known = told.equals(problem);
        problem = told;
        return known ? Look.NO_NEWS : Look.NEW_PROBLEM;
    }

    private String told(@Nullable String why) {
        return setting + ": the file " + path + " " + why;
    }

    private static String unreadable(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "does not exist";
        } else if (e instanceof AccessDeniedException) {
            return "may not be read by this process";
        }
        return "cannot be read (" + e + ")";
    }
}
