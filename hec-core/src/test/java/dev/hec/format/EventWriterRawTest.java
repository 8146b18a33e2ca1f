package dev.hec.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventWriterRawTest {

    private static final long TIME = 1_537_538_443_001L;

    private final EventWriter writer = EventWriter.raw();

    private String line(String text) {
        return line(text, Integer.MAX_VALUE);
    }

    private String line(String text, int maxTextChars) {
        writer.begin(TIME, maxTextChars);
        writer.string(text);
        return ended();
    }

    private String ended() {
        int length = writer.end();
        return new String(writer.bytes(), 0, length, StandardCharsets.UTF_8);
    }

    @Test
    void text_isWrittenAsItIs() {
        assertThat(line("say \"hello\" \\ to\tthe wörld, € and 😀"))
                .isEqualTo("say \"hello\" \\ to\tthe wörld, € and 😀\n");
    }

    @Test
    void text_withLineBreaksInside_keepsThem() {
        assertThat(line("java.lang.IllegalStateException: x\n\tat L.main(L.java:1)\r\n\tat M"))
                .isEqualTo("java.lang.IllegalStateException: x\n\tat L.main(L.java:1)\r\n\tat M\n");
        assertThat(line("\nlate")).isEqualTo("\nlate\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n", "\n\n\r\n"})
    void text_withLineBreaksAtItsEnd_endsInOne(String breaks) {
        assertThat(line("text " + breaks)).isEqualTo("text \n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "\t \r\n \n", "\u0000"})
    void text_withoutAVisibleCharacter_isNoRecord(String text) {
        assertThat(line(text)).isEmpty();
    }

    @Test
    void text_null_isNoRecord() {
        assertThat(line(null)).isEmpty();
    }

    @Test
    void text_beyondAsciiOnly_isVisible() {
        assertThat(line("é")).isEqualTo("é\n");
    }

    @Test
    void record_next_hasNothingOfTheOneBefore() {
        line("a long text that is cut", 5);

        assertThat(line("b")).isEqualTo("b\n");
        assertThat(line("")).isEmpty();
        assertThat(line("c")).isEqualTo("c\n");
    }

    @Test
    void text_longerThanTheLimit_endsInAnEllipsis() {
        assertThat(line("1234567", 5)).isEqualTo("12345…\n");
        assertThat(line("12345", 5)).isEqualTo("12345\n");
        assertThat(line("1234😀", 5)).as("no half of a pair").isEqualTo("1234…\n");
    }

    @Test
    void text_loneSurrogates_areReplaced() {
        assertThat(line("a\ud83d")).isEqualTo("a\ufffd\n");
        assertThat(line("\ude00a\ud83d\ud83d\ude00")).isEqualTo("\ufffda\ufffd😀\n");
    }

    @Test
    void event_object_isItsJsonOnOneLine() throws IOException {
        writer.begin(TIME, 8);
        writer.beginObject();
        writer.field("message", "two\nlines, cut");
        writer.field("n", 1);
        writer.beginArray("markers");
        writer.string("x\ny");
        writer.endArray();
        writer.endObject();

        String line = ended();

        assertThat(line).isEqualTo("{\"message\":\"two\\nline…\",\"n\":1,\"markers\":[\"x\\ny\"]}\n");
        assertThat(new ObjectMapper().readTree(line).get("n").intValue()).isEqualTo(1);
    }

    /** Long enough for several chunks, so that pairs meet their borders. */
    @Test
    void text_anyCharacters_isTheTextInUtf8() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder("start");
            int characters = random.nextInt(3000);
            for (int i = 0; i < characters; i++) {
                int plane = random.nextInt(3);
                text.appendCodePoint(
                        plane == 0
                                ? random.nextInt(0x80)
                                : plane == 1 ? 0x80 + random.nextInt(0xd780) : 0x10000 + random.nextInt(0x100000));
            }
            text.append("end");

            assertThat(line(text.toString())).as("seed %d", seed).isEqualTo(text + "\n");
        }
    }

    /** What Splunk's own library for Logback sends as raw lines, apart from the break that it leaves out. */
    @Test
    void text_ofTheCaptureOfAPeer_comesOutAsCaptured() {
        for (String body : new String[] {
            "multi\nline", "hello 1", "boomjava.lang.IllegalStateException: x\n\tat L.main(L.java:1)\n"
        }) {
            assertThat(line(body)).isEqualTo(body.stripTrailing() + "\n");
        }
    }
}
