package dev.hec.log4j2;

import dev.hec.EventMapper;
import dev.hec.format.EventWriter;
import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import dev.hec.settings.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.jspecify.annotations.Nullable;

/**
 * Host, source, sourcetype and index that differ from event to event: texts with a {@code %} or <code>${</code> are patterns
 * of Log4j, such as {@code %c}, {@code %X{tenant}} or <code>${ctx:tenant}</code>, which is written <code>$${ctx:tenant}</code>
 * in a configuration. Thread-safe.
 */
final class MetadataPatterns {

    private static final List<Setting<String>> METADATA =
            List.of(HecSetting.HOST, HecSetting.SOURCE, HecSetting.SOURCETYPE, HecSetting.INDEX);

    private final Map<Setting<?>, PatternLayout> layouts = new LinkedHashMap<>();

    MetadataPatterns(HecSettings settings, @Nullable Configuration configuration) {
        for (Setting<String> setting : METADATA) {
            String text = settings.find(setting);
            if (text != null && (text.indexOf('%') >= 0 || text.contains("${"))) {
                layouts.put(setting, layout(text, configuration));
            }
        }
    }

    @SuppressWarnings("deprecation") // the oldest Log4j that is supported has no other names
    private static PatternLayout layout(String pattern, @Nullable Configuration configuration) {
        return PatternLayout.newBuilder()
                .withConfiguration(configuration)
                .withPattern(pattern)
                // Else a stack trace would be added to it.
                .withAlwaysWriteExceptions(false)
                .build();
    }

    /** What is left for the client: metadata that is the same for all events. */
    HecSettings rest(HecSettings settings) {
        return layouts.isEmpty() ? settings : settings.without(layouts.keySet());
    }

    /** Whether one of the patterns asks for the place of the log call. */
    boolean requiresLocation() {
        return layouts.values().stream().anyMatch(PatternLayout::requiresLocation);
    }

    /** A mapper that also writes this metadata. */
    EventMapper<LogEvent> addedTo(EventMapper<LogEvent> mapper) {
        if (layouts.isEmpty()) {
            return mapper;
        }
        return (event, out) -> {
            mapper.map(event, out);
            write(event, out);
        };
    }

    private void write(LogEvent event, EventWriter out) {
        layouts.forEach((setting, layout) -> out.metadata(setting.name(), layout.toSerializable(event)));
    }
}
