package dev.hec.settings;

import org.jspecify.annotations.Nullable;

/**
 * One row of the settings table. Immutable.
 *
 * @param name the word users write, in XML and everywhere else
 * @param kind what texts it takes, and how they are read
 * @param defaultText the text taken where none is given; null if the setting is then absent
 * @param description a sentence for people
 * @param secret whether its text must never be shown
 * @param <T> type of the parsed value
 */
public record Setting<T>(
        String name, Kind<T> kind, @Nullable String defaultText, String description, boolean secret) {

    static <T> Setting<T> of(String name, Kind<T> kind, @Nullable String defaultText, String description) {
        return new Setting<>(name, kind, defaultText, description, false);
    }

    /** What to tell about a text of this setting that cannot be read. */
    String problem(String text, IllegalArgumentException cause) {
        String shown = secret ? "****" : "\"" + text + "\"";
        return name + ": " + shown + " " + cause.getMessage() + "; expected " + kind.expected();
    }
}
