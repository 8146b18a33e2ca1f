package dev.hec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hec.format.EventDefaults;
import dev.hec.format.EventWriter;
import dev.hec.testing.Draw;
import dev.hec.testing.RandomCases;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordEncoderTest {

    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final int CAP = 100_000;

    private final EventWriter writer =
            new EventWriter(new EventDefaults("web-1", null, null, null, Map.of("region", "eu")), "inst");
    private int length;

    private JsonNode encoded(int cap, EventMapper<String> mapper) throws IOException {
        length = new RecordEncoder(cap).encode("event", mapper, 0, writer, 7);
        assertThat(length).isLessThanOrEqualTo(cap);
        JsonNode record = JACKSON.readTree(writer.bytes(), 0, length);
        assertThat(record.at("/fields/hec.id").textValue()).isEqualTo("inst-7");
        return record;
    }

    private static EventMapper<String> members(Map<String, ?> members) {
        return (event, out) -> {
            out.beginObject();
            members.forEach(out::value);
            out.endObject();
        };
    }

    private static boolean truncated(JsonNode record) {
        return record.at("/fields/truncated").booleanValue();
    }

    @Test
    void encode_eventThatFits_isMappedOnceAndWhole() throws IOException {
        AtomicInteger calls = new AtomicInteger();

        JsonNode record = encoded(CAP, (event, out) -> {
            calls.incrementAndGet();
            out.string(event);
        });

        assertThat(record.get("event").textValue()).isEqualTo("event");
        assertThat(truncated(record)).isFalse();
        assertThat(calls).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "…", "😀", "\u0001", "\"", "aé…😀\u0001", "\ud800"})
    void encode_oneHugeText_fillsTheRecord(String unit) throws IOException {
        String huge = unit.repeat(10 * CAP);

        JsonNode record = encoded(CAP, members(Map.of("message", huge, "logger", "l".repeat(200))));

        String kept = record.at("/event/message").textValue();
        assertThat(kept).endsWith("…");
        assertThat(huge.replace('\ud800', '\ufffd').replaceAll("\ufffd(?=[\udc00-\udfff])", "\ud800"))
                .as("no half characters")
                .startsWith(unit.equals("\ud800") ? kept.substring(0, kept.length() - 1) : "");
        assertThat(record.at("/event/logger").textValue()).hasSize(200);
        assertThat(truncated(record)).isTrue();
        assertThat(length).isGreaterThan(CAP * 9 / 10);
    }

    @Test
    void encode_manyMediumTexts_cutsTheLongestOnly() throws IOException {
        Map<String, Object> texts = new LinkedHashMap<>();
        for (int i = 0; i < 60; i++) {
            texts.put("medium" + i, "é".repeat(2_000));
            texts.put("short" + i, "s".repeat(100));
        }

        JsonNode record = encoded(CAP, members(texts));

        for (int i = 0; i < 60; i++) {
            assertThat(record.get("event").get("medium" + i).textValue())
                    .endsWith("é…")
                    .hasSizeGreaterThan(500);
            assertThat(record.get("event").get("short" + i).textValue()).hasSize(100);
        }
        assertThat(truncated(record)).isTrue();
        assertThat(length).isGreaterThanOrEqualTo(CAP * 3 / 4);
    }

    @Test
    void encode_deepMapsAndLongLists_areCutAndTheMessageStays() throws IOException {
        Map<String, Object> deep = new LinkedHashMap<>();
        deep.put("text", "t".repeat(30_000));
        for (int i = 0; i < 6; i++) {
            Map<String, Object> outer = new LinkedHashMap<>();
            outer.put("inner", deep);
            outer.put("text", "t".repeat(30_000));
            deep = outer;
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("message", "what happened");
        members.put("deep", deep);
        members.put("numbers", new int[1_000_000]);
        members.put("last", true);

        JsonNode record = encoded(CAP, members(members));

        assertThat(record.at("/event/message").textValue()).isEqualTo("what happened");
        assertThat(record.at("/event/deep").isObject()).isTrue();
        assertThat(record.at("/event/numbers").isArray()).isTrue();
        assertThat(record.at("/event/last").booleanValue()).isTrue();
        assertThat(truncated(record)).isTrue();
        assertThat(length).isGreaterThanOrEqualTo(CAP * 3 / 4);
    }

    @Test
    void encode_anyEvent_isValidAndAtMostAQuarterEmpty() {
        RandomCases.check(500, draw -> {
            int cap = draw.oneOf(1_000, 10_000, CAP);
            Map<String, Object> members = new LinkedHashMap<>();
            int count = draw.intBetween(1, Math.max(1, cap / 1_000));
            for (int i = 0; i < count; i++) {
                members.put("k" + i, text(draw, cap));
            }
            AtomicInteger calls = new AtomicInteger();
            EventMapper<String> mapper = members(members);

            JsonNode record = encoded(cap, (event, out) -> {
                calls.incrementAndGet();
                mapper.map(event, out);
            });

            assertThat(record.get("event")).hasSize(count);
            assertThat(truncated(record)).isEqualTo(calls.get() > 1);
            if (truncated(record)) {
                assertThat(length).isGreaterThanOrEqualTo(cap - cap / 4);
            }
            assertThat(calls).hasValueLessThan(20);
        });
    }

    private static Object text(Draw draw, int cap) {
        String unit = draw.oneOf("a", "é", "…", "😀", "\u0001", "a\u0001");
        String text = unit.repeat(draw.intBetween(1, cap));
        return draw.oneIn(4) ? List.of(text, unit) : text;
    }

    // What cannot be shortened

    @Test
    void encode_tooManyNames_isReplacedByANotice() throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < 20_000; i++) {
            members.put("key" + i, "v");
        }

        JsonNode record = encoded(CAP, members(members));

        assertThat(record.get("event").textValue()).matches("event left out: \\d+ bytes, and no long text to shorten");
        assertThat(record.at("/fields/region").textValue()).isEqualTo("eu");
    }

    @Test
    void encode_hugeName_isReplacedByANotice() throws IOException {
        JsonNode record = encoded(CAP, members(Collections.singletonMap("n".repeat(CAP), 1)));

        assertThat(record.get("event").textValue()).startsWith("event left out: ");
    }

    @Test
    void encode_anotherEventEachTime_fitsAllTheSame() {
        RandomCases.check(1_000, draw -> {
            JsonNode record = encoded(1_000, (event, out) -> out.string("x".repeat(draw.intBetween(0, 5_000))));

            assertThat(record.get("event").isTextual()).isTrue();
        });
    }

    @Test
    void encode_failsWhenMappedAgain_isReplacedByTheFailure() throws IOException {
        AtomicInteger calls = new AtomicInteger();

        JsonNode record = encoded(CAP, (event, out) -> {
            if (calls.incrementAndGet() > 1) {
                throw new StackOverflowError();
            }
            out.string("x".repeat(CAP));
        });

        assertThat(record.get("event").textValue())
                .isEqualTo("event could not be encoded: java.lang.StackOverflowError");
    }
}
