package dev.hec.receiver.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What tells one content of a file from another without reading it. Immutable.
 *
 * @param modified when it was last written; null if there is no such file
 * @param size in bytes
 * @param key what the file system knows it by, which a file put in its place changes; null if there is none
 */
record FileStamp(
        @Nullable Instant modified, long size, @Nullable Object key) {

    static FileStamp of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(attributes.lastModifiedTime().toInstant(), attributes.size(), attributes.fileKey());
        } catch (IOException e) {
            return new FileStamp(null, 0, null);
        }
    }

    /** Whether the file is there and was last written at least that long ago. */
    boolean olderThan(Duration age, Instant now) {
        return modified != null && !modified.plus(age).isAfter(now);
    }
}
