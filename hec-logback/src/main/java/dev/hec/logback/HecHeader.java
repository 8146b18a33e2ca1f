package dev.hec.logback;

import org.jspecify.annotations.Nullable;

/**
 * A header added to every request: {@code <header><name>X-Tenant</name><value>blue</value></header>}. Unlike in the setting
 * {@code headers}, its value may hold commas. Not thread-safe.
 */
public final class HecHeader {

    private @Nullable String name;
    private @Nullable String value;

    /** A header without name and value. */
    public HecHeader() {}

    /** Its name; null if not set. */
    public @Nullable String getName() {
        return name;
    }

    /** Sets the name. */
    public void setName(String name) {
        this.name = name;
    }

    /** Its value; null if not set. */
    public @Nullable String getValue() {
        return value;
    }

    /** Sets the value. */
    public void setValue(String value) {
        this.value = value;
    }
}
