package dev.hec.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hec.DropReason;
import dev.hec.testing.Draw;
import dev.hec.testing.RandomCases;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterLineTest {

    private static final ObjectMapper JACKSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");

    private static JsonNode line(byte[] record, String why, String client) throws IOException {
        byte[] line = DeadLetterLine.of(ByteBuffer.wrap(record), DropReason.REJECTED, why, client, NOW);
        String text = new String(line, StandardCharsets.UTF_8);
        assertThat(text.getBytes(StandardCharsets.UTF_8)).as("UTF-8").isEqualTo(line);
        assertThat(text.indexOf('\n')).as("one line").isEqualTo(text.length() - 1);
        assertThat(text.indexOf('\r')).isNegative();
        JsonNode read = JACKSON.readTree(text);
        assertThat(read.fieldNames()).toIterable().containsExactly("at", "reason", "why", "client", "record");
        return read;
    }

    private static JsonNode record(String record) throws IOException {
        return line(record.getBytes(StandardCharsets.UTF_8), "why", "client").get("record");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"time\":1.000,\"event\":\"é\\n\\ud800\"}",
                " [1, 2] ",
                "\"text\"",
                "null",
                "0.1",
                "{\"a\":1,\"a\":2}",
            })
    void record_thatIsJsonOnOneLine_staysJson(String record) throws IOException {
        assertThat(record(record)).isEqualTo(JACKSON.readTree(record));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "plain text",
                "{\"a\":1",
                "{\"a\":1}}",
                "{} {}",
                "{\"a\":\n1}",
                "{}\n",
                "{\r}",
                "{'a':1}",
                "[1,]",
                "NaN",
                "01",
                "\"\\x\"",
                "\"a\tb\"",
                "\"open",
                "// comment",
                "\ufeff{}",
                "}, \"injected\": {"
            })
    void record_thatIsNot_isAText(String record) throws IOException {
        assertThat(record(record).textValue()).isEqualTo(record);
    }

    @Test
    void record_withBytesThatAreNoUtf8_isReadable() throws IOException {
        byte[] json = "{\"event\":\"aXb\"}".getBytes(StandardCharsets.UTF_8);
        json[11] = (byte) 0xff;

        assertThat(line(json, "", "").at("/record/event").textValue()).isEqualTo("a\ufffdb");
    }

    @Test
    void record_nestedDeeperThanReadersAccept_isAText() throws IOException {
        for (int depth : new int[] {499, 500, 501, 999, 1_000, 100_000}) {
            String record = "[".repeat(depth) + "]".repeat(depth);

            assertThat(record(record).isTextual()).as("depth %d", depth).isEqualTo(depth > 500);
        }
    }

    @Test
    void record_numbersAndNamesOfAnyLength_canBeRead() throws IOException {
        for (int length : new int[] {999, 1_000, 1_001, 60_000}) {
            record("1".repeat(length));
            record("0." + "1".repeat(length));
            record("1e" + "1".repeat(length));
            record("{\"" + "n".repeat(length) + "\":1}");
            assertThat(record("\"" + "s".repeat(length) + "\"").textValue()).hasSize(length);
        }
    }

    @Test
    void line_whateverItIsMadeOf_canBeRead() {
        RandomCases.check(5_000, draw -> {
            String why = draw.hardText(900);
            String text = draw.hardText(60);
            byte[] record = draw.from(
                    () -> draw.bytes(60),
                    () -> text.getBytes(StandardCharsets.UTF_8),
                    () -> JACKSON.createObjectNode().put(text, text).toString().getBytes(StandardCharsets.UTF_8),
                    () -> changed(draw, "{\"time\":1.5,\"event\":[\"a\\u00e9\",true,null]}"));

            JsonNode line = line(record, why, draw.hardText(20));

            assertThat(line.get("at").textValue()).isEqualTo("2026-03-01T12:00:00.123Z");
            String told = line.get("why").textValue();
            assertThat(told.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(DeadLetterLine.MAX_WHY_BYTES);
            assertThat(told.codePoints()).noneMatch(Character::isISOControl);
        });
    }

    private static byte[] changed(Draw draw, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        bytes[draw.intBetween(0, bytes.length - 1)] = (byte) draw.intBetween(-128, 127);
        return bytes;
    }

    @Test
    void why_withControlCharacters_hasSpaces() throws IOException {
        assertThat(line(new byte[0], "a\nb\u001b[31m\u0085\u2028c", "x")
                        .get("why")
                        .textValue())
                .isEqualTo("a b [31m  c");
    }

    @Test
    void why_tooLong_isCutBetweenCharacters() throws IOException {
        for (int before = 0; before < 8; before++) {
            String exact = "a".repeat(512 - 4 * 100) + "😀".repeat(100);
            assertThat(line(new byte[0], exact, "x").get("why").textValue()).isEqualTo(exact);

            String why = "a".repeat(before) + "😀".repeat(200);
            String told = line(new byte[0], why, "x").get("why").textValue();
            assertThat(told).endsWith("😀…");
            assertThat(why).startsWith(told.substring(0, told.length() - 1));
            assertThat(told.getBytes(StandardCharsets.UTF_8).length).isBetween(509, 512);
        }
    }
}
