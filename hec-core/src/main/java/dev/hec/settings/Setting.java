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

    /** User and password of an address, and a token among its parameters. */
    private static final String SECRET = "(?i)(?<=//).*(?=@)|(?<=[?&]token=)[^&#]*";

    /** A part of the text in what is told about it, whatever quotes are in there. */
    private static final String QUOTED = "(?s)\".*\"";

    static <T> Setting<T> of(String name, Kind<T> kind, @Nullable String defaultText, String description) {
        return new Setting<>(name, kind, defaultText, description, false);
    }

    /** What to tell about a text of this setting that cannot be read. */
    String problem(String text, IllegalArgumentException cause) {
        String reason = String.valueOf(cause.getMessage());
        if (secret) {
            reason = reason.replaceAll(QUOTED, "****");
        }
        return name + ": " + shown(text) + " " + reason + "; expected " + kind.expected();
    }

    /** A text of this setting, in quotes, as it may be told: stars for a secret, also for one in an address. */
    public String shown(String text) {
        return secret ? "****" : "\"" + text.replaceAll(SECRET, "****") + "\"";
    }

    /**
     * A row is equal to itself only: there is one of each. Written out, because JDK 17 may keep the class of the last
     * record that it has made this method for, and with it all classes of a stopped application.
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
