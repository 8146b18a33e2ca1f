package dev.hec.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.hec.EventMapper;
import dev.hec.format.EventField;
import dev.hec.format.EventWriter;
import dev.hec.format.ThrowableFields;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * Writes a Logback event as an object with the names of {@link EventField}. Stateless.
 *
 * <p>Key/value pairs keep the JSON type of their value; of pairs with the same key the last one counts.
 */
public final class LogbackEventMapper implements EventMapper<ILoggingEvent> {

    /** A mapper. */
    public LogbackEventMapper() {}

    @Override
    public void map(ILoggingEvent event, EventWriter out) {
        out.beginObject();
        out.field(EventField.MESSAGE, event.getFormattedMessage());
        out.field(EventField.SEVERITY, event.getLevel().toString());
        out.field(EventField.LOGGER, event.getLoggerName());
        out.field(EventField.THREAD, event.getThreadName());
        writeMdc(event.getMDCPropertyMap(), out);
        writeMarkers(event.getMarkerList(), out);
        writePairs(event.getKeyValuePairs(), out);
        writeException(event.getThrowableProxy(), out);
        out.endObject();
    }

    private static void writeMdc(@Nullable Map<String, String> mdc, EventWriter out) {
        if (mdc == null || mdc.isEmpty()) {
            return;
        }
        out.beginObject(EventField.MDC);
        mdc.forEach(out.texts());
        out.endObject();
    }

    private static void writeMarkers(@Nullable List<Marker> markers, EventWriter out) {
        if (markers == null || markers.isEmpty()) {
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        markers.forEach(marker -> collect(marker, names));
        out.beginArray(EventField.MARKERS);
        names.forEach(out::string);
        out.endArray();
    }

    /** Markers may refer to each other in circles; a name seen is not followed again. */
    @SuppressWarnings("deprecation") // SLF4J offers nothing else to see what a marker refers to
    private static void collect(Marker marker, Set<String> names) {
        if (names.add(marker.getName())) {
            for (Iterator<Marker> references = marker.iterator(); references.hasNext(); ) {
                collect(references.next(), names);
            }
        }
    }

    private static void writePairs(@Nullable List<KeyValuePair> pairs, EventWriter out) {
        if (pairs == null) {
            return;
        }
        for (int i = 0; i < pairs.size(); i++) {
            String name = nameOf(pairs.get(i));
            if (!isRepeated(name, pairs, i + 1)) {
                out.value(name, pairs.get(i).value);
            }
        }
    }

    private static String nameOf(KeyValuePair pair) {
        return EventField.ofKey(String.valueOf(pair.key));
    }

    private static boolean isRepeated(String name, List<KeyValuePair> pairs, int from) {
        for (int i = from; i < pairs.size(); i++) {
            if (nameOf(pairs.get(i)).equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static void writeException(@Nullable IThrowableProxy proxy, EventWriter out) {
        if (proxy instanceof ThrowableProxy local) {
            ThrowableFields.write(out, local.getThrowable());
        } else if (proxy != null) {
            // Received from another machine: there is only a description of the throwable.
            out.beginObject(EventField.EXCEPTION);
            out.field("class", proxy.getClassName());
            out.field("message", proxy.getMessage());
            out.field("stack", ThrowableProxyUtil.asString(proxy).stripTrailing());
            out.endObject();
        }
    }
}
