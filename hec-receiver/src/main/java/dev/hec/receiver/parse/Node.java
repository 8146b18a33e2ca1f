package dev.hec.receiver.parse;

import java.util.List;
import java.util.Map;

/**
 * A piece of a definition's file, with where it is. Immutable.
 *
 * @param line its line, from 1
 * @param value a {@code String}, a {@code Map<String, Node>} or a {@code List<Node>}
 */
record Node(int line, Object value) {

    /** What it is, for people. */
    String kind() {
        return value instanceof Map<?, ?> ? "a map" : value instanceof List<?> ? "a list" : "a text";
    }
}
