package dev.hec.receiver.parse;

import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a line has its time. Immutable and thread-safe.
 *
 * <p>A field that was read as the time is taken out of the fields: it is the time of the event then. With one name its text must be
 * a time; several names are places where one may be, and those without are passed over. A line without any of them has no
 * time of its own, which is no failure.
 *
 * @param names fields that may hold it, the most likely first
 * @param formats how it may be written, the most likely first
 * @param zone of times that tell none
 */
record TimestampRule(List<String> names, List<TimeFormat> formats, ZoneId zone) {

    private static final int LONGEST = 64;
    private static final int SHOWN = 40;

    TimestampRule {
        names = List.copyOf(names);
        formats = List.copyOf(formats);
    }

    /** The time among the fields; null if there is none. */
    @Nullable
    Long take(LineFields<?> fields, long receivedNanos) throws Unparsable {
        for (String name : names) {
            Object value = fields.get(name);
            if (value instanceof String || value instanceof Number) {
                Long nanos = nanos(value.toString(), receivedNanos);
                if (nanos != null) {
                    fields.remove(name);
                    return nanos;
                }
                if (names.size() == 1) {
                    throw new Unparsable(name + " is no time as the definition has it: " + shown(value.toString()));
                }
            }
        }
        return null;
    }

    private @Nullable Long nanos(String text, long receivedNanos) {
        if (text.length() > LONGEST) {
            return null;
        }
        for (TimeFormat format : formats) {
            Long nanos = format.nanos(text, zone, receivedNanos);
            if (nanos != null) {
                return nanos;
            }
        }
        return null;
    }

    private static String shown(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "\u2026" : text;
    }
}
