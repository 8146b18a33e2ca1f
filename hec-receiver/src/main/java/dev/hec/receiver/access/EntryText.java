package dev.hec.receiver.access;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a tokens file as it is written. Immutable.
 *
 * @param line its line, from 1
 * @param values its keys with what is written there
 */
record EntryText(int line, Map<String, Value> values) {

    /**
     * What is written at a key.
     *
     * @param line its line, from 1
     * @param texts one, or those of a list
     * @param list whether it is a list
     */
    record Value(int line, List<String> texts, boolean list) {}

    @Nullable
    Value value(String key) {
        return values.get(key);
    }

    /** Shows no value: one of them may be a token. */
    @Override
    public String toString() {
        return "EntryText[line " + line + "]";
    }
}
