package dev.hec.receiver.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.hec.receiver.event.Event;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * The event as it is shown and kept: a flat JSON object, {@code timestamp} first, then the fields in order of arrival.
 *
 * <p>The timestamp is ISO-8601 in UTC with nine decimals always, so it is exact and sorts as text. Numbers keep all their
 * digits. A surrogate without its partner, which UTF-8 cannot hold, is written as a JSON escape. Stateless and thread-safe.
 */
final class EventJson {

    static final String TIMESTAMP = "timestamp";

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final long NANOS = 1_000_000_000L;

    private EventJson() {}

    static String of(Event event) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField(TIMESTAMP, timestamp(event.timestampNanos()));
            for (Map.Entry<String, Object> field : event.fields().entrySet()) {
                String name = shownName(field.getKey(), event.fields());
                escapeIllFormed(json, name);
                json.writeFieldName(name);
                write(json, field.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    static String timestamp(long epochNanos) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(
                Math.floorDiv(epochNanos, NANOS), Math.floorMod(epochNanos, (int) NANOS), ZoneOffset.UTC);
        // All that a long of nanoseconds reaches has four digits of a year.
        byte[] text = "0000-00-00T00:00:00.000000000Z".getBytes(StandardCharsets.ISO_8859_1);
        digits(text, 4, time.getYear());
        digits(text, 7, time.getMonthValue());
        digits(text, 10, time.getDayOfMonth());
        digits(text, 13, time.getHour());
        digits(text, 16, time.getMinute());
        digits(text, 19, time.getSecond());
        digits(text, 29, time.getNano());
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Writes a number so that it ends before an offset. */
    private static void digits(byte[] text, int end, int number) {
        int at = end;
        for (int rest = number; rest > 0; rest /= 10) {
            text[--at] = (byte) ('0' + rest % 10);
        }
    }

    /** The name of a field; one called {@code timestamp} gives way to the time of the event. */
    static String shownName(String name, Map<String, Object> fields) {
        String shown = name;
        if (name.equals(TIMESTAMP)) {
            do {
                shown = "event." + shown;
            } while (fields.containsKey(shown));
        }
        return shown;
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof String text) {
            escapeIllFormed(json, text);
            json.writeString(text);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof BigInteger number) {
            json.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                write(json, element);
            }
            json.writeEndArray();
        } else {
            throw new IllegalArgumentException(
                    "an event holds a " + value.getClass().getName());
        }
    }

    private static void escapeIllFormed(JsonGenerator json, String text) {
        json.setHighestNonEscapedChar(hasLoneSurrogate(text) ? 0x7F : 0);
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
