package dev.hec.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The texts given under names of {@link SplunkName}, and what became of them. Not thread-safe.
 *
 * <p>A setting given under its own name is never changed: the old name gives way, and the note says so.
 */
final class SplunkTexts {

    private final Map<SplunkName, String> given = new LinkedHashMap<>();

    /** The old name that gave a setting its text; of the last translation. */
    private final Map<String, String> origins = new LinkedHashMap<>();

    private final List<String> told = new ArrayList<>();
    private boolean lost;

    boolean isEmpty() {
        return given.isEmpty();
    }

    void put(SplunkName name, String text) {
        given.put(name, text);
    }

    void remove(SplunkName name) {
        given.remove(name);
    }

    /** Adds to the texts by names of settings what the old names say, and to the problems what they cannot. */
    void translate(Map<String, String> texts, List<String> problems) {
        origins.clear();
        told.clear();
        lost = false;
        for (Map.Entry<SplunkName, String> option : given.entrySet()) {
            SplunkName name = option.getKey();
            String text = option.getValue();
            try {
                translate(name, text, texts);
            } catch (IllegalArgumentException e) {
                problems.add(name.name() + ": \"" + text + "\" " + e.getMessage());
            }
        }
    }

    private void translate(SplunkName name, String text, Map<String, String> texts) {
        String translated = name.reader().apply(text).orElse(null);
        Setting<?> setting = name.setting();
        if (setting == null) {
            told.add(name.name() + " has no effect: " + name.advice().replace("`", ""));
            lost |= name.lost();
        } else if (translated == null) {
            told.add(name.name() + "=" + text + " sets nothing, " + setting.name() + " stays as it is");
        } else if (setting.equals(EventSetting.FIELD_NAMES)) {
            addFieldName(name, text, translated, texts);
        } else if (texts.containsKey(setting.name())) {
            tellThatItGivesWay(name, setting);
        } else {
            take(name, text, setting, translated, translated, texts);
        }
    }

    /** Several old names go into this setting, beside what the user has written there. */
    private void addFieldName(SplunkName name, String text, String pair, Map<String, String> texts) {
        Setting<?> setting = EventSetting.FIELD_NAMES;
        String listed = texts.get(setting.name());
        Set<String> known = listed == null ? Set.of() : parts(listed);
        if (known == null) {
            // What the user wrote will be told as it is.
            return;
        }
        if (known.contains(pair.substring(0, pair.indexOf('=')))) {
            tellThatItGivesWay(name, setting);
        } else {
            take(name, text, setting, pair, listed == null ? pair : listed + ", " + pair, texts);
        }
    }

    private static @Nullable Set<String> parts(String listed) {
        try {
            return EventSetting.FIELD_NAMES.kind().parse(listed).keySet();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void tellThatItGivesWay(SplunkName name, Setting<?> setting) {
        String winner = origins.getOrDefault(setting.name(), setting.name());
        told.add(name.name() + " gives way to " + winner + ", which is given too");
    }

    private void take(
            SplunkName name, String text, Setting<?> setting, String shown, String full, Map<String, String> texts) {
        texts.put(setting.name(), full);
        if (!setting.equals(EventSetting.FIELD_NAMES)) {
            origins.put(setting.name(), name.name());
        }
        told.add(name.name() + "=" + text + " is taken as " + setting.name() + "=" + shown);
    }

    /** What to tell about a setting that cannot be read: with the old name, if it came by one. */
    String problem(Setting<?> setting, String problem) {
        String origin = origins.get(setting.name());
        return origin == null ? problem : origin + ", taken as " + problem;
    }

    /** Tells, in one sentence, what became of the old names; as a warning only if something they did is not done here. */
    void tell(Consumer<String> info, Consumer<String> warning) {
        if (!told.isEmpty()) {
            (lost ? warning : info)
                    .accept("option names of splunk-library-javalogging are understood: " + String.join("; ", told)
                            + ". docs/migrating-from-splunk-javalogging.md has the names to write instead.");
        }
    }
}
