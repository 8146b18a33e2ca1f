package dev.hec.settings;

import dev.hec.format.EventDefaults;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checked settings: every value parsed and in range, and all of them fit together. Immutable; made by
 * {@link HecConfig#parse}. Two of them are equal if they came from the same texts.
 */
public final class HecSettings {

    private final Map<Setting<?>, Object> values;

    HecSettings(Map<Setting<?>, Object> values) {
        this.values = Map.copyOf(values);
    }

    /** The value of a setting, or null if it has neither a text nor a default. */
    @SuppressWarnings("unchecked") // HecConfig puts in what the setting's own kind has parsed
    public <T> @Nullable T find(Setting<T> setting) {
        return (T) values.get(setting);
    }

    /**
     * The value of a setting that has a default or is required.
     *
     * @throws IllegalStateException if there is none
     */
    public <T> T get(Setting<T> setting) {
        T value = find(setting);
        if (value == null) {
            throw new IllegalStateException(setting.name() + " has no value");
        }
        return value;
    }

    /** These settings without the values of some, for an adapter that sees to those itself. */
    public HecSettings without(Collection<? extends Setting<?>> settings) {
        Map<Setting<?>, Object> rest = new HashMap<>(values);
        rest.keySet().removeAll(settings);
        return new HecSettings(rest);
    }

    /** What every event carries beside its own content. */
    public EventDefaults eventDefaults() {
        return new EventDefaults(
                find(HecSetting.HOST),
                find(HecSetting.SOURCE),
                find(HecSetting.SOURCETYPE),
                find(HecSetting.INDEX),
                get(HecSetting.FIELDS));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HecSettings settings && values.equals(settings.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** All values, secrets as stars. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Setting<?> setting : HecSetting.ALL) {
            Object value = values.get(setting);
            if (value != null) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(setting.name())
                        .append('=')
                        .append(setting.secret() ? "****" : value);
            }
        }
        return text.toString();
    }
}
