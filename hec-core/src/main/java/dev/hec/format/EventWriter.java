package dev.hec.format;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes one event after another as records of the {@code /event} endpoint: {@code {"time":…,…,"event":…,"fields":{…}}}, or
 * of the {@code /raw} endpoint: lines of text, see {@link #raw()}.
 *
 * <p>Confined to one thread at a time. Memory is reused from event to event; what does not change from event to event is
 * encoded once. Between {@link #begin} and {@link #end} the caller writes exactly one value, the event: a {@link #string},
 * or an object from {@link #beginObject()} to {@link #endObject()}.
 *
 * <p>Text of any content is written as valid JSON in UTF-8. Values whose {@code toString} throws, NaN, infinities, cycles
 * and very deep structures are replaced by a text that says so.
 *
 * <p>Source of the form: the vendor's article, section "Format for the /event endpoint" and "Format for the
 * /raw endpoint".
 */
public final class EventWriter {

    /** Name of the field, true in an event whose texts were shortened. */
    public static final String TRUNCATED = "truncated";

    private static final int INITIAL_BYTES = 1024;

    private final JsonWriter json = new JsonWriter(INITIAL_BYTES);
    private final boolean raw;
    private final byte[] metadata;
    private final byte[] tail;
    private final byte[] truncatedTail;
    private int eventStart;

    /**
     * A writer for the events of one appender.
     *
     * @param defaults metadata and fields that every event carries
     */
    public EventWriter(EventDefaults defaults) {
        raw = false;
        metadata = encodeMetadata(defaults);
        tail = encodeTail(defaults.fields(), false);
        truncatedTail = encodeTail(defaults.fields(), true);
    }

    private EventWriter() {
        raw = true;
        metadata = new byte[0];
        tail = metadata;
        truncatedTail = metadata;
    }

    /**
     * A writer of raw lines. A string event is written as its text, neither quoted nor escaped; an object as its JSON, which
     * has no line break. A line break ends the record.
     *
     * <p>Line breaks inside a text stay, those at its end do not. A collector makes an event of each line, or joins lines by
     * the rules of its parser, but only within one request; so a record is never divided. A text without a visible character
     * becomes no record, {@link #end} returns 0: collectors drop blank lines, and answer a request of nothing else with an
     * error that is no event's fault.
     *
     * <p>Raw lines have no place for a time, metadata or fields. A shortened text ends in an ellipsis, which is all that
     * tells of it.
     */
    public static EventWriter raw() {
        return new EventWriter();
    }

    private static byte[] encodeMetadata(EventDefaults defaults) {
        JsonWriter out = new JsonWriter(INITIAL_BYTES);
        member(out, "host", defaults.host());
        member(out, "source", defaults.source());
        member(out, "sourcetype", defaults.sourcetype());
        member(out, "index", defaults.index());
        out.name("event");
        return withLeadingComma(out);
    }

    private static byte[] encodeTail(Map<String, String> fields, boolean truncated) {
        JsonWriter out = new JsonWriter(INITIAL_BYTES);
        if (fields.isEmpty() && !truncated) {
            out.close('}');
            return Arrays.copyOf(out.bytes(), out.length());
        }
        out.name("fields");
        out.open('{');
        fields.forEach((name, value) -> member(out, name, value));
        if (truncated) {
            out.name(TRUNCATED);
            out.bool(true);
        }
        out.close('}');
        out.close('}');
        return withLeadingComma(out);
    }

    private static byte[] withLeadingComma(JsonWriter members) {
        byte[] encoded = new byte[members.length() + 1];
        encoded[0] = ',';
        System.arraycopy(members.bytes(), 0, encoded, 1, members.length());
        return encoded;
    }

    private static void member(JsonWriter out, String name, @Nullable String value) {
        if (value != null) {
            out.name(name);
            out.string(value);
        }
    }

    /**
     * Starts a record; what was written before is gone.
     *
     * @param epochMillis time of the event, milliseconds since the epoch; not part of a raw line
     * @param maxTextChars longest text written whole, in UTF-16 units; a longer one is cut and the event marked
     */
    public void begin(long epochMillis, int maxTextChars) {
        json.clear(maxTextChars);
        eventStart = 0;
        if (raw) {
            return;
        }
        json.open('{');
        json.name("time");
        json.time(epochMillis);
        json.raw(metadata);
        eventStart = json.length();
    }

    /** Starts the event anew, for a caller whose first attempt failed half-way. */
    public void restartEvent() {
        json.cutBackTo(eventStart);
    }

    /**
     * Ends the record. If a text or value was shortened, its fields carry {@link #TRUNCATED}.
     *
     * @return its length in bytes; 0 for a raw line without a visible character, which is no record
     */
    public int end() {
        if (raw) {
            json.endLine();
            return json.length();
        }
        json.raw(json.truncated() ? truncatedTail : tail);
        return json.length();
    }

    /** The record's bytes, from index 0 to the length that {@link #end} gave; valid until the next {@link #begin}. */
    public byte[] bytes() {
        return json.bytes();
    }

    /** Writes a text as the event, or as the next element of an array. */
    public void string(@Nullable String text) {
        if (raw && json.length() == 0) {
            json.plain(text == null ? "" : text);
        } else {
            json.value(text);
        }
    }

    /** Opens the object that is the event. */
    public void beginObject() {
        json.open('{');
    }

    /** Opens an object as a member. */
    public void beginObject(String name) {
        json.name(name);
        json.open('{');
    }

    /** Closes the object opened last. */
    public void endObject() {
        json.close('}');
    }

    /** Opens an array as a member. */
    public void beginArray(String name) {
        json.name(name);
        json.open('[');
    }

    /** Closes the array opened last. */
    public void endArray() {
        json.close(']');
    }

    /** Writes a text member; a null text is left out. */
    public void field(String name, @Nullable String text) {
        if (text != null) {
            json.name(name);
            json.string(text);
        }
    }

    /** Writes an integer member. */
    public void field(String name, long number) {
        json.name(name);
        json.number(number);
    }

    /** Writes a boolean member. */
    public void field(String name, boolean value) {
        json.name(name);
        json.bool(value);
    }

    /**
     * Writes a member of any type: null, numbers, booleans, maps, collections and arrays as JSON of that type, all else by
     * its {@code toString}.
     */
    public void value(String name, @Nullable Object value) {
        json.name(name);
        json.value(value);
    }
}
