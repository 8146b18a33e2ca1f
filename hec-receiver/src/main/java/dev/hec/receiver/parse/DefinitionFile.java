package dev.hec.receiver.parse;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A file with a definition, and the last good one that was in it. Used by one thread at a time. */
final class DefinitionFile {

    private static final long LARGEST = 256 * 1024;

    /** A file that was written this lately may be written again without another time. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final Path path;
    private @Nullable Stamp stamp;
    private @Nullable Parser lastGood;
    private List<String> problems = List.of();

    DefinitionFile(Path path) {
        this.path = path;
    }

    /** Whether a file of this name is a definition. */
    static boolean isOne(Path path) {
        String name = fileName(path).toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
    }

    /** Reads the file if it changed. */
    void refresh(Instant now) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            Stamp current = new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            if (current.equals(stamp)) {
                return;
            }
            boolean fresh = Duration.between(attributes.lastModifiedTime().toInstant(), now)
                            .compareTo(FRESH)
                    < 0;
            stamp = fresh ? null : current;
            read(attributes);
        } catch (Problems e) {
            problems = e.all();
        } catch (CharacterCodingException e) {
            problems = List.of("is not UTF-8; save it as UTF-8");
        } catch (IOException e) {
            problems = List.of("cannot be read: " + e + "; let the receiver's user read it");
        }
    }

    private void read(BasicFileAttributes attributes) throws IOException, Problems {
        if (attributes.size() > LARGEST) {
            throw new Problems(List.of("has " + attributes.size() + " bytes; a definition has at most " + LARGEST));
        }
        boolean json = fileName(path).toLowerCase(Locale.ROOT).endsWith(".json");
        lastGood = DefinitionReader.read(Files.readString(path), json, name());
        problems = List.of();
    }

    /** The name of the parser where the file does not say another. */
    String name() {
        String name = fileName(path);
        return name.substring(0, name.lastIndexOf('.'));
    }

    Path path() {
        return path;
    }

    /** What the file last held that could be used; null if it never did. */
    @Nullable
    Parser lastGood() {
        return lastGood;
    }

    /** What is wrong with the file as it is now. */
    List<String> problems() {
        return problems;
    }

    private static String fileName(Path path) {
        return String.valueOf(path.getFileName());
    }

    private record Stamp(
            FileTime modified, long size, @Nullable Object key) {}
}
