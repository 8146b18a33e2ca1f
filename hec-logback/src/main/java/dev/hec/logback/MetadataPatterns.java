package dev.hec.logback;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.ContextBase;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.status.Status;
import dev.hec.EventMapper;
import dev.hec.format.EventWriter;
import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import dev.hec.settings.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Host, source, sourcetype and index that differ from event to event: texts with a {@code %} are patterns of Logback, such as
 * {@code %logger} or {@code %X{tenant:-none}}. Thread-safe.
 */
final class MetadataPatterns {

    private static final List<Setting<String>> METADATA =
            List.of(HecSetting.HOST, HecSetting.SOURCE, HecSetting.SOURCETYPE, HecSetting.INDEX);

    private final Map<Setting<?>, PatternLayout> layouts = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if one of the patterns is none; its message says what to do */
    MetadataPatterns(HecSettings settings, Context context) {
        for (Setting<String> setting : METADATA) {
            String text = settings.find(setting);
            if (text != null && text.indexOf('%') >= 0) {
                requireUsable(setting, text, context);
                layouts.put(setting, layout(text, context));
            }
        }
    }

    private static PatternLayout layout(String pattern, Context context) {
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern(pattern);
        // Else a stack trace would be added to it.
        layout.setPostCompileProcessor(null);
        layout.start();
        return layout;
    }

    /** Tried apart, since what is wrong would be an error of Logback's status, and Spring Boot ends an application for that. */
    private static void requireUsable(Setting<?> setting, String pattern, Context context) {
        Context apart = new ContextBase();
        Object ownWords = context.getObject(CoreConstants.PATTERN_RULE_REGISTRY);
        if (ownWords != null) {
            apart.putObject(CoreConstants.PATTERN_RULE_REGISTRY, ownWords);
        }
        PatternLayout layout = layout(pattern, apart);
        String told = apart.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getEffectiveLevel() >= Status.WARN)
                .map(Status::getMessage)
                .findFirst()
                .orElse(layout.isStarted() ? null : "it cannot be read");
        if (told != null) {
            throw new IllegalArgumentException(setting.name() + ": \"" + pattern + "\" is no pattern of Logback ("
                    + told + "); correct it, or write a percent sign itself as \\%");
        }
    }

    /** What is left for the client: metadata that is the same for all events. */
    HecSettings rest(HecSettings settings) {
        return layouts.isEmpty() ? settings : settings.without(layouts.keySet());
    }

    /** A mapper that also writes this metadata. */
    EventMapper<ILoggingEvent> addedTo(EventMapper<ILoggingEvent> mapper) {
        if (layouts.isEmpty()) {
            return mapper;
        }
        return (event, out) -> {
            mapper.map(event, out);
            write(event, out);
        };
    }

    private void write(ILoggingEvent event, EventWriter out) {
        layouts.forEach((setting, layout) -> out.metadata(setting.name(), layout.doLayout(event)));
    }
}
