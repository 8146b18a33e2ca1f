package dev.hec.receiver.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A file with tokens, one a line; blank lines and lines that begin with {@code #} say nothing. Stateless. */
final class TokenFile {

    private TokenFile() {}

    /**
     * Reads the tokens.
     *
     * @throws NoSuchFileException if there is no such file
     * @throws InvalidSettings if there is no token in it, or something that cannot be one
     */
    static List<String> read(Path file) throws IOException, InvalidSettings {
        List<String> tokens = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        int number = 0;
        for (String line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                try {
                    tokens.add(SettingTexts.token(line));
                } catch (IllegalArgumentException e) {
                    problems.add("line " + number + " of the token file " + file + " " + e.getMessage());
                }
            }
        }
        if (tokens.isEmpty() && problems.isEmpty()) {
            problems.add("the token file " + file + " holds no token; write one into it");
        }
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
        return tokens;
    }

    /**
     * Makes up a token, shaped like a UUID, and writes it to a new file that only its owner may read.
     *
     * @param directory where the file is; made if absent
     * @throws FileAlreadyExistsException if the file exists
     */
    static String generate(Path directory, Path file) throws IOException {
        String token = UUID.randomUUID().toString();
        Files.createDirectories(directory);
        Path draft = Files.createTempFile(directory, "token", ".new", ownerOnly(directory));
        try {
            Files.writeString(draft, token + "\n");
            // A link fails where a rename would replace what another process has just written.
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            // A file system without links.
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
        return token;
    }

    private static FileAttribute<?>[] ownerOnly(Path directory) {
        Set<String> views = directory.getFileSystem().supportedFileAttributeViews();
        return views.contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
