package dev.hec.event;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The name of each part of an event: that of a preset, or the user's own. Immutable. */
final class FieldNames {

    private final Map<EventField, String> names = new EnumMap<>(EventField.class);

    /**
     * Reads names.
     *
     * @param preset one of {@link EventField#PRESETS}
     * @param own the user's names by {@link EventField#key} or group; an empty one leaves the part out
     */
    FieldNames(String preset, Map<String, String> own) {
        for (EventField field : EventField.values()) {
            String group = field.group();
            String name = own.get(field.key());
            if (name == null && own.containsKey(group)) {
                String prefix = own.get(group);
                name = prefix.isEmpty() ? "" : prefix + field.key().substring(group.length());
            }
            String chosen = name == null ? field.name(preset) : name;
            if (!chosen.isEmpty()) {
                names.put(field, chosen);
            }
        }
    }

    /** The name of a part; null if it is left out, or, for the MDC, if its entries stand beside the other fields. */
    @Nullable
    String of(EventField field) {
        return names.get(field);
    }

    /**
     * Makes sure that no two parts have one name, nor one a name inside the object of the other.
     *
     * @throws IllegalArgumentException if two have
     */
    void requireDifferent(Set<EventField> included) {
        for (EventField one : included) {
            for (EventField other : included) {
                String name = of(one);
                String otherName = of(other);
                if (one != other
                        && name != null
                        && otherName != null
                        && (name.equals(otherName) || otherName.startsWith(name + "."))) {
                    throw new IllegalArgumentException("fieldNames: " + one.key() + " is named \"" + name + "\" and "
                            + other.key() + " \"" + otherName + "\", which is one field once flattened;"
                            + " give each a name of its own");
                }
            }
        }
    }

    /** Names of the parts of a group; one object if all that have a name share all but the last steps of it. */
    Group group(String group) {
        List<EventField> fields = EventField.group(group);
        String object = null;
        Set<String> given = new HashSet<>();
        for (EventField field : fields) {
            String name = of(field);
            if (name != null) {
                object = object == null ? parent(name) : common(object, name);
                given.add(name);
            }
        }
        Map<EventField, String> inside = new EnumMap<>(EventField.class);
        boolean nested = object != null && !object.isEmpty() && !given.contains(object);
        for (EventField field : fields) {
            String name = of(field);
            if (name != null) {
                inside.put(field, nested && object != null ? name.substring(object.length() + 1) : name);
            }
        }
        return new Group(nested ? object : null, inside);
    }

    private static String parent(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }

    private static String common(String object, String name) {
        String shared = object;
        while (!shared.isEmpty() && !name.startsWith(shared + ".")) {
            shared = parent(shared);
        }
        return shared;
    }

    /**
     * Parts that belong together.
     *
     * @param object name of the object that holds them; null if they stand beside the other fields
     * @param names of the parts that are not left out, inside that object
     */
    record Group(@Nullable String object, Map<EventField, String> names) {

        @Nullable
        String of(EventField field) {
            return names.get(field);
        }
    }
}
