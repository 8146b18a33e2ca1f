package dev.hec.receiver.parse;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one line, while a parser finds them. {@code message} is the whole line until the parser sets it. Confined to one
 * request.
 *
 * <p>Each field is paid for before it is made, so that a line of a few million pairs meets the bound of its request and not that
 * of the heap.
 *
 * @param <X> see {@link Scope}
 */
final class LineFields<X extends Exception> {

    /** Most fields of a line; beyond that it is not what its parser takes it for. */
    static final int MOST = 1000;

    private static final long FIELD_BYTES = 128;
    private static final long BYTES_PER_CHAR = 2;

    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final String line;
    private final Scope<X> scope;
    private final Map<String, ValueType> types;
    private final Set<String> absent;

    /**
     * For one line.
     *
     * @param types what to make of texts, by field
     * @param absent texts that stand for "no value"
     */
    LineFields(String line, Scope<X> scope, Map<String, ValueType> types, Set<String> absent) {
        this.line = line;
        this.scope = scope;
        this.types = types;
        this.absent = absent;
        fields.put("message", line);
    }

    /** Sets a field to a text that was found; of two values under one name the last stays. */
    void put(String name, String text) throws X {
        if (!absent.contains(text)) {
            scope.take(FIELD_BYTES + BYTES_PER_CHAR * (name.length() + text.length()));
            ValueType type = types.get(name);
            set(name, type == null ? text : type.of(text));
        }
    }

    /** Sets a field to a value that is no text. */
    void put(String name, Object value) throws X {
        scope.take(FIELD_BYTES + BYTES_PER_CHAR * name.length());
        set(name, value);
    }

    private void set(String name, Object value) {
        Object before = fields.put(name, value);
        if (before != null && before != line) {
            scope.clash();
        }
    }

    /** Adds fields that were made, and paid for, elsewhere. */
    void putAll(Map<String, Object> made) {
        for (Map.Entry<String, Object> field : made.entrySet()) {
            Object value = field.getValue();
            if (!(value instanceof String text)) {
                fields.put(field.getKey(), value);
            } else if (!absent.contains(text)) {
                ValueType type = types.get(field.getKey());
                fields.put(field.getKey(), type == null ? text : type.of(text));
            }
        }
    }

    /** Adds fields that the line does not have by itself. */
    void addConstants(Map<String, Object> constants) throws X {
        for (Map.Entry<String, Object> constant : constants.entrySet()) {
            if (!fields.containsKey(constant.getKey())) {
                put(constant.getKey(), constant.getValue());
            }
        }
    }

    @Nullable
    Object get(String name) {
        return fields.get(name);
    }

    void remove(String name) {
        fields.remove(name);
    }

    /** Whether there are more fields than a line may have. */
    boolean tooMany() {
        return fields.size() > MOST;
    }

    Scope<X> scope() {
        return scope;
    }

    Map<String, Object> asMap() {
        return fields;
    }
}
