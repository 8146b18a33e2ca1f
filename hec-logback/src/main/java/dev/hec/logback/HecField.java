package dev.hec.logback;

import org.jspecify.annotations.Nullable;

/**
 * A field added to every event: {@code <field><name>env</name><value>prod</value></field>}. Filled by Logback, one setter
 * per element. Not thread-safe.
 */
public final class HecField {

    private @Nullable String name;
    private @Nullable String value;

    /** A field without name and value. */
    public HecField() {}

    /** The name of the field, or null if none was given. */
    public @Nullable String getName() {
        return name;
    }

    /** Sets the name of the field. */
    public void setName(String name) {
        this.name = name;
    }

    /** The value of the field, or null if none was given. */
    public @Nullable String getValue() {
        return value;
    }

    /** Sets the value of the field. */
    public void setValue(String value) {
        this.value = value;
    }
}
