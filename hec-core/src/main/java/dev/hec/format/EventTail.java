package dev.hec.format;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The end of a record, from behind the event to the last bracket: the flat fields, the mark of a shortened event, and the
 * event's identity.
 *
 * <p>Immutable; everything but the number of the identity is encoded once. Where a field of the user's has the name of one
 * added here, that field gives way.
 */
final class EventTail {

    private static final int INITIAL_BYTES = 256;
    private static final byte[] END_OF_IDENTITY = {'"', '}', '}'};

    private final byte[] plain;
    private final byte[] truncated;
    private final byte @Nullable [] identified;
    private final byte @Nullable [] truncatedIdentified;

    /**
     * The end of all records of one writer.
     *
     * @param fields flat fields of every event
     * @param idPrefix what comes before the number in {@link EventWriter#ID}; null if events carry no identity
     */
    EventTail(Map<String, String> fields, @Nullable String idPrefix) {
        plain = encode(fields, false, null);
        truncated = encode(fields, true, null);
        identified = idPrefix == null ? null : encode(fields, false, idPrefix);
        truncatedIdentified = idPrefix == null ? null : encode(fields, true, idPrefix);
    }

    private static byte[] encode(Map<String, String> fields, boolean truncated, @Nullable String idPrefix) {
        JsonWriter out = new JsonWriter(INITIAL_BYTES);
        if (fields.isEmpty() && !truncated && idPrefix == null) {
            return new byte[] {'}'};
        }
        // Something to stand behind, so that the first name gets its comma.
        out.bool(true);
        int start = out.length();
        out.name("fields");
        out.open('{');
        for (Map.Entry<String, String> field : fields.entrySet()) {
            String name = field.getKey();
            boolean givesWay = (truncated && name.equals(EventWriter.TRUNCATED))
                    || (idPrefix != null && name.equals(EventWriter.ID));
            if (!givesWay) {
                out.name(name);
                out.string(field.getValue());
            }
        }
        if (truncated) {
            out.name(EventWriter.TRUNCATED);
            out.bool(true);
        }
        int end;
        if (idPrefix == null) {
            out.close('}');
            out.close('}');
            end = out.length();
        } else {
            out.name(EventWriter.ID);
            out.string(idPrefix + "-");
            // Without the closing quote: the number belongs into the text.
            end = out.length() - 1;
        }
        return Arrays.copyOfRange(out.bytes(), start, end);
    }

    /**
     * Ends a record.
     *
     * @param id number of the event, or {@link EventWriter#NO_ID}
     */
    void write(JsonWriter out, long id) {
        byte[] open = out.truncated() ? truncatedIdentified : identified;
        if (open == null || id < 0) {
            out.raw(out.truncated() ? truncated : plain);
        } else {
            out.raw(open);
            out.digits(id);
            out.raw(END_OF_IDENTITY);
        }
    }
}
