package dev.hec.receiver.config;

import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A place where settings are written. Immutable.
 *
 * @param place how messages call it, for each setting
 * @param lookup gives the text of a setting, or null where it is not set there
 */
public record SettingSource(Function<Setting<?>, String> place, Function<Setting<?>, @Nullable String> lookup) {

    /** A place that is called the same for every setting. */
    public SettingSource(String place, Function<Setting<?>, @Nullable String> lookup) {
        this(setting -> place, lookup);
    }

    /** System properties: {@code hec.data-dir}, … Empty ones count as not set. */
    public static SettingSource properties(Properties properties) {
        return new SettingSource(
                setting -> "system property " + setting.property(),
                setting -> orNull(properties.getProperty(setting.property())));
    }

    /** Environment variables: {@code HEC_DATA_DIR}, … Empty ones count as not set. */
    public static SettingSource environment(Map<String, String> environment) {
        return new SettingSource(
                setting -> "environment variable " + setting.variable(),
                setting -> orNull(environment.get(setting.variable())));
    }

    static final String DEFAULT = "default";

    /** The defaults of the table. */
    public static SettingSource defaults() {
        return new SettingSource(DEFAULT, setting -> orNull(setting.defaultText()));
    }

    static @Nullable String orNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
