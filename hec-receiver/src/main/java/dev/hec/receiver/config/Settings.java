package dev.hec.receiver.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings, read and checked. Immutable; each is described by its row in {@link Setting}.
 *
 * @param dataDir see {@link Setting#DATA_DIR}
 * @param token see {@link Setting#TOKEN}
 * @param tokenFile see {@link Setting#TOKEN_FILE}
 * @param port see {@link Setting#PORT}
 * @param bind see {@link Setting#BIND}
 * @param portFile see {@link Setting#PORT_FILE}
 * @param drainTimeout see {@link Setting#DRAIN_TIMEOUT}
 * @param dedupFor see {@link Setting#DEDUP_FOR}
 * @param dedupMax see {@link Setting#DEDUP_MAX}
 */
public record Settings(
        Path dataDir,
        Optional<String> token,
        Optional<Path> tokenFile,
        int port,
        String bind,
        Optional<Path> portFile,
        Duration drainTimeout,
        Duration dedupFor,
        int dedupMax) {

    /** The settings of {@code java -jar}: command line, then system properties, then environment, then defaults. */
    public static Settings of(CommandLine commandLine) throws InvalidSettings {
        return read(
                List.of(
                        commandLine.source(),
                        SettingSource.properties(System.getProperties()),
                        SettingSource.environment(System.getenv()),
                        SettingSource.defaults()),
                commandLine.problems());
    }

    /**
     * Reads all settings.
     *
     * @param sources where to look, the most important first
     * @param problems what is wrong already
     * @throws InvalidSettings with these and all further problems
     */
    public static Settings read(List<SettingSource> sources, List<String> problems) throws InvalidSettings {
        Reader reader = new Reader(sources, new ArrayList<>(problems));
        Path dataDir = reader.read(Setting.DATA_DIR);
        String token = reader.read(Setting.TOKEN);
        Path tokenFile = reader.read(Setting.TOKEN_FILE);
        Integer port = reader.read(Setting.PORT);
        String bind = reader.read(Setting.BIND);
        Path portFile = reader.read(Setting.PORT_FILE);
        Duration drainTimeout = reader.read(Setting.DRAIN_TIMEOUT);
        Duration dedupFor = reader.read(Setting.DEDUP_FOR);
        Integer dedupMax = reader.read(Setting.DEDUP_MAX);
        if (token != null && tokenFile != null) {
            reader.problems.add("token and token-file are both set; keep one of them");
        }
        if (!reader.problems.isEmpty()
                || dataDir == null
                || port == null
                || bind == null
                || drainTimeout == null
                || dedupFor == null
                || dedupMax == null) {
            throw new InvalidSettings(reader.problems);
        }
        return new Settings(
                dataDir,
                Optional.ofNullable(token),
                Optional.ofNullable(tokenFile),
                port,
                bind,
                Optional.ofNullable(portFile),
                drainTimeout,
                dedupFor,
                dedupMax);
    }

    /** Never prints the token. */
    @Override
    public String toString() {
        return "Settings[dataDir=" + dataDir + ", bind=" + bind + ", port=" + port + "]";
    }

    private record Reader(List<SettingSource> sources, List<String> problems) {

        <T> @Nullable T read(Setting<T> setting) {
            for (SettingSource source : sources) {
                String text = source.lookup().apply(setting);
                if (text != null) {
                    return parse(setting, text, source);
                }
            }
            return null;
        }

        private <T> @Nullable T parse(Setting<T> setting, String text, SettingSource source) {
            try {
                return setting.parser().apply(text);
            } catch (IllegalArgumentException e) {
                String shown = setting.secret() ? "****" : "\"" + text + "\"";
                problems.add(setting.name() + " (" + source.name() + "): " + shown + " " + e.getMessage());
                return null;
            }
        }
    }
}
