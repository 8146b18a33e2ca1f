package dev.hec.telemetry;

import dev.hec.Severity;
import dev.hec.format.EventDefaults;
import dev.hec.format.EventWriter;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a loss as an event of its own, so that a search sees the gap: {@code hec.loss = 'true'}.
 *
 * <p>Confined to one thread at a time. The record looks like those of the appender, with its host, source and fields.
 */
public final class LossWriter {

    /** The field that marks such an event. */
    public static final String MARK = "hec.loss";

    private static final String LOGGER = "dev.hec";

    /** Stands for events whose severity is not known. */
    private static final String UNKNOWN = "UNKNOWN";

    private final EventWriter writer;
    private final boolean raw;

    /**
     * A writer for the losses of one appender.
     *
     * @param defaults what its events carry
     */
    public LossWriter(EventDefaults defaults) {
        Map<String, String> fields = new LinkedHashMap<>(defaults.fields());
        fields.put(MARK, "true");
        raw = false;
        writer = new EventWriter(
                new EventDefaults(defaults.host(), defaults.source(), defaults.sourcetype(), defaults.index(), fields));
    }

    private LossWriter(EventWriter writer) {
        this.writer = writer;
        raw = true;
    }

    /** A writer for losses among raw lines: one line of JSON. */
    public static LossWriter raw() {
        return new LossWriter(EventWriter.raw());
    }

    /**
     * A record of the endpoint.
     *
     * @param epochMillis its time, milliseconds since the epoch; that of the telling, not of the loss
     */
    public byte[] write(Loss loss, long epochMillis) {
        writer.begin(epochMillis, Integer.MAX_VALUE);
        writer.beginObject();
        writer.field("message", "hec-appenders lost " + loss.count() + " event(s)");
        writer.field("severity", Severity.WARN.name());
        writer.field("logger", LOGGER);
        writer.beginObject("loss");
        writer.field("count", loss.count());
        writer.beginObject("by_reason");
        loss.byReason().forEach(writer::field);
        writer.endObject();
        writer.beginObject("by_severity");
        loss.bySeverity().forEach((severity, events) -> writer.field(severity.name(), events));
        if (loss.ofUnknownSeverity() > 0) {
            writer.field(UNKNOWN, loss.ofUnknownSeverity());
        }
        writer.endObject();
        writer.field("first", text(loss.first()));
        writer.field("last", text(loss.last()));
        writer.endObject();
        if (raw) {
            writer.field(MARK, true);
        }
        writer.endObject();
        int length = writer.end();
        return Arrays.copyOf(writer.bytes(), length);
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
