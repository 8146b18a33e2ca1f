package dev.hec.receiver.journal;

import dev.hec.receiver.event.Event;
import dev.hec.receiver.event.StoredBatch;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the events of one request, and its batch if it has one, into bytes. {@link PayloadReader} is its inverse.
 *
 * <pre>
 * payload = version(1 byte) count(varint) batch? event*
 * batch   = high(8 bytes) low(8 bytes) storedAtMillis(8 bytes); in version 2, not in version 1
 * event   = timestampNanos(8 bytes) fields(varint) (name value)*
 * name    = string
 * value   = tag(1 byte) content
 * string  = length(varint, lowest bit set for UTF-16) bytes; UTF-16 only for text with a lone surrogate
 * </pre>
 *
 * Varints are little-endian base 128, at most nine bytes. A payload without a batch is written as version 1, which programs
 * that know no batches can read. Confined to one thread.
 */
final class PayloadWriter {

    static final byte PLAIN = 1;
    static final byte WITH_BATCH = 2;
    static final byte STRING = 1;
    static final byte TRUE = 2;
    static final byte FALSE = 3;
    static final byte LONG = 4;
    static final byte BIG_INTEGER = 5;
    static final byte BIG_DECIMAL = 6;
    static final byte LIST = 7;

    private byte[] bytes = new byte[512];
    private int size;

    /** Starts with room that the caller fills later. */
    PayloadWriter(int reserved) {
        size = reserved;
    }

    void write(List<Event> events, @Nullable StoredBatch batch) {
        put(batch == null ? PLAIN : WITH_BATCH);
        putVarint(events.size());
        if (batch != null) {
            putFixed(batch.key().high());
            putFixed(batch.key().low());
            putFixed(batch.storedAtMillis());
        }
        for (Event event : events) {
            putFixed(event.timestampNanos());
            putVarint(event.fields().size());
            for (Map.Entry<String, Object> field : event.fields().entrySet()) {
                putString(field.getKey());
                putValue(field.getKey(), field.getValue());
            }
        }
    }

    /** The array behind; {@link #size()} bytes of it are filled. */
    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    private void putValue(String name, Object value) {
        if (value instanceof String text) {
            put(STRING);
            putString(text);
        } else if (value instanceof Boolean flag) {
            put(flag ? TRUE : FALSE);
        } else if (value instanceof Long number) {
            put(LONG);
            putFixed(number);
        } else if (value instanceof BigInteger number) {
            put(BIG_INTEGER);
            putBytes(number.toByteArray());
        } else if (value instanceof BigDecimal number) {
            put(BIG_DECIMAL);
            putFixed(number.scale());
            putBytes(number.unscaledValue().toByteArray());
        } else if (value instanceof List<?> list) {
            put(LIST);
            putVarint(list.size());
            for (Object element : list) {
                putValue(name, element);
            }
        } else {
            throw new IllegalArgumentException("field " + name + " holds a "
                    + (value == null ? "null" : value.getClass().getName())
                    + "; expected String, Boolean, Long, BigInteger, BigDecimal or List");
        }
    }

    private void putString(String text) {
        boolean utf16 = hasLoneSurrogate(text);
        byte[] encoded = utf16 ? utf16(text) : text.getBytes(StandardCharsets.UTF_8);
        putVarint(((long) encoded.length << 1) | (utf16 ? 1 : 0));
        putRaw(encoded);
    }

    /** Whether UTF-8 cannot hold the text. */
    static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /** Every char as two bytes; the charset of the JDK would replace a lone surrogate. */
    private static byte[] utf16(String text) {
        byte[] encoded = new byte[text.length() * 2];
        for (int i = 0; i < text.length(); i++) {
            encoded[2 * i] = (byte) (text.charAt(i) >> 8);
            encoded[2 * i + 1] = (byte) text.charAt(i);
        }
        return encoded;
    }

    private void putBytes(byte[] content) {
        putVarint(content.length);
        putRaw(content);
    }

    private void putVarint(long value) {
        long rest = value;
        while (rest > 0x7F) {
            put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        put((byte) rest);
    }

    private void putFixed(long value) {
        grow(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >> shift);
        }
    }

    private void putRaw(byte[] content) {
        grow(content.length);
        System.arraycopy(content, 0, bytes, size, content.length);
        size += content.length;
    }

    private void put(byte value) {
        grow(1);
        bytes[size++] = value;
    }

    private void grow(int more) {
        if (bytes.length - size < more) {
            long wanted = Math.max((long) size + more, Math.min(2L * bytes.length, Integer.MAX_VALUE - 8L));
            if (wanted > Integer.MAX_VALUE - 8L) {
                throw new IllegalArgumentException("the events of one request take more than 2 GB");
            }
            bytes = Arrays.copyOf(bytes, (int) wanted);
        }
    }
}
