package dev.hec.receiver.junit;

import dev.hec.receiver.event.Event;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as the receiver stores it: flat, nested names with dots. Immutable.
 *
 * @param timestamp its time; that of its arrival if its sender gave none
 * @param fields everything but the time, in the order it was sent, with {@code serverHost}, {@code parser}, {@code source} and
 *     {@code index} of its envelope. Values are {@code String}, {@code Boolean}, {@code Long}, {@code BigInteger},
 *     {@code BigDecimal}, or a {@code List} of these
 */
public record ReceivedEvent(Instant timestamp, Map<String, Object> fields) {

    static ReceivedEvent of(Event event) {
        long nanos = event.timestampNanos();
        return new ReceivedEvent(
                Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L)),
                event.fields());
    }

    /** The value of a field; null without it. */
    public @Nullable Object field(String name) {
        return fields.get(name);
    }

    /** The value of a field as text; null without it. */
    public @Nullable String text(String name) {
        Object value = fields.get(name);
        return value == null ? null : value.toString();
    }

    /** The text that was logged. */
    public @Nullable String message() {
        return text("message");
    }

    /** The {@code host} of the envelope; the sender's address if it gave none. */
    public @Nullable String host() {
        return text("serverHost");
    }

    /** The {@code source} of the envelope. */
    public @Nullable String source() {
        return text("source");
    }

    /** The {@code sourcetype} of the envelope. */
    public @Nullable String sourcetype() {
        return text("parser");
    }

    /** The {@code index} of the envelope. */
    public @Nullable String index() {
        return text("index");
    }

    /** For failure texts. */
    @Override
    public String toString() {
        return timestamp + " " + fields;
    }
}
