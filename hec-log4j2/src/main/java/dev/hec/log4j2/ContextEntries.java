package dev.hec.log4j2;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.logging.log4j.util.IndexedReadOnlyStringMap;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.TriConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the entries of context maps without making anything, as long as one event has the same names as another.
 *
 * <p>Log4j's usual map collects and sorts its names whenever somebody goes through it, and is another object for each event.
 * So the names are remembered here, one set of them for each number of names.
 *
 * <p>Thread-safe.
 */
final class ContextEntries {

    private static final int SETS = 16;

    private final AtomicReferenceArray<String @Nullable []> seen = new AtomicReferenceArray<>(SETS);

    /** Passes on each entry, in the map's own order. */
    <S> void forEach(ReadOnlyStringMap context, TriConsumer<String, Object, S> entries, S state) {
        if (context instanceof IndexedReadOnlyStringMap) {
            context.forEach(entries, state);
            return;
        }
        String[] names = seen.get(context.size() % SETS);
        if (names == null || !areAllOf(context, names)) {
            context.forEach(entries, state);
            remember(context);
            return;
        }
        for (String name : names) {
            entries.accept(name, context.getValue(name), state);
        }
    }

    private static boolean areAllOf(ReadOnlyStringMap context, String[] names) {
        if (names.length != context.size()) {
            return false;
        }
        for (String name : names) {
            if (!context.containsKey(name)) {
                return false;
            }
        }
        return true;
    }

    private void remember(ReadOnlyStringMap context) {
        List<@Nullable String> names = new ArrayList<>(context.size());
        context.forEach((name, value, to) -> to.add(name), names);
        // Not every map can be asked for a name that is null.
        if (!names.contains(null)) {
            seen.set(context.size() % SETS, names.toArray(new String[0]));
        }
    }
}
