package dev.hec.receiver.journal;

import java.nio.file.Path;

/**
 * What is known of one segment file. It holds the events from {@code first} up to but not including {@code end}; a record
 * beyond {@code end} is void: it was never acknowledged, and its number was given again in the next segment. Guarded by the
 * lock of its {@link Journal}.
 */
final class Segment {

    private static final String SUFFIX = ".journal";

    final Path path;
    final long first;
    long end;
    /** Bytes up to the end of the last acknowledged record. */
    long size;

    boolean writing;
    /** Set once; read by the writer thread without the lock. */
    volatile boolean damaged;

    Segment(Path path, long first) {
        this.path = path;
        this.first = first;
        this.end = first;
    }

    static Path pathIn(Path directory, long first) {
        return directory.resolve(String.format("%019d", first) + SUFFIX);
    }

    static boolean isSegment(Path path) {
        return String.valueOf(path.getFileName()).matches("\\d{19}\\.journal");
    }

    static long firstOf(Path path) {
        String name = String.valueOf(path.getFileName());
        return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    }
}
