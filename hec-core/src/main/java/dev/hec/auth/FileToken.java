package dev.hec.auth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A token in a file, such as a mounted secret. Confined to one thread at a time.
 *
 * <p>A change shows by the time, the size or the identity of the file at the end of all symbolic links, so the swap of a
 * link's target shows too: that is how Kubernetes replaces a secret.
 */
final class FileToken implements TokenSource {

    /** More than any server takes in a header. */
    private static final int MAX_BYTES = 64 * 1024;

    private final Path file;

    /** State of the file before the last reading; null if that failed, so that a file that is there is tried again. */
    private volatile @Nullable State seen;

    private record State(
            FileTime modified, long size, @Nullable Object identity) {}

    FileToken(Path file) {
        this.file = file;
    }

    @Override
    public String origin() {
        return "the token file " + file;
    }

    @Override
    public boolean isDue(Instant now) {
        return !Objects.equals(seen, look());
    }

    @Override
    public String read() {
        // Before the content: a change in between is then seen at the next look.
        State before = look();
        seen = null;
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw new TokenException(
                    "cannot read " + origin() + " (" + e.getClass().getSimpleName() + ")", e);
        }
        if (content.length > MAX_BYTES) {
            throw new TokenException(origin() + " holds more than a token: over " + MAX_BYTES + " bytes", null);
        }
        String token = TokenText.checked(origin(), new String(content, StandardCharsets.UTF_8));
        seen = before;
        return token;
    }

    private @Nullable State look() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new State(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (IOException e) {
            return null;
        }
    }
}
