package dev.hec.event;

import dev.hec.format.EventWriter;
import dev.hec.settings.EventSetting;
import dev.hec.settings.HecSettings;
import dev.hec.settings.NamePatterns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the MDC or ThreadContext are written, under which names, as which types. Immutable.
 *
 * <p>Runs for each entry of each event; a text is only taken for a number or boolean if it is one.
 */
final class ContextShape {

    /** Apart, for few have types. */
    private static final class Plain {

        static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");
    }

    private record Typed(NamePatterns names, String type) {}

    private final @Nullable NamePatterns include;
    private final @Nullable NamePatterns exclude;
    private final Map<String, String> names;
    private final String prefix;
    private final List<Typed> types = new ArrayList<>();

    ContextShape(HecSettings settings) {
        include = settings.find(EventSetting.MDC_INCLUDE);
        exclude = settings.find(EventSetting.MDC_EXCLUDE);
        Map<String, String> renamed = settings.find(EventSetting.MDC_RENAME);
        names = renamed == null ? Map.of() : renamed;
        String given = settings.find(EventSetting.MDC_PREFIX);
        prefix = given == null ? "" : given;
        Map<String, String> typed = settings.find(EventSetting.MDC_TYPES);
        if (typed != null) {
            typed.forEach((pattern, type) -> types.add(new Typed(NamePatterns.of(pattern), type)));
        }
    }

    /** Whether every entry is written as it is. */
    boolean isPlain() {
        return include == null && exclude == null && names.isEmpty() && prefix.isEmpty() && types.isEmpty();
    }

    /** Whether entries have other names than in the MDC, so that two could want the same. */
    boolean renames() {
        return !names.isEmpty();
    }

    /** The name for an entry; null if it is left out. */
    @Nullable
    String name(String key) {
        if ((include != null && !include.matches(key)) || (exclude != null && exclude.matches(key))) {
            return null;
        }
        String name = names.getOrDefault(key, key);
        return prefix.isEmpty() ? name : prefix + name;
    }

    /**
     * Writes an entry.
     *
     * @param key as it is in the MDC, which decides about its type
     */
    void write(EventWriter out, String key, String name, @Nullable Object value) {
        if (value instanceof String text) {
            for (int i = 0; i < types.size(); i++) {
                Typed typed = types.get(i);
                if (typed.names.matches(key)) {
                    writeAs(typed.type, out, name, text);
                    return;
                }
            }
            out.field(name, text);
        } else {
            out.value(name, value);
        }
    }

    private static void writeAs(String type, EventWriter out, String name, String text) {
        try {
            switch (type) {
                case "long" -> out.field(name, Long.parseLong(text));
                case "double" -> {
                    // Java takes more for a number than people do, such as 1d and NaN.
                    double number = Plain.NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
                    if (Double.isFinite(number)) {
                        out.value(name, number);
                    } else {
                        out.field(name, text);
                    }
                }
                case "boolean" -> {
                    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
                        out.field(name, Boolean.parseBoolean(text));
                    } else {
                        out.field(name, text);
                    }
                }
                default -> out.field(name, text);
            }
        } catch (NumberFormatException e) {
            // Thrown before anything is written.
            out.field(name, text);
        }
    }
}
