package dev.hec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hec.format.EventDefaults;
import dev.hec.format.EventWriter;
import dev.hec.testing.FuzzInput;
import dev.hec.testing.RandomCases;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Whatever an application logs, a record is one valid JSON object within its bound, or one raw line.
 *
 * <p>The default suite tries random inputs and those kept in the resources. {@code mvn -Pfuzz -pl hec-core test
 * -Dtest=EncoderFuzzTest} lets Jazzer look for others.
 */
class EncoderFuzzTest {

    private static final JsonFactory JSON = new JsonFactory();
    private static final ObjectMapper JACKSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final Map<String, String> FIELDS = Map.of("region", "eu");

    @FuzzTest(maxDuration = "2m")
    void encode_anyInput_givesAValidRecord(byte[] input) throws IOException {
        check(new FuzzInput(input));
    }

    @Test
    void encode_randomInput_givesAValidRecord() {
        RandomCases.check(400, draw -> check(new FuzzInput(draw.bytes(400))));
    }

    private static void check(FuzzInput in) throws IOException {
        boolean raw = in.flag();
        int cap = 1_000 + in.below(20_000);
        long time = in.flag() ? in.anyLong() : 1_537_538_443_001L;
        EventWriter writer = raw
                ? EventWriter.raw()
                : new EventWriter(new EventDefaults("web-1", null, "log", null, FIELDS), "inst");
        RecordEncoder encoder = new RecordEncoder(cap);
        do {
            boolean object = in.flag();
            EventMapper<FuzzInput> mapper = object ? objectOf(in) : textOf(in);

            int length = encoder.encode(in, mapper, time, writer, 7);

            assertThat(length).isBetween(0, cap);
            ByteBuffer record = ByteBuffer.wrap(writer.bytes(), 0, length);
            if (raw) {
                checkRaw(record, object);
            } else {
                checkEvent(record, time);
            }
        } while (!in.isEnded());
    }

    private static void checkEvent(ByteBuffer record, long time) throws IOException {
        String text = StandardCharsets.UTF_8.newDecoder().decode(record).toString();
        assertThat(text).doesNotContain("\n").doesNotContain("\r");
        try (JsonParser json = JSON.createParser(text)) {
            assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            json.skipChildren();
            assertThat(json.nextToken()).as("after the object").isNull();
        }
        JsonNode envelope = JACKSON.readTree(text);
        assertThat(envelope.fieldNames()).toIterable().containsExactly("time", "host", "sourcetype", "event", "fields");
        assertThat(envelope.get("time").decimalValue()).isEqualByComparingTo(BigDecimal.valueOf(time, 3));
        assertThat(envelope.get("host").textValue()).isEqualTo("web-1");
        assertThat(envelope.at("/fields/region").textValue()).isEqualTo("eu");
        assertThat(envelope.at("/fields/hec.id").textValue()).isEqualTo("inst-7");
        assertThat(envelope.get("event").isTextual() || envelope.get("event").isObject())
                .isTrue();
    }

    private static void checkRaw(ByteBuffer record, boolean object) throws IOException {
        if (!record.hasRemaining()) {
            assertThat(object).as("an object is no blank line").isFalse();
            return;
        }
        String line = StandardCharsets.UTF_8.newDecoder().decode(record).toString();
        assertThat(line).endsWith("\n");
        assertThat(line.chars()).as("something visible, by the bytes").anyMatch(c -> c > ' ');
        if (object) {
            assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
            assertThat(line).doesNotContain("\r");
        }
    }

    private static EventMapper<FuzzInput> textOf(FuzzInput in) {
        String text = in.text();
        return (event, out) -> out.string(text);
    }

    /** An object of any members; it may fail half-way, or be another one each time. */
    private static EventMapper<FuzzInput> objectOf(FuzzInput in) {
        List<EventMapper<FuzzInput>> members = new ArrayList<>();
        for (int i = in.below(20); i > 0; i--) {
            members.add(memberOf(in));
        }
        return (event, out) -> {
            out.beginObject();
            for (EventMapper<FuzzInput> member : members) {
                member.map(event, out);
            }
            out.endObject();
        };
    }

    private static EventMapper<FuzzInput> memberOf(FuzzInput in) {
        String name = in.text();
        return switch (in.below(9)) {
            case 0 -> member(name, in.text());
            case 1 -> {
                long number = in.anyLong();
                yield (event, out) -> out.field(name, number);
            }
            case 2 -> {
                EventMapper<FuzzInput> inner = memberOf(in);
                yield (event, out) -> {
                    out.beginObject(name);
                    inner.map(event, out);
                    out.endObject();
                };
            }
            case 3 -> {
                List<String> texts = List.of(in.text(), in.text());
                yield (event, out) -> {
                    out.beginArray(name);
                    texts.forEach(out::string);
                    out.endArray();
                };
            }
            case 4 -> {
                Map<String, String> texts = Map.of(name, in.text());
                yield (event, out) -> texts.forEach(out.texts());
            }
            case 5 -> in.flag() ? member(name, "calm") : EncoderFuzzTest::fail;
            case 6 -> (event, out) -> out.field(name, event.text());
            default -> {
                Object value = FuzzValues.of(in);
                yield (event, out) -> out.value(name, value);
            }
        };
    }

    private static EventMapper<FuzzInput> member(String name, String text) {
        return (event, out) -> out.field(name, text);
    }

    private static void fail(FuzzInput event, EventWriter out) {
        out.beginObject("half");
        throw new IllegalStateException();
    }
}
