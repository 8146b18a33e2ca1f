package dev.hec.receiver.config;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The tokens in force and where they come from. Never prints a token by itself.
 *
 * @param tokens at least one
 * @param origin where they are written, for people
 * @param generated whether the only token was made up just now, so that this is the moment to show it
 */
public record Credentials(List<String> tokens, String origin, boolean generated) {

    /**
     * Finds the tokens: {@code token}, else {@code token-file}, else the file {@code token} in the data directory, which is
     * written with a new token where it is absent.
     *
     * @throws InvalidSettings if a token file is absent, empty or damaged
     * @throws IOException if a file cannot be read or written
     */
    public static Credentials of(Settings settings) throws IOException, InvalidSettings {
        if (settings.find(Setting.TOKEN).isPresent()) {
            return new Credentials(List.of(settings.find(Setting.TOKEN).get()), "the settings", false);
        }
        if (settings.find(Setting.TOKEN_FILE).isPresent()) {
            Path file = settings.find(Setting.TOKEN_FILE).get();
            try {
                return new Credentials(TokenFile.read(file), file.toString(), false);
            } catch (NoSuchFileException e) {
                throw new InvalidSettings(List.of("there is no token file " + file + "; write the token into it"));
            }
        }
        Path file = settings.get(Setting.DATA_DIR).resolve("token");
        try {
            return new Credentials(TokenFile.read(file), file.toString(), false);
        } catch (NoSuchFileException e) {
            return generated(settings.get(Setting.DATA_DIR), file);
        }
    }

    private static Credentials generated(Path directory, Path file) throws IOException, InvalidSettings {
        try {
            return new Credentials(List.of(TokenFile.generate(directory, file)), file.toString(), true);
        } catch (FileAlreadyExistsException e) {
            return new Credentials(TokenFile.read(file), file.toString(), false);
        }
    }

    /** Names the origin only. */
    @Override
    public String toString() {
        return "Credentials[" + origin + "]";
    }
}
