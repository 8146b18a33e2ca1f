package dev.hec.receiver.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hec.receiver.event.BatchKey;
import dev.hec.receiver.event.Event;
import dev.hec.receiver.event.StoredBatch;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {

    @Test
    void payload_everyType_comesBackExactly() throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("z", "text");
        fields.put("", "");
        fields.put("a\u0000b", "\u0000\ud83d\ude00\uffff");
        fields.put("lone \ud800", "\udc00 and \ud800");
        fields.put("yes", true);
        fields.put("no", false);
        fields.put("least", Long.MIN_VALUE);
        fields.put("small big", BigInteger.ONE);
        fields.put("big", new BigInteger("-123456789012345678901234567890"));
        fields.put("scale", new BigDecimal("1.500"));
        fields.put("exponent", new BigDecimal("1E+999999"));
        fields.put("list", List.of("x", 1L, true, List.of(), new BigDecimal("0.0")));
        List<Event> events = List.of(
                new Event(Long.MIN_VALUE, fields),
                new Event(Long.MAX_VALUE, Map.of()),
                new Event(-1, Map.of("k", "v")));

        List<Event> read = roundTrip(events);

        assertThat(read).isEqualTo(events);
        assertThat(read.get(0).fields().keySet()).containsExactlyElementsOf(fields.keySet());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void payload_randomEvents_comeBackExactly(long seed) throws IOException {
        Random random = new Random(seed);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Map<String, Object> fields = new LinkedHashMap<>();
            for (int f = random.nextInt(20); f > 0; f--) {
                fields.put(text(random), value(random, 0));
            }
            events.add(new Event(random.nextLong(), fields));
        }

        assertThat(roundTrip(events)).isEqualTo(events);
    }

    @Test
    void payload_unknownType_isRefusedByName() {
        Event event = new Event(0, Map.of("when", java.time.Instant.EPOCH));

        assertThatThrownBy(() -> new RecordBytes(List.of(event), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field when holds a java.time.Instant");
    }

    @Test
    void payload_ofNewerVersion_isRefusedWithRemedy() {
        ByteBuffer payload = ByteBuffer.wrap(new byte[] {3, 0});

        assertThatThrownBy(() -> PayloadReader.read(payload))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 3", "versions 1 to 2")
                .hasMessageContaining("start the version that wrote it");
    }

    @Test
    void payload_withBatch_comesBackWithIt() throws IOException {
        StoredBatch batch = new StoredBatch(new BatchKey(Long.MIN_VALUE, -2), Long.MAX_VALUE);
        List<Event> events = List.of(new Event(5, Map.of("a", "b")), new Event(6, Map.of()));
        ByteBuffer payload = payload(events, batch);

        assertThat(PayloadReader.batchOf(payload)).isEqualTo(batch);
        assertThat(PayloadReader.read(payload)).isEqualTo(new PayloadReader.Payload(events, batch));
    }

    @Test
    void payload_withoutBatch_isThatOfVersionOne() throws IOException {
        byte[] versionOne = {1, 1, 0, 0, 0, 0, 0, 0, 0, 5, 1, 2, 'a', PayloadWriter.STRING, 2, 'b'};
        List<Event> events = List.of(new Event(5, Map.of("a", "b")));

        assertThat(payload(events, null)).isEqualTo(ByteBuffer.wrap(versionOne));
        assertThat(PayloadReader.batchOf(ByteBuffer.wrap(versionOne))).isNull();
        assertThat(PayloadReader.read(ByteBuffer.wrap(versionOne))).isEqualTo(new PayloadReader.Payload(events, null));
    }

    @Test
    void payload_cutAnywhere_isAnErrorAndNoCrash() {
        StoredBatch batch = new StoredBatch(new BatchKey(1, 2), 3);
        ByteBuffer whole = payload(List.of(new Event(5, Map.of("a", List.of("b", 1L)))), batch);
        for (int length = 0; length < whole.limit(); length++) {
            ByteBuffer cut = whole.slice(0, length);
            assertThatThrownBy(() -> PayloadReader.read(cut)).isInstanceOf(IOException.class);
        }
    }

    private static List<Event> roundTrip(List<Event> events) throws IOException {
        return PayloadReader.read(payload(events, null)).events();
    }

    private static ByteBuffer payload(List<Event> events, StoredBatch batch) {
        ByteBuffer record = new RecordBytes(events, batch).numbered(7);
        return record.slice(RecordBytes.HEADER, record.limit() - RecordBytes.HEADER);
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 5)) {
            case 0 -> text(random);
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong();
            case 3 -> new BigInteger(random.nextInt(200), random);
            case 4 -> new BigDecimal(new BigInteger(random.nextInt(200), random), random.nextInt(50) - 25).negate();
            default -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    list.add(value(random, depth + 1));
                }
                yield list;
            }
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(300); i > 0; i--) {
            text.append((char) (random.nextInt(10) == 0 ? random.nextInt(0x10000) : 'a' + random.nextInt(26)));
        }
        return text.toString();
    }
}
