package dev.hec.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.hec.EventMapper;
import dev.hec.event.EventField;
import dev.hec.event.EventShape;
import dev.hec.event.Origin;
import dev.hec.format.EventWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * Writes a Logback event as an object, see {@link EventShape}. Thread-safe.
 *
 * <p>Key/value pairs keep the JSON type of their value; of pairs with the same key the last one counts. Structured arguments
 * and markers of logstash-logback-encoder become fields as they do there.
 */
public final class LogbackEventMapper implements EventMapper<ILoggingEvent> {

    private final EventShape shape;
    private final LogstashFields logstash = new LogstashFields();

    /** A mapper to this shape. */
    public LogbackEventMapper(EventShape shape) {
        this.shape = shape;
    }

    @Override
    public void map(ILoggingEvent event, EventWriter out) {
        shape.begin(out);
        writeMessage(event, out);
        shape.text(out, EventField.SEVERITY, event.getLevel().toString());
        // Logback's own numbers are the ones that this field has.
        shape.number(out, EventField.LEVEL_VALUE, event.getLevel().toInt());
        shape.text(out, EventField.LOGGER, event.getLoggerName());
        shape.text(out, EventField.THREAD, event.getThreadName());
        shape.text(out, EventField.TEMPLATE, event.getMessage());
        shape.arguments(out, event.getArgumentArray());
        if (shape.includesCaller()) {
            writeCaller(event, out);
        }
        writePairs(event.getKeyValuePairs(), out);
        writeArguments(event.getArgumentArray(), out);
        writeMarkers(event.getMarkerList(), out);
        shape.context(out, event.getMDCPropertyMap());
        writeException(event.getThrowableProxy(), out);
        shape.end(out);
    }

    /**
     * Logback's own event would make a text of it and keep that, so it is put together here; but only in the log call itself.
     * Behind an {@code AsyncAppender} the event has its text already, and the arguments may have changed since.
     */
    private void writeMessage(ILoggingEvent event, EventWriter out) {
        Object[] arguments = event.getArgumentArray();
        String template = event.getMessage();
        if (event.getClass() != LoggingEvent.class
                || arguments == null
                || template == null
                || !isInTheLogCall(event)
                || endsWithAThrowable(arguments)) {
            shape.text(out, EventField.MESSAGE, event.getFormattedMessage());
        } else {
            shape.message(out, template, arguments);
        }
    }

    /** The same name is not enough, two threads may have it; the same object is, since an event takes it from its thread. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isInTheLogCall(ILoggingEvent event) {
        return event.getThreadName() == Thread.currentThread().getName();
    }

    /** Only in events that were not made by a log call; SLF4J would not write it. */
    private static boolean endsWithAThrowable(@Nullable Object[] arguments) {
        return arguments.length > 0 && arguments[arguments.length - 1] instanceof Throwable;
    }

    private void writeCaller(ILoggingEvent event, EventWriter out) {
        StackTraceElement[] frames = event.getCallerData();
        if (frames != null && frames.length > 0) {
            shape.caller(out, frames[0]);
        }
    }

    private void writePairs(@Nullable List<KeyValuePair> pairs, EventWriter out) {
        if (pairs == null) {
            return;
        }
        for (int i = 0; i < pairs.size(); i++) {
            String name = String.valueOf(pairs.get(i).key);
            if (isRepeated(name, pairs, i + 1)) {
                out.countClash();
            } else {
                shape.user(out, Origin.PAIR, name, pairs.get(i).value);
            }
        }
    }

    private static boolean isRepeated(String name, List<KeyValuePair> pairs, int from) {
        for (int i = from; i < pairs.size(); i++) {
            if (String.valueOf(pairs.get(i).key).equals(name)) {
                return true;
            }
        }
        return false;
    }

    private void writeArguments(@Nullable Object @Nullable [] arguments, EventWriter out) {
        if (arguments == null) {
            return;
        }
        for (Object argument : arguments) {
            if (argument != null && logstash.isStructured(argument)) {
                logstash.write(argument, shape, out);
            }
        }
    }

    private void writeMarkers(@Nullable List<Marker> markers, EventWriter out) {
        if (markers == null || markers.isEmpty()) {
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        List<Marker> structured = new ArrayList<>();
        markers.forEach(marker -> collect(marker, names, structured));
        for (Marker marker : structured) {
            logstash.write(marker, shape, out);
        }
        shape.list(out, EventField.MARKERS, names);
    }

    /** Markers may refer to each other in circles; one that was seen is not followed again. */
    @SuppressWarnings("deprecation") // SLF4J offers nothing else to see what a marker refers to
    private void collect(Marker marker, Set<String> names, List<Marker> structured) {
        boolean first;
        if (logstash.isStructured(marker)) {
            // These share one name, which says nothing; each is one of its own.
            first = structured.stream().noneMatch(seen -> seen == marker);
            if (first) {
                structured.add(marker);
            }
        } else {
            first = names.add(marker.getName());
        }
        if (first) {
            for (Iterator<Marker> references = marker.iterator(); references.hasNext(); ) {
                collect(references.next(), names, structured);
            }
        }
    }

    private void writeException(@Nullable IThrowableProxy proxy, EventWriter out) {
        if (proxy instanceof ThrowableProxy local) {
            shape.throwable(out, local.getThrowable());
        } else if (proxy != null) {
            // Received from another machine: there is only a description of the throwable.
            shape.throwable(
                    out,
                    proxy.getClassName(),
                    proxy.getMessage(),
                    ThrowableProxyUtil.asString(proxy).stripTrailing());
        }
    }
}
