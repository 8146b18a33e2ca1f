package dev.hec.log4j2;

import dev.hec.EventMapper;
import dev.hec.event.EventField;
import dev.hec.event.EventShape;
import dev.hec.event.Origin;
import dev.hec.format.EventWriter;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.ThreadContext.ContextStack;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ObjectMessage;
import org.apache.logging.log4j.message.StructuredDataMessage;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.StringBuilderFormattable;
import org.apache.logging.log4j.util.TriConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a Log4j event as an object, see {@link EventShape}. Thread-safe; keeps nothing of the event, which Log4j uses again
 * for the next one.
 *
 * <p>The entries of a {@link MapMessage} become fields with the JSON type of their value, beside the message's text; a
 * {@link StructuredDataMessage} has its id and type as {@code sd.id} and {@code sd.type}; a map, collection, array, number or
 * boolean of an {@link ObjectMessage} becomes the field {@code object}.
 */
public final class Log4jEventMapper implements EventMapper<LogEvent> {

    private static final int FATAL_VALUE = 50_000;

    private final EventShape shape;

    private final ContextEntries context = new ContextEntries();

    /** One object for all events. */
    private final TriConsumer<String, Object, EventWriter> entries;

    /** A mapper to this shape. */
    public Log4jEventMapper(EventShape shape) {
        this.shape = shape;
        entries = (key, value, out) -> shape.contextEntry(out, key, value);
    }

    @Override
    public void map(LogEvent event, EventWriter out) {
        Message message = event.getMessage();
        shape.begin(out);
        if (message != null) {
            shape.text(out, EventField.MESSAGE, text(message, out));
        }
        shape.text(out, EventField.SEVERITY, event.getLevel().name());
        shape.number(out, EventField.LEVEL_VALUE, value(event.getLevel()));
        shape.text(out, EventField.LOGGER, event.getLoggerName());
        shape.text(out, EventField.THREAD, event.getThreadName());
        if (message != null && shape.includes(EventField.TEMPLATE)) {
            shape.text(out, EventField.TEMPLATE, template(message));
        }
        if (message != null && shape.includes(EventField.ARGUMENTS)) {
            shape.arguments(out, message.getParameters());
        }
        StackTraceElement source = shape.includesCaller() ? event.getSource() : null;
        if (source != null) {
            shape.caller(out, source);
        }
        writeMessageFields(message, out);
        writeMarkers(event.getMarker(), out);
        writeContext(event.getContextData(), out);
        writeStack(event.getContextStack(), out);
        shape.throwable(out, event.getThrown());
        shape.end(out);
    }

    /** Most messages can write themselves without making a text of their own. */
    private static CharSequence text(Message message, EventWriter out) {
        if (message instanceof StringBuilderFormattable formattable) {
            StringBuilder text = out.scratch();
            formattable.formatTo(text);
            return text;
        }
        return message.getFormattedMessage();
    }

    /** The number of the nearest standard level at or above, see {@link EventField#LEVEL_VALUE}. */
    static int value(Level level) {
        if (level.intLevel() <= Level.FATAL.intLevel()) {
            return FATAL_VALUE;
        }
        return switch (HecAppender.severity(level)) {
            case ERROR -> 40_000;
            case WARN -> 30_000;
            case INFO -> 20_000;
            case DEBUG -> 10_000;
            case TRACE -> 5_000;
        };
    }

    @SuppressWarnings("deprecation") // Log4j offers nothing else for the text before the arguments are in it
    private static @Nullable String template(Message message) {
        return message.getFormat();
    }

    private void writeMessageFields(@Nullable Message message, EventWriter out) {
        if (message instanceof StructuredDataMessage structured) {
            shape.user(out, Origin.PAIR, "sd.id", String.valueOf(structured.getId()));
            shape.user(out, Origin.PAIR, "sd.type", structured.getType());
        }
        if (message instanceof MapMessage<?, ?> map) {
            map.forEach((key, value) -> shape.user(out, Origin.PAIR, key, value));
        } else if (message instanceof ObjectMessage object && hasStructure(object.getParameter())) {
            shape.user(out, Origin.PAIR, "object", object.getParameter());
        }
    }

    /** Whether more can be said of an object than its text, which is the message already. */
    private static boolean hasStructure(@Nullable Object object) {
        return object instanceof Map
                || object instanceof Collection
                || object instanceof Number
                || object instanceof Boolean
                || (object != null && object.getClass().isArray());
    }

    private void writeContext(@Nullable ReadOnlyStringMap data, EventWriter out) {
        if (data == null || data.isEmpty()) {
            return;
        }
        boolean object = shape.beginContext(out);
        context.forEach(data, entries, out);
        shape.endContext(out, object);
    }

    private void writeStack(@Nullable ContextStack stack, EventWriter out) {
        if (stack != null && stack.getDepth() > 0) {
            shape.list(out, EventField.NDC, stack.asList());
        }
    }

    private void writeMarkers(@Nullable Marker marker, EventWriter out) {
        if (marker == null) {
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        collect(marker, names);
        shape.list(out, EventField.MARKERS, names);
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
