package dev.hec.receiver.config;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bare tokens at the start and where they come from. Never prints a token by itself.
 *
 * @param tokens none if only a file of definitions has tokens
 * @param origin where they are written, for people
 * @param generated whether the only token was made up just now, so that this is the moment to show it
 * @param file the file with the bare tokens; null if they are in none
 */
public record Credentials(
        List<String> tokens,
        String origin,
        boolean generated,
        @Nullable Path file) {

    /**
     * Finds the tokens: {@code token}, else {@code token-file}; without these and without {@code tokens} the file {@code token} in
     * the data directory, which is written with a new token where it is absent.
     *
     * @throws InvalidSettings if a token file is absent, empty or damaged
     * @throws IOException if a file cannot be read or written
     */
    public static Credentials of(Settings settings) throws IOException, InvalidSettings {
        if (settings.find(Setting.TOKEN).isPresent()) {
            return new Credentials(
                    List.of(settings.find(Setting.TOKEN).get()), "the settings" + and(settings), false, null);
        }
        if (settings.find(Setting.TOKEN_FILE).isPresent()) {
            Path file = settings.find(Setting.TOKEN_FILE).get();
            try {
                return new Credentials(TokenFile.read(file), file + and(settings), false, file);
            } catch (NoSuchFileException e) {
                throw new InvalidSettings(List.of("there is no token file " + file + "; write the token into it"));
            } catch (IOException e) {
                throw new InvalidSettings(List.of("token-file: " + file + " cannot be read: " + FileTrouble.of(e)));
            }
        }
        if (settings.find(Setting.TOKENS).isPresent()) {
            return new Credentials(List.of(), settings.get(Setting.TOKENS).toString(), false, null);
        }
        Path file = settings.get(Setting.DATA_DIR).resolve("token");
        try {
            return new Credentials(TokenFile.read(file), file.toString(), false, file);
        } catch (NoSuchFileException e) {
            return generated(settings.get(Setting.DATA_DIR), file);
        } catch (FileSystemException e) {
            throw new IOException("the token file " + file + " cannot be read: " + FileTrouble.of(e), e);
        }
    }

    /**
     * Reads a file of bare tokens, one a line.
     *
     * @throws NoSuchFileException if there is no such file
     * @throws InvalidSettings if there is no token in it, or something that cannot be one
     */
    public static List<String> read(Path file) throws IOException, InvalidSettings {
        return TokenFile.read(file);
    }

    private static String and(Settings settings) {
        return settings.find(Setting.TOKENS).map(file -> " and " + file).orElse("");
    }

    private static Credentials generated(Path directory, Path file) throws IOException, InvalidSettings {
        try {
            return new Credentials(List.of(TokenFile.generate(directory, file)), file.toString(), true, file);
        } catch (FileAlreadyExistsException e) {
            return new Credentials(TokenFile.read(file), file.toString(), false, file);
        }
    }

    /** Names the origin only. */
    @Override
    public String toString() {
        return "Credentials[" + origin + "]";
    }
}
