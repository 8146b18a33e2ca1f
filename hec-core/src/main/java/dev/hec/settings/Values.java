package dev.hec.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values read so far, and the problems met. Not thread-safe. */
final class Values {

    private final Map<Setting<?>, Object> values = new LinkedHashMap<>();
    private final List<String> problems;
    private final SplunkTexts splunk;

    /**
     * No values yet.
     *
     * @param problems where to add what is found wrong
     * @param splunk knows which texts were given under other names
     */
    Values(List<String> problems, SplunkTexts splunk) {
        this.problems = problems;
        this.splunk = splunk;
    }

    <T> void read(Setting<T> setting, Map<String, String> texts) {
        String text = texts.getOrDefault(setting.name(), setting.defaultText());
        if (text != null) {
            try {
                put(setting, setting.kind().parse(text));
            } catch (IllegalArgumentException e) {
                problem(splunk.problem(setting, setting.problem(text, e)));
            }
        }
    }

    @SuppressWarnings("unchecked") // read and put store values of the setting's own type
    <T> @Nullable T find(Setting<T> setting) {
        return (T) values.get(setting);
    }

    <T> void put(Setting<T> setting, T value) {
        values.put(setting, value);
    }

    /** Tells that a setting is missing, unless it is there and has already been found wrong. */
    void requireText(Setting<?> setting, String problem) {
        for (String told : problems) {
            if (told.startsWith(setting.name() + ": ")) {
                return;
            }
        }
        problem(problem);
    }

    void problem(String problem) {
        problems.add(problem);
    }

    HecSettings settings() {
        return new HecSettings(values);
    }
}
