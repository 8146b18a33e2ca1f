package dev.hec.receiver.query;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What senders call metadata, and under which names events have it: who sent a {@code host} looks for {@code host}. {@code source} and
 * {@code index} are called the same. Stateless.
 */
public final class FieldAlias {

    private static final Map<String, String> STORED = Map.of("host", "serverHost", "sourcetype", "parser");

    private FieldAlias() {}

    /** The name that events have instead; null if that is the same. */
    static @Nullable String storedAs(String name) {
        return STORED.get(name);
    }

    /** The field whose values are meant by a name. One that is itself called {@code host} is meant by {@code "host"}. */
    public static String counted(String name) {
        boolean quoted = name.length() > 2 && name.startsWith("\"") && name.endsWith("\"");
        String bare = quoted ? name.substring(1, name.length() - 1) : name;
        if (quoted) {
            return STORED.containsKey(bare) ? bare : name;
        }
        return STORED.getOrDefault(name, name);
    }
}
