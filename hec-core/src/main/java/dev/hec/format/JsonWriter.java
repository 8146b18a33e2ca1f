package dev.hec.format;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON as UTF-8 into memory that it reuses.
 *
 * <p>Confined to one thread. Output is valid UTF-8 for every Java string: a lone surrogate becomes U+FFFD. Commas are
 * placed by looking at the last byte written, so cutting the output back to an earlier {@link #length} always leaves a
 * state from which writing can go on; that is how a value whose {@code toString} fails half-way is replaced.
 *
 * <p>Why not Jackson's generator: see {@code docs/decisions/0003-json-writer.md}.
 */
class JsonWriter {

    /** Structures nested deeper are left out; this also ends cycles. */
    static final int MAX_DEPTH = 8;

    /** What stands for the part of a value that was left out. */
    static final String ELLIPSIS = "…";

    private static final int CHUNK_CHARS = 512;
    private static final int MAX_BYTES_PER_CHAR = 6;
    private static final int MAX_PLAIN_BYTES_PER_CHAR = 3;

    /** One structured value may never grow far beyond this, so that a cycle with many branches ends. */
    private static final int MAX_VALUE_BYTES = 1 << 20;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    /** For each ASCII character: 0 to write it as it is, else the character after the backslash, 'u' for a code. */
    private static final byte[] ESCAPES = escapes();

    /** A part of a text; with room for the pair that would be torn. */
    private final char[] chars = new char[CHUNK_CHARS + 1];

    private byte[] bytes;
    private int length;
    private int maxTextChars = Integer.MAX_VALUE;
    private int maxValueBytes = MAX_VALUE_BYTES;
    private boolean truncated;

    /** Names of the objects that are open; only kept where something is to be hidden by name. */
    private String path = "";

    private final @Nullable Masks masks;

    JsonWriter(int initialBytes) {
        this(initialBytes, null);
    }

    /** A writer that hides the values of some members and parts of some texts; null for none. */
    JsonWriter(int initialBytes, @Nullable Masks masks) {
        bytes = new byte[initialBytes];
        this.masks = masks;
    }

    private static byte[] escapes() {
        byte[] table = new byte[128];
        Arrays.fill(table, 0, 0x20, (byte) 'u');
        table['"'] = '"';
        table['\\'] = '\\';
        table['\b'] = 'b';
        table['\f'] = 'f';
        table['\n'] = 'n';
        table['\r'] = 'r';
        table['\t'] = 't';
        return table;
    }

    /** The memory written to; valid up to {@link #length}, until the next write. */
    final byte[] bytes() {
        return bytes;
    }

    final int length() {
        return length;
    }

    /** Whether any text or value was shortened since the last {@link #clear}. */
    final boolean truncated() {
        return truncated;
    }

    final void markTruncated() {
        truncated = true;
    }

    /** Goes back to what {@link #truncated} was at an earlier length. */
    final void truncated(boolean earlier) {
        truncated = earlier;
    }

    /**
     * Starts over.
     *
     * @param maxTextChars texts with more UTF-16 units are cut there and end in an ellipsis; so are structures that have
     *     grown to more bytes
     */
    final void clear(int maxTextChars) {
        this.maxTextChars = maxTextChars;
        maxValueBytes = Math.min(maxTextChars, MAX_VALUE_BYTES);
        length = 0;
        truncated = false;
        path = "";
    }

    /** Forgets everything after an earlier length. */
    final void cutBackTo(int earlierLength) {
        length = earlierLength;
    }

    final void raw(byte[] encoded) {
        ensure(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
    }

    final void time(long epochMillis) {
        ensure(EpochTime.MAX_BYTES);
        length = EpochTime.write(epochMillis, bytes, length);
    }

    final void open(char bracket) {
        separate();
        put(bracket);
    }

    final void close(char bracket) {
        put(bracket);
    }

    final void name(String name) {
        separate();
        text(name, Integer.MAX_VALUE);
        put(':');
    }

    final void string(CharSequence text) {
        separate();
        text(masks == null ? text : masks.apply(text), maxTextChars);
    }

    /** Writes a member as it was written before. */
    final void member(byte[] encoded) {
        separate();
        raw(encoded);
    }

    /** Begins a text of several parts; what is written until {@link #closeText} must be such, or encoded before. */
    final void openText() {
        separate();
        put('"');
    }

    /** Writes a part of a text, whole and unmasked; see {@link #writesWhole}. */
    final void partOfText(String part) {
        chunks(part, part.length());
    }

    final void closeText() {
        put('"');
    }

    /** Whether texts of this length are written whole and as they are. */
    final boolean writesWhole(int chars) {
        return masks == null && chars <= maxTextChars;
    }

    /** Whether the value of a member must not be written; {@link #mask} then takes its place. */
    final boolean hides(String name) {
        return masks != null && masks.hides(path, name);
    }

    /** Goes into the value of a member, as far as names are concerned; returns what {@link #leaveTo} takes. */
    final String enter(String name) {
        String outer = path;
        if (masks != null) {
            path = outer.isEmpty() ? name : outer + "." + name;
        }
        return outer;
    }

    /** Goes back to where {@link #enter} or {@link #path} was called. */
    final void leaveTo(String outer) {
        path = outer;
    }

    final String path() {
        return path;
    }

    final boolean hidesNumber(CharSequence digits) {
        return masks != null && masks.hidesNumber(digits);
    }

    /** Writes what stands for a hidden value. */
    final void mask() {
        separate();
        text(Masks.MASK, Integer.MAX_VALUE);
    }

    /** Writes ASCII that is valid JSON already. */
    final void verbatim(CharSequence json, int from, int to) {
        separate();
        ensure(to - from);
        for (int i = from; i < to; i++) {
            bytes[length++] = (byte) json.charAt(i);
        }
    }

    /** Writes a text as it is, neither quoted nor escaped: UTF-8, but no JSON. */
    final void plain(CharSequence unmasked) {
        CharSequence text = masks == null ? unmasked : masks.apply(unmasked);
        int end = end(text, maxTextChars);
        for (int from = 0; from < end; ) {
            int to = chunkEnd(text, from, end);
            ensure((to - from) * MAX_PLAIN_BYTES_PER_CHAR);
            plainChunk(text, from, to);
            from = to;
        }
        if (end < text.length()) {
            ensure(3);
            codePoint('…');
        }
    }

    /** Ends what was written with one line break; leaves nothing where nothing of it is visible. */
    final void endLine() {
        while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
            length--;
        }
        // All bytes of a character beyond ASCII are negative here, and count as visible.
        int visible = 0;
        while (visible < length && bytes[visible] >= 0 && bytes[visible] <= ' ') {
            visible++;
        }
        if (visible == length) {
            length = 0;
        } else {
            put('\n');
        }
    }

    final void number(long number) {
        if (masks != null && masks.hidesNumber(String.valueOf(number))) {
            mask();
            return;
        }
        separate();
        digits(number);
    }

    /** Writes a number where it is, without a comma before it. */
    final void digits(long number) {
        ensure(20);
        if (number < 0) {
            bytes[length++] = '-';
        }
        int digits = 1;
        for (long rest = number / 10; rest != 0; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        }
        length += digits;
    }

    final void bool(boolean value) {
        separate();
        raw(value ? TRUE : FALSE);
    }

    /**
     * Writes any value: numbers, booleans, maps, collections and arrays as themselves, everything else as its text. An
     * object that throws is replaced by a text that names it and its failure.
     *
     * <p>Not every {@code Iterable} is an array to its reader: a path consists of paths, a chain of SQL exceptions of SQL
     * exceptions, and the text node of a JSON tree of nothing.
     */
    final void value(@Nullable Object value) {
        int start = length;
        boolean truncatedBefore = truncated;
        String outer = path;
        try {
            value(value, 0, start);
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            length = start;
            truncated = truncatedBefore;
            path = outer;
            string("[" + (value == null ? "null" : value.getClass().getName()) + " failed: "
                    + e.getClass().getName() + "]");
        }
    }

    private void value(@Nullable Object value, int depth, int start) {
        if (value == null) {
            separate();
            raw(NULL);
        } else if (value instanceof CharSequence text) {
            // A CharSequence may change or throw while it is read; its text does not.
            string(text.toString());
        } else if (value instanceof Boolean bool) {
            bool(bool);
        } else if (value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte) {
            number(((Number) value).longValue());
        } else if (value instanceof Double || value instanceof Float) {
            floating((Number) value);
        } else if (value.getClass() == BigDecimal.class || value.getClass() == BigInteger.class) {
            exact((Number) value);
        } else if (value instanceof Map<?, ?>
                || value instanceof Collection<?>
                || value.getClass().isArray()) {
            structure(value, depth, start);
        } else {
            string(String.valueOf(value));
        }
    }

    private void exact(Number number) {
        String digits = number.toString();
        if (hidesNumber(digits)) {
            mask();
        } else if (digits.length() > maxTextChars) {
            // A number with fewer digits would be another number.
            string(digits);
        } else {
            separate();
            raw(digits.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void floating(Number number) {
        double value = number.doubleValue();
        if (hidesNumber(number.toString())) {
            mask();
        } else if (Double.isFinite(value)) {
            separate();
            raw(number.toString().getBytes(StandardCharsets.US_ASCII));
        } else {
            // JSON has no NaN and no infinities.
            string(number.toString());
        }
    }

    private void structure(Object value, int depth, int start) {
        if (depth == MAX_DEPTH) {
            leaveOut();
        } else if (value instanceof Map<?, ?> map) {
            open('{');
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                String name = String.valueOf(entry.getKey());
                name(name);
                if (length - start > maxValueBytes) {
                    leaveOut();
                    break;
                }
                if (hides(name)) {
                    mask();
                    continue;
                }
                String outer = enter(name);
                value(entry.getValue(), depth + 1, start);
                leaveTo(outer);
            }
            close('}');
        } else if (value instanceof Collection<?> elements) {
            open('[');
            for (Object element : elements) {
                if (length - start > maxValueBytes) {
                    leaveOut();
                    break;
                }
                value(element, depth + 1, start);
            }
            close(']');
        } else {
            open('[');
            int count = Array.getLength(value);
            for (int i = 0; i < count; i++) {
                if (length - start > maxValueBytes) {
                    leaveOut();
                    break;
                }
                value(Array.get(value, i), depth + 1, start);
            }
            close(']');
        }
    }

    private void leaveOut() {
        truncated = true;
        string(ELLIPSIS);
    }

    /** Puts the comma that a further member or element needs. */
    private void separate() {
        if (length > 0) {
            byte last = bytes[length - 1];
            if (last != '{' && last != '[' && last != ':') {
                put(',');
            }
        }
    }

    private void put(char ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
    }

    private void text(CharSequence text, int maxChars) {
        int end = end(text, maxChars);
        put('"');
        chunks(text, end);
        if (end < text.length()) {
            ensure(3);
            codePoint('…');
        }
        put('"');
    }

    private void chunks(CharSequence text, int end) {
        for (int from = 0; from < end; ) {
            int to = chunkEnd(text, from, end);
            ensure((to - from) * MAX_BYTES_PER_CHAR);
            chunk(text, from, to);
            from = to;
        }
    }

    /** Where to cut a text; its end if it is short enough. */
    private int end(CharSequence text, int maxChars) {
        int chars = text.length();
        if (chars <= maxChars) {
            return chars;
        }
        truncated = true;
        return maxChars > 0 && Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
    }

    /** A pair belongs into one chunk, or it would look like two lone surrogates. */
    private static int chunkEnd(CharSequence text, int from, int end) {
        int to = Math.min(end, from + CHUNK_CHARS);
        boolean splitsPair =
                to < end && Character.isHighSurrogate(text.charAt(to - 1)) && Character.isLowSurrogate(text.charAt(to));
        return splitsPair ? to + 1 : to;
    }

    /** Encodes a part of a text: first into an array, which costs less than to ask the text for each character. */
    private void chunk(CharSequence text, int from, int to) {
        char[] units = chars;
        int count = to - from;
        if (text instanceof String string) {
            string.getChars(from, to, units, 0);
        } else if (text instanceof StringBuilder builder) {
            builder.getChars(from, to, units, 0);
        } else {
            for (int i = 0; i < count; i++) {
                units[i] = text.charAt(from + i);
            }
        }
        byte[] out = bytes;
        int plain = plain(units, count, out, length);
        int at = length + plain;
        for (int i = plain; i < count; i++) {
            char c = units[i];
            if (c >= 0x80) {
                length = at;
                i += nonAscii(c, i + 1 < count ? units[i + 1] : 0) - 1;
                at = length;
            } else if (ESCAPES[c] == 0) {
                out[at++] = (byte) c;
            } else {
                at = escape(c, out, at);
            }
        }
        length = at;
    }

    /** Encodes the characters before the first that is not itself in JSON; a loop that counts one by one is compiled to half the time. */
    private static int plain(char[] units, int count, byte[] out, int at) {
        for (int i = 0; i < count; i++) {
            char c = units[i];
            if (c >= 0x80 || ESCAPES[c] != 0) {
                return i;
            }
            out[at + i] = (byte) c;
        }
        return count;
    }

    private static int escape(char c, byte[] out, int start) {
        int at = start;
        byte escape = ESCAPES[c];
        out[at++] = '\\';
        out[at++] = escape;
        if (escape == 'u') {
            out[at++] = '0';
            out[at++] = '0';
            out[at++] = HEX[c >> 4];
            out[at++] = HEX[c & 0xf];
        }
        return at;
    }

    private void plainChunk(CharSequence text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes[length++] = (byte) c;
            } else {
                i += nonAscii(c, i + 1 < to ? text.charAt(i + 1) : 0) - 1;
            }
        }
    }

    /** Encodes a character, or a pair with the one after it; the caller has ensured the room. Returns how many it were. */
    private int nonAscii(char c, char next) {
        if (Character.isHighSurrogate(c) && Character.isLowSurrogate(next)) {
            codePoint(Character.toCodePoint(c, next));
            return 2;
        }
        codePoint(Character.isSurrogate(c) ? 0xfffd : c);
        return 1;
    }

    /** Encodes a code point from U+0080 on; the caller has ensured the room. */
    private void codePoint(int c) {
        if (c < 0x800) {
            bytes[length++] = (byte) (0xc0 | (c >> 6));
        } else {
            if (c < 0x10000) {
                bytes[length++] = (byte) (0xe0 | (c >> 12));
            } else {
                bytes[length++] = (byte) (0xf0 | (c >> 18));
                bytes[length++] = (byte) (0x80 | ((c >> 12) & 0x3f));
            }
            bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3f));
        }
        bytes[length++] = (byte) (0x80 | (c & 0x3f));
    }

    private void ensure(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + (bytes.length >> 1)));
        }
    }
}
