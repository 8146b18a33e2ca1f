package dev.hec.receiver.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings, read and checked; each is described by its row in {@link Setting}. Immutable. */
public final class Settings {

    private final Map<Setting<?>, Object> values;

    /** Where each value was written, and how. */
    private final Map<Setting<?>, Origin> origins;

    private Settings(Map<Setting<?>, Object> values, Map<Setting<?>, Origin> origins) {
        this.values = Map.copyOf(values);
        this.origins = Map.copyOf(origins);
    }

    /** What holds where nothing is set. */
    public static Settings defaults() {
        try {
            return read(List.of(SettingSource.defaults()), List.of());
        } catch (InvalidSettings e) {
            throw new IllegalStateException("a default of the table is wrong", e);
        }
    }

    /**
     * The settings of {@code java -jar}: command line, then system properties, then environment, then the file that one of them
     * names, then defaults.
     */
    public static Settings of(CommandLine commandLine) throws InvalidSettings {
        return withFile(
                List.of(
                        commandLine.source(),
                        SettingSource.properties(System.getProperties()),
                        SettingSource.environment(System.getenv())),
                List.of(SettingSource.defaults()),
                commandLine.problems());
    }

    /**
     * Reads all settings, also those of the file that {@code config} names.
     *
     * @param before where to look before the file, the most important first; one of these names it
     * @param after where to look after the file
     * @param problems what is wrong already
     * @throws InvalidSettings with these and all further problems
     */
    public static Settings withFile(List<SettingSource> before, List<SettingSource> after, List<String> problems)
            throws InvalidSettings {
        List<SettingSource> sources = new ArrayList<>(before);
        List<String> found = new ArrayList<>(problems);
        Optional<Path> path = configFile(before);
        if (path.isPresent()) {
            ConfigFile file = ConfigFile.read(path.get());
            sources.add(file.source());
            found.addAll(file.problems());
        }
        sources.addAll(after);
        return read(sources, found);
    }

    private static Optional<Path> configFile(List<SettingSource> sources) {
        for (SettingSource source : sources) {
            String text = source.lookup().apply(Setting.CONFIG);
            if (text != null) {
                try {
                    return Optional.of(Setting.CONFIG.parser().apply(text));
                } catch (IllegalArgumentException e) {
                    return Optional.empty(); // reported when all settings are read
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Reads all settings.
     *
     * @param sources where to look, the most important first
     * @param problems what is wrong already
     * @throws InvalidSettings with these and all further problems
     */
    public static Settings read(List<SettingSource> sources, List<String> problems) throws InvalidSettings {
        List<String> found = new ArrayList<>(problems);
        Map<Setting<?>, Object> values = new HashMap<>();
        Map<Setting<?>, Origin> origins = new HashMap<>();
        for (Setting<?> setting : Setting.ALL) {
            for (SettingSource source : sources) {
                String text = source.lookup().apply(setting);
                if (text != null) {
                    read(setting, text, source, values, found);
                    origins.put(setting, new Origin(text, source.place().apply(setting)));
                    break;
                }
            }
        }
        if (values.containsKey(Setting.TOKEN) && values.containsKey(Setting.TOKEN_FILE)) {
            found.add("token and token-file are both set; keep one of them");
        }
        if (values.containsKey(Setting.TLS_CERTIFICATE) != values.containsKey(Setting.TLS_KEY)) {
            found.add("tls-certificate and tls-key belong together; set both or none");
        }
        if (!found.isEmpty()) {
            throw new InvalidSettings(found);
        }
        return new Settings(values, origins);
    }

    private static void read(
            Setting<?> setting,
            String text,
            SettingSource source,
            Map<Setting<?>, Object> values,
            List<String> problems) {
        try {
            values.put(setting, setting.parser().apply(text));
        } catch (IllegalArgumentException e) {
            String shown = setting.secret() ? "****" : "\"" + text + "\"";
            problems.add(setting.name() + " (" + source.place().apply(setting) + "): " + shown + " " + e.getMessage());
        }
    }

    /**
     * The value of a setting that has a default.
     *
     * @throws IllegalStateException if it has neither a default nor a value; ask {@link #find} for such a one
     */
    public <T> T get(Setting<T> setting) {
        return find(setting)
                .orElseThrow(() -> new IllegalStateException(setting.name() + " has no default and is not set"));
    }

    /** The value of a setting, or empty if it is not set and has no default. */
    @SuppressWarnings("unchecked") // the value came from the parser of the same row, or from with()
    public <T> Optional<T> find(Setting<T> setting) {
        return Optional.ofNullable((T) values.get(setting));
    }

    /** The same with another value for one setting. */
    public <T> Settings with(Setting<T> setting, T value) {
        Map<Setting<?>, Object> changed = new HashMap<>(values);
        changed.put(setting, value);
        Map<Setting<?>, Origin> changedOrigins = new HashMap<>(origins);
        changedOrigins.put(setting, new Origin(String.valueOf(value), "program"));
        return new Settings(changed, changedOrigins);
    }

    /**
     * What holds and where it was written, for people, without secrets: a line for each setting that somebody has set, and one
     * for all that have their default.
     */
    public List<String> description() {
        List<String> lines = new ArrayList<>();
        List<String> defaults = new ArrayList<>();
        for (Setting<?> setting : Setting.ALL) {
            Origin origin = origins.get(setting);
            if (origin == null) {
                continue;
            }
            String shown = setting.name() + "=" + (setting.secret() ? "****" : visible(origin.text()));
            if (origin.place().equals(SettingSource.DEFAULT)) {
                defaults.add(shown);
            } else {
                lines.add(shown + " (" + origin.place() + ")");
            }
        }
        lines.add("defaults: " + String.join(" ", defaults));
        return lines;
    }

    /** One line, whatever somebody wrote. */
    private static String visible(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /**
     * How a value was written.
     *
     * @param place what its source calls it
     */
    private record Origin(String text, String place) {}

    @Override
    public boolean equals(Object other) {
        return other instanceof Settings settings && values.equals(settings.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** What differs from the defaults is not told, and no secret is. */
    @Override
    public String toString() {
        return "Settings[dataDir=" + get(Setting.DATA_DIR) + ", bind=" + get(Setting.BIND) + ", port="
                + get(Setting.PORT) + "]";
    }
}
