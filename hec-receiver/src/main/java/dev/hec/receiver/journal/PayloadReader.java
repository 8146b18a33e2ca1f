package dev.hec.receiver.journal;

import dev.hec.receiver.event.BatchKey;
import dev.hec.receiver.event.Event;
import dev.hec.receiver.event.StoredBatch;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@link PayloadWriter} wrote, exactly. Confined to one thread. */
final class PayloadReader {

    private final ByteBuffer bytes;
    private final int count;
    private final @Nullable StoredBatch batch;

    /** What a record holds. Immutable. */
    record Payload(List<Event> events, @Nullable StoredBatch batch) {}

    private PayloadReader(ByteBuffer payload) throws IOException {
        bytes = payload;
        byte version = bytes.get();
        if (version != PayloadWriter.PLAIN && version != PayloadWriter.WITH_BATCH) {
            throw new IOException("a journal record has version " + version + "; this program reads versions "
                    + PayloadWriter.PLAIN + " to " + PayloadWriter.WITH_BATCH
                    + ": start the version that wrote it, or a newer one");
        }
        count = varint();
        batch = version == PayloadWriter.WITH_BATCH
                ? new StoredBatch(new BatchKey(bytes.getLong(), bytes.getLong()), bytes.getLong())
                : null;
    }

    /** @throws IOException if the bytes are no payload of a known version */
    static Payload read(ByteBuffer payload) throws IOException {
        try {
            PayloadReader reader = new PayloadReader(payload);
            return new Payload(reader.events(), reader.batch);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    /**
     * Only the batch; null if the record has none.
     *
     * @throws IOException if the bytes are no payload of a known version
     */
    static @Nullable StoredBatch batchOf(ByteBuffer payload) throws IOException {
        try {
            return new PayloadReader(payload.duplicate()).batch;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private static IOException unreadable(RuntimeException cause) {
        return new IOException("a journal record passed its checksum but cannot be read", cause);
    }

    private List<Event> events() {
        List<Event> events = new ArrayList<>(Math.min(count, bytes.remaining()));
        for (int i = 0; i < count; i++) {
            long timestampNanos = bytes.getLong();
            int fieldCount = varint();
            Map<String, Object> fields = new LinkedHashMap<>();
            for (int f = 0; f < fieldCount; f++) {
                String name = string();
                fields.put(name, value());
            }
            events.add(new Event(timestampNanos, Collections.unmodifiableMap(fields)));
        }
        return events;
    }

    private Object value() {
        byte tag = bytes.get();
        return switch (tag) {
            case PayloadWriter.STRING -> string();
            case PayloadWriter.TRUE -> true;
            case PayloadWriter.FALSE -> false;
            case PayloadWriter.LONG -> bytes.getLong();
            case PayloadWriter.BIG_INTEGER -> new BigInteger(raw(varint()));
            case PayloadWriter.BIG_DECIMAL -> {
                int scale = (int) bytes.getLong();
                yield new BigDecimal(new BigInteger(raw(varint())), scale);
            }
            case PayloadWriter.LIST -> {
                int count = varint();
                List<Object> list = new ArrayList<>(Math.min(count, bytes.remaining()));
                for (int i = 0; i < count; i++) {
                    list.add(value());
                }
                yield Collections.unmodifiableList(list);
            }
            default -> throw new IllegalArgumentException("unknown value tag " + tag);
        };
    }

    private String string() {
        long head = longVarint();
        byte[] content = raw((int) (head >>> 1));
        if ((head & 1) == 0) {
            return new String(content, StandardCharsets.UTF_8);
        }
        char[] chars = new char[content.length / 2];
        ByteBuffer.wrap(content).asCharBuffer().get(chars);
        return new String(chars);
    }

    private byte[] raw(int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] content = new byte[length];
        bytes.get(content);
        return content;
    }

    private int varint() {
        return (int) longVarint();
    }

    private long longVarint() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            byte next = bytes.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number has more than nine bytes");
    }
}
