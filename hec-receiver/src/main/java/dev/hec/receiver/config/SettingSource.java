package dev.hec.receiver.config;

import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A place where settings are written.
 *
 * @param name how messages call it
 * @param lookup gives the text of a setting, or null where it is not set there
 */
public record SettingSource(String name, Function<Setting<?>, @Nullable String> lookup) {

    /** System properties: {@code hec.data-dir}, … Empty ones count as not set. */
    public static SettingSource properties(Properties properties) {
        return new SettingSource("system property", setting -> orNull(properties.getProperty(setting.property())));
    }

    /** Environment variables: {@code HEC_DATA_DIR}, … Empty ones count as not set. */
    public static SettingSource environment(Map<String, String> environment) {
        return new SettingSource("environment variable", setting -> orNull(environment.get(setting.variable())));
    }

    /** The defaults of the table. */
    public static SettingSource defaults() {
        return new SettingSource("default", setting -> orNull(setting.defaultText()));
    }

    static @Nullable String orNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
