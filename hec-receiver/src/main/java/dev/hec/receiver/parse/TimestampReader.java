package dev.hec.receiver.parse;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code timestamp} of a definition. Confined to one definition. */
final class TimestampReader {

    private final Keys keys;

    TimestampReader(Keys keys) {
        this.keys = keys;
    }

    /** The rule; null if there is none, or if it cannot be used, which the keys then know. */
    @Nullable
    TimestampRule read() {
        Keys inner = keys.inner("timestamp", Set.of("field", "format", "zone"));
        if (inner == null) {
            return null;
        }
        List<String> names = inner.texts("field", List.of("timestamp"));
        List<TimeFormat> formats = new ArrayList<>();
        for (String format : inner.texts("format", List.of("iso"))) {
            TimeFormat read = format(format, inner);
            if (read != null) {
                formats.add(read);
            }
        }
        return new TimestampRule(names, formats, zone(inner));
    }

    private static @Nullable TimeFormat format(String text, Keys inner) {
        if (text.equals("iso")) {
            return TimeFormat.ISO;
        }
        if (text.equals("epoch")) {
            return TimeFormat.EPOCH;
        }
        try {
            return new PatternTime(text);
        } catch (IllegalArgumentException e) {
            inner.problem(
                    "format",
                    "\"" + text + "\" cannot be used: " + e.getMessage()
                            + "; write iso, epoch or a pattern of java.time such as yyyy-MM-dd HH:mm:ss,SSS");
            return null;
        }
    }

    private static ZoneId zone(Keys inner) {
        String text = inner.text("zone", "Z");
        try {
            return ZoneId.of(text).normalized();
        } catch (DateTimeException e) {
            inner.problem("zone", "\"" + text + "\" is no zone; write one such as Europe/Berlin, +01:00 or UTC");
            return ZoneOffset.UTC;
        }
    }
}
