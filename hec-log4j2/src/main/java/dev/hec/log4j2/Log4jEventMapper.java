package dev.hec.log4j2;

import dev.hec.EventMapper;
import dev.hec.format.EventField;
import dev.hec.format.EventWriter;
import dev.hec.format.ThrowableFields;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.ThreadContext.ContextStack;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a Log4j event as an object with the names of {@link EventField}. Stateless; keeps nothing of the event, which Log4j
 * uses again for the next one.
 *
 * <p>The entries of a {@link MapMessage} become fields with the JSON type of their value, beside the message's text.
 */
public final class Log4jEventMapper implements EventMapper<LogEvent> {

    /** A mapper. */
    public Log4jEventMapper() {}

    @Override
    public void map(LogEvent event, EventWriter out) {
        Message message = event.getMessage();
        out.beginObject();
        if (message != null) {
            out.field(EventField.MESSAGE, message.getFormattedMessage());
        }
        out.field(EventField.SEVERITY, event.getLevel().name());
        out.field(EventField.LOGGER, event.getLoggerName());
        out.field(EventField.THREAD, event.getThreadName());
        writeContext(event.getContextData(), out);
        writeStack(event.getContextStack(), out);
        writeMarkers(event.getMarker(), out);
        if (message instanceof MapMessage<?, ?> map) {
            map.forEach((key, value, to) -> to.value(EventField.ofKey(key), value), out);
        }
        ThrowableFields.write(out, event.getThrown());
        out.endObject();
    }

    private static void writeContext(@Nullable ReadOnlyStringMap context, EventWriter out) {
        if (context == null || context.isEmpty()) {
            return;
        }
        out.beginObject(EventField.MDC);
        // Without a captured variable, so that it is one object for all events.
        context.forEach((name, value, to) -> to.value(name, value), out);
        out.endObject();
    }

    private static void writeStack(@Nullable ContextStack stack, EventWriter out) {
        if (stack == null || stack.getDepth() == 0) {
            return;
        }
        out.beginArray(EventField.NDC);
        stack.asList().forEach(out::string);
        out.endArray();
    }

    private static void writeMarkers(@Nullable Marker marker, EventWriter out) {
        if (marker == null) {
            return;
        }
        out.beginArray(EventField.MARKERS);
        if (marker.hasParents()) {
            Set<String> names = new LinkedHashSet<>();
            collect(marker, names);
            names.forEach(out::string);
        } else {
            out.string(marker.getName());
        }
        out.endArray();
    }

    /** A name seen is not followed again, so that no circle of parents goes on for ever. */
    private static void collect(Marker marker, Set<String> names) {
        if (names.add(marker.getName()) && marker.hasParents()) {
            for (Marker parent : marker.getParents()) {
                collect(parent, names);
            }
        }
    }
}
