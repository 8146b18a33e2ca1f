package dev.hec.format;

import java.util.Arrays;
import java.util.List;

/**
 * The names of an event's members so far, to find two that would be one field once the collector has flattened the event:
 * equal ones, and {@code a.b} beside an object {@code a}.
 *
 * <p>Confined to one thread; memory is reused from event to event.
 */
final class MemberNames {

    private String[] names = new String[32];
    private boolean[] objects = new boolean[32];
    private int count;

    /** Names of every event, taken once somebody asks for another one, which few events do. */
    private List<String> free = List.of();

    private List<String> freeObjects = List.of();

    void clear() {
        count = 0;
        free = List.of();
        freeObjects = List.of();
    }

    /**
     * Takes the first names of an event, which are known to be free.
     *
     * @param names are not changed any more
     */
    void begin(List<String> names, List<String> ofObjects) {
        free = names;
        freeObjects = ofObjects;
    }

    /**
     * Takes a name, if it is free.
     *
     * @param object whether the member is an object, which becomes a field for each of its own members
     * @return false if the name clashes with one taken before
     */
    boolean claim(String name, boolean object) {
        if (count == 0) {
            addAll(free, false);
            addAll(freeObjects, true);
        }
        for (int i = 0; i < count; i++) {
            String taken = names[i];
            if (taken.equals(name) || (objects[i] && isBelow(name, taken)) || (object && isBelow(taken, name))) {
                return false;
            }
        }
        add(name, object);
        return true;
    }

    private void addAll(List<String> all, boolean objects) {
        for (int i = 0; i < all.size(); i++) {
            add(all.get(i), objects);
        }
    }

    private void add(String name, boolean object) {
        if (count == names.length) {
            names = Arrays.copyOf(names, 2 * count);
            objects = Arrays.copyOf(objects, 2 * count);
        }
        names[count] = name;
        objects[count++] = object;
    }

    private static boolean isBelow(String name, String object) {
        return name.length() > object.length() && name.charAt(object.length()) == '.' && name.startsWith(object);
    }
}
