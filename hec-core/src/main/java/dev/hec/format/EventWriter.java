package dev.hec.format;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes one event after another as records of the {@code /event} endpoint: {@code {"time":…,…,"event":…,"fields":{…}}}, or
 * of the {@code /raw} endpoint: lines of text, see {@link #raw}.
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

    /**
     * Name of the field with an event's identity, {@code <instance>-<number>}.
     *
     * <p>Numbers are given before an event is taken in: events of one thread have them in the order of its log calls, those
     * of several threads in any order, and a number that never shows up belongs to an event that was refused or lost. Events
     * with the same identity are one event, sent again.
     */
    public static final String ID = "hec.id";

    /** In place of a number, for an event without an identity. */
    public static final long NO_ID = -1;

    private static final int INITIAL_BYTES = 1024;

    /** Memory that one huge text has blown up is not kept. */
    private static final int MAX_KEPT_CHARS = 64 * 1024;

    private final JsonWriter json;
    private final RepeatedMembers repeated = new RepeatedMembers();
    private final RepeatedTemplates templates = new RepeatedTemplates();
    private final MemberNames members = new MemberNames();
    private final boolean raw;
    private final byte[] metadata;

    /** What the record before began with; events come many in a millisecond, or rarely. */
    private byte[] head = new byte[0];

    private long headMillis;
    private final @Nullable EventTail tail;
    private final BiConsumer<String, @Nullable String> texts = this::field;
    private StringBuilder scratch = new StringBuilder(INITIAL_BYTES);
    private int clashes;

    /** Objects and arrays that are open, that of the event included. */
    private int depth;

    /** The depth of the member that is hidden as a whole; 0 for none. */
    private int hiddenDepth;

    private int hiddenFrom;
    private final Deque<String> outerPaths = new ArrayDeque<>();
    private long number = NO_ID;

    /**
     * A writer for the events of one appender, without identities.
     *
     * @param defaults metadata and fields that every event carries
     */
    public EventWriter(EventDefaults defaults) {
        this(defaults, null);
    }

    /**
     * A writer for the events of one appender.
     *
     * @param defaults metadata and fields that every event carries
     * @param instance first part of each event's {@link #ID}, unique to this run of the appender; null for events without
     */
    public EventWriter(EventDefaults defaults, @Nullable String instance) {
        this(defaults, instance, null);
    }

    /**
     * A writer for the events of one appender, with things to hide.
     *
     * @param defaults metadata and fields that every event carries; nothing is hidden in them
     * @param instance first part of each event's {@link #ID}, unique to this run of the appender; null for events without
     * @param masks what is hidden in the event; null for nothing
     */
    public EventWriter(EventDefaults defaults, @Nullable String instance, @Nullable Masks masks) {
        raw = false;
        json = new JsonWriter(INITIAL_BYTES, masks);
        metadata = encodeMetadata(defaults);
        tail = new EventTail(defaults.fields(), instance);
    }

    private EventWriter(@Nullable Masks masks) {
        raw = true;
        json = new JsonWriter(INITIAL_BYTES, masks);
        metadata = new byte[0];
        tail = null;
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
        return raw(null);
    }

    /**
     * A writer of raw lines, with things to hide.
     *
     * @param masks what is hidden in the event; null for nothing
     */
    public static EventWriter raw(@Nullable Masks masks) {
        return new EventWriter(masks);
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
     * @param maxTextChars longest text written whole, in UTF-16 units; a longer one is cut and the event marked, and so is
     *     a map, collection or array of more bytes
     */
    public void begin(long epochMillis, int maxTextChars) {
        json.clear(maxTextChars);
        members.clear();
        outerPaths.clear();
        depth = 0;
        hiddenDepth = 0;
        clashes = 0;
        if (raw) {
            return;
        }
        if (head.length > 0 && headMillis == epochMillis) {
            json.raw(head);
            return;
        }
        json.open('{');
        json.name("time");
        json.time(epochMillis);
        json.raw(metadata);
        if (head.length != json.length()) {
            head = new byte[json.length()];
        }
        System.arraycopy(json.bytes(), 0, head, 0, head.length);
        headMillis = epochMillis;
    }

    /**
     * Ends the record. If a text or value was shortened, its fields carry {@link #TRUNCATED}.
     *
     * @return its length in bytes; 0 for a raw line without a visible character, which is no record
     */
    public int end() {
        return end(NO_ID);
    }

    /**
     * Ends the record as {@link #end()} does, with an identity if this writer was made with an instance.
     *
     * @param id number of the event, the second part of its {@link #ID}; negative for an event without
     * @return its length in bytes; 0 for a raw line without a visible character, which is no record
     */
    public int end(long id) {
        if (tail == null) {
            json.endLine();
        } else {
            tail.write(json, id);
        }
        return json.length();
    }

    /** Gives the next record a number, for a mapper that wants to write it. */
    public void number(long number) {
        this.number = number;
    }

    /** The number of this record; {@link #NO_ID} if it has none. */
    public long number() {
        return number;
    }

    /** Marks the record as shortened, for a caller that writes less than the event. */
    public void markTruncated() {
        json.markTruncated();
    }

    /** Whether a text or value of this record was shortened. */
    public boolean truncated() {
        return json.truncated();
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

    /**
     * Writes a text that is a JSON object as the event; checked, and with long texts cut. What is none is written as a text.
     *
     * @return whether it was JSON
     */
    public boolean json(CharSequence text) {
        int start = json.length();
        boolean truncatedBefore = json.truncated();
        boolean valid = new JsonCopy(text, json).object();
        if (!valid) {
            json.leaveTo("");
            json.cutBackTo(start);
            json.truncated(truncatedBefore);
            // A collector refuses an empty event, but takes a blank one.
            string(text.isEmpty() ? " " : text.toString());
        }
        return valid;
    }

    /**
     * Writes metadata that differs from event to event; call it after the event, for a key that is not among the defaults.
     * A null or empty text is left out. Not part of a raw line.
     *
     * @param key {@code host}, {@code source}, {@code sourcetype} or {@code index}
     */
    public void metadata(String key, @Nullable String text) {
        if (!raw && text != null && !text.isEmpty()) {
            json.name(key);
            json.string(text);
        }
    }

    /**
     * Takes a name for a member of the event, if neither it nor, once the event is flattened, a part of it is taken.
     *
     * @param object whether the member is an object
     * @return false if the name clashes with one claimed before
     */
    public boolean claim(String name, boolean object) {
        return members.claim(name, object);
    }

    /**
     * Takes names for members that the caller knows to be free: for those that every event has. To be called before
     * {@link #claim}, once for an event.
     *
     * @param names of members that are no objects; the caller does not change the list any more
     * @param objects names of members that are objects; likewise
     */
    public void claimFirst(List<String> names, List<String> objects) {
        members.begin(names, objects);
    }

    /** Notes that a member of this record did not get the name it wanted. */
    public void countClash() {
        clashes++;
    }

    /** Members of this record that did not get the name they wanted, see {@link #countClash}. */
    public int clashes() {
        return clashes;
    }

    /**
     * Writes the members of a text that is a JSON object, each under a name of the caller's choice; nothing if it is none.
     *
     * @param names gives the name for a member and whether it is an object; null leaves it out
     * @return whether it was JSON
     */
    public boolean members(CharSequence text, BiFunction<String, Boolean, @Nullable String> names) {
        int start = json.length();
        boolean truncatedBefore = json.truncated();
        String outer = json.path();
        boolean valid = new JsonCopy(text, json).members(names::apply);
        if (!valid) {
            json.leaveTo(outer);
            json.cutBackTo(start);
            json.truncated(truncatedBefore);
        }
        return valid;
    }

    /** Opens the object that is the event. */
    public void beginObject() {
        depth++;
        json.open('{');
    }

    /** Opens an object as a member. */
    public void beginObject(String name) {
        open(name, '{');
    }

    /** Closes the object opened last. */
    public void endObject() {
        close('}');
    }

    /** Opens an array as a member. */
    public void beginArray(String name) {
        open(name, '[');
    }

    /** Closes the array opened last. */
    public void endArray() {
        close(']');
    }

    private void open(String name, char bracket) {
        json.name(name);
        depth++;
        if (hiddenDepth == 0 && json.hides(name)) {
            hiddenDepth = depth;
            hiddenFrom = json.length();
        }
        outerPaths.push(json.enter(name));
        json.open(bracket);
    }

    /** What was written inside a hidden member goes, and a mask takes its place. */
    private void close(char bracket) {
        json.close(bracket);
        if (!outerPaths.isEmpty()) {
            json.leaveTo(outerPaths.pop());
        }
        if (depth == hiddenDepth) {
            json.cutBackTo(hiddenFrom);
            json.mask();
            hiddenDepth = 0;
        }
        depth--;
    }

    /** Whether the value of a member with this name is hidden, for one that is written under another name. */
    public boolean hides(String name) {
        return json.hides(name);
    }

    /** Writes a member whose value is hidden. */
    public void masked(String name) {
        json.name(name);
        json.mask();
    }

    /**
     * Memory for a text to be put together, empty; for this event and this thread. Whoever writes a text of pieces needs no
     * object of its own for it.
     */
    public StringBuilder scratch() {
        if (scratch.capacity() > MAX_KEPT_CHARS) {
            scratch = new StringBuilder(INITIAL_BYTES);
        }
        scratch.setLength(0);
        return scratch;
    }

    /** Writes a text member; a null text is left out. */
    public void field(String name, @Nullable CharSequence text) {
        if (text == null) {
            return;
        }
        if (text instanceof String string
                && string.length() <= RepeatedMembers.MAX_CHARS
                && json.writesWhole(string.length())) {
            repeated.write(json, name, string);
        } else {
            json.name(name);
            if (json.hides(name)) {
                json.mask();
            } else {
                json.string(text);
            }
        }
    }

    /**
     * Writes a text member of a template and the arguments for its places, as {@link MessageTemplate} puts it together, but in
     * most cases without doing so.
     */
    public void message(String name, String template, @Nullable Object[] arguments) {
        if (!templates.write(json, name, template, arguments)) {
            StringBuilder text = scratch();
            MessageTemplate.append(text, template, arguments);
            field(name, text);
        }
    }

    /**
     * {@link #field(String, CharSequence)} as an object made once, for {@code Map.forEach} on every event: a method reference there
     * is a new object each time.
     */
    public BiConsumer<String, @Nullable String> texts() {
        return texts;
    }

    /** Writes an integer member. */
    public void field(String name, long number) {
        json.name(name);
        if (json.hides(name)) {
            json.mask();
        } else {
            json.number(number);
        }
    }

    /** Writes a boolean member. */
    public void field(String name, boolean value) {
        json.name(name);
        if (json.hides(name)) {
            json.mask();
        } else {
            json.bool(value);
        }
    }

    /**
     * Writes a member of any type: null, numbers, booleans, maps, collections and arrays as JSON of that type, all else by
     * its {@code toString}.
     */
    public void value(String name, @Nullable Object value) {
        json.name(name);
        if (json.hides(name)) {
            json.mask();
        } else {
            String outer = json.enter(name);
            json.value(value);
            json.leaveTo(outer);
        }
    }
}
