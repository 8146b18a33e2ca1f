package dev.hec.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCopyTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static EventWriter writer(@Nullable Masks masks) {
        EventWriter out = new EventWriter(new EventDefaults(null, null, null, null, Map.of()), null, masks);
        out.begin(0, Integer.MAX_VALUE);
        return out;
    }

    private static JsonNode event(EventWriter out) throws IOException {
        int length = out.end();
        return JSON.readTree(out.bytes(), 0, length).path("event");
    }

    private static JsonNode copy(String text) throws IOException {
        EventWriter out = writer(null);
        out.json(text);
        return event(out);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " { } ",
                "{\"a\":1}",
                "{\"a\":-0.5e+10,\"b\":[1,2,[]],\"c\":{\"d\":null,\"e\":true,\"f\":false}}",
                "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00fc\\ud83d\\ude00\"}",
                "{\n  \"a\" : [ 1 , 2 ]\n}\n",
                "{\"\":\"\"}",
                "{\"n\":123456789012345678901234567890.123456789}",
            })
    void json_ofAnObject_isTheSameAfterwards(String text) throws Exception {
        assertThat(copy(text)).isEqualTo(JSON.readTree(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "text",
                "1",
                "[1]",
                "\"a\"",
                "null",
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":+1}",
                "{\"a\":1e}",
                "{\"a\":NaN}",
                "{\"a\":tru}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"line\nbreak\"}",
                "{\"a\":1}{\"b\":2}",
                "{\"a\":1} x",
                "{\"a\":[1,2}",
                "{\"a\":1]",
            })
    void json_ofAnythingElse_isWrittenAsText(String text) throws Exception {
        assertThat(copy(text).textValue()).isEqualTo(text.isEmpty() ? " " : text);
    }

    @Test
    void json_nestedBeyondAllMeasure_isWrittenAsText() throws Exception {
        String deep = "{\"a\":".repeat(100_000);

        assertThat(copy(deep).textValue()).isEqualTo(deep);
    }

    @Test
    void json_atRandom_isWhatJacksonReads() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            String text = JSON.writeValueAsString(object(random, 4));
            if (random.nextBoolean()) {
                int at = random.nextInt(text.length());
                text = text.substring(0, at)
                        + (char) (32 + random.nextInt(96))
                        + text.substring(at + random.nextInt(2));
            }
            JsonNode expected;
            try {
                expected = JSON.readTree(text);
            } catch (JsonProcessingException | NumberFormatException e) {
                expected = JsonNodeFactory.instance.textNode(text);
            }
            if (!expected.isObject()) {
                expected = JsonNodeFactory.instance.textNode(text);
            }
            if (!text.matches(".*[eE][-+]?\\d{5,}.*")) {
                // Jackson takes no exponent of that size, though it is JSON.
                assertThat(copy(text)).as(text).isEqualTo(expected);
            }
        }
    }

    private static ObjectNode object(Random random, int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int i = random.nextInt(5); i > 0; i--) {
            object.set("k" + random.nextInt(1_000), value(random, depth - 1));
        }
        return object;
    }

    private static JsonNode value(Random random, int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> nodes.numberNode(random.nextLong());
            case 1 -> nodes.numberNode(java.math.BigDecimal.valueOf(random.nextLong(), random.nextInt(30) - 10));
            case 2 -> nodes.booleanNode(random.nextBoolean());
            case 3 -> nodes.nullNode();
            case 4 -> nodes.textNode("t\u00fc\n\"" + random.nextInt());
            case 5 -> object(random, depth);
            default -> {
                ArrayNode array = nodes.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(value(random, depth - 1));
                }
                yield array;
            }
        };
    }

    @Test
    void json_withALongText_hasItCut() throws Exception {
        EventWriter out = new EventWriter(new EventDefaults(null, null, null, null, Map.of()));
        out.begin(0, 20);

        out.json("{\"a\":\"" + "x".repeat(100) + "\",\"b\":\"short\"}");

        assertThat(out.truncated()).isTrue();
        assertThat(event(out)).hasToString("{\"a\":\"" + "x".repeat(20) + "\u2026\",\"b\":\"short\"}");
    }

    @Test
    void json_withSecrets_hasThemHidden() throws Exception {
        EventWriter out = writer(new Masks(name -> name.equals("password"), Pattern.compile("\\d{4}-\\d{4}")));

        out.json("{\"password\":{\"deep\":[1]},\"user.password\":1,\"text\":\"card 1234-5678.\",\"n\":1}");

        assertThat(event(out))
                .hasToString("{\"password\":\"****\",\"user.password\":\"****\",\"text\":\"card ****.\",\"n\":1}");
    }

    @Test
    void json_amongRawLines_isOneLine() {
        EventWriter out = EventWriter.raw();
        out.begin(0, Integer.MAX_VALUE);
        out.json("{\n \"a\" : 1\n}");
        int length = out.end();

        assertThat(new String(out.bytes(), 0, length, java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":1}\n");
    }
}
