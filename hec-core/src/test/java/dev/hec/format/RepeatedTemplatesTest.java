package dev.hec.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.testing.Draw;
import dev.hec.testing.RandomCases;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatedTemplatesTest {

    private static final EventDefaults DEFAULTS = new EventDefaults("web-1", null, null, null, Map.of());
    private static final int NO_LIMIT = 1_000_000;
    private static final int CASES = 20_000;

    private static String record(EventWriter writer, int maxTextChars, String template, @Nullable Object... arguments) {
        writer.begin(1, maxTextChars);
        writer.beginObject();
        writer.field("before", "x");
        writer.message("message", template, arguments);
        writer.endObject();
        int length = writer.end();
        return new String(writer.bytes(), 0, length, StandardCharsets.UTF_8);
    }

    /** As it is written when nothing is remembered. */
    private static String expected(int maxTextChars, String template, @Nullable Object... arguments) {
        StringBuilder text = new StringBuilder();
        MessageTemplate.append(text, template, arguments);
        EventWriter writer = new EventWriter(DEFAULTS);
        writer.begin(1, maxTextChars);
        writer.beginObject();
        writer.field("before", "x");
        writer.field("message", text);
        writer.endObject();
        int length = writer.end();
        return new String(writer.bytes(), 0, length, StandardCharsets.UTF_8);
    }

    @Test
    void message_sameTemplateAgain_hasTheArgumentsOfItsOwnCall() {
        EventWriter writer = new EventWriter(DEFAULTS);
        String template = "order \"{}\" of {}\n";

        record(writer, NO_LIMIT, template, "a", 1);
        record(writer, NO_LIMIT, template, "b", 2);

        assertThat(record(writer, NO_LIMIT, template, "c\\d", -3L))
                .contains("\"before\":\"x\",\"message\":\"order \\\"c\\\\d\\\" of -3\\n\"}");
    }

    private static boolean writes(RepeatedTemplates templates, String template, @Nullable Object... arguments) {
        JsonWriter out = new JsonWriter(16);
        out.clear(NO_LIMIT);
        boolean written = templates.write(out, "message", template, arguments);
        assertThat(written).isEqualTo(out.length() > 0);
        return written;
    }

    @Test
    void write_fromTheSecondTimeOn_isDone() {
        RepeatedTemplates templates = new RepeatedTemplates();
        String template = "order {} of {}";

        assertThat(writes(templates, template, "a", 1)).isFalse();
        assertThat(writes(templates, template, "a", 1)).isTrue();
        assertThat(writes(templates, template, "a", 1, "one too many")).isTrue();
        assertThat(writes(templates, template, "one too few")).isFalse();
        assertThat(writes(templates, template, "a", 1.5)).isFalse();
    }

    @Test
    void write_templatesWithoutAPlaceOrOfTheGreatestLength_areDone() {
        RepeatedTemplates templates = new RepeatedTemplates();
        String longest = "x".repeat(254) + "{}";
        String tooLong = "x".repeat(255) + "{}";
        for (String template : List.of("no place", longest, tooLong)) {
            assertThat(writes(templates, template, 1)).isFalse();
        }

        assertThat(writes(templates, "no place", 1)).isTrue();
        assertThat(writes(templates, longest, 1)).isTrue();
        assertThat(writes(templates, tooLong, 1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a {}{} b", "a \\{} b {}", "\ud83d{}", "{}\ude00"})
    void write_templatesThatCouldDiffer_areLeft(String template) {
        RepeatedTemplates templates = new RepeatedTemplates();
        for (int i = 0; i < 3; i++) {
            assertThat(writes(templates, template, 1, 2)).isFalse();
        }
    }

    @Test
    void message_textThatNowIsTooLong_isCutAndMarked() {
        EventWriter writer = new EventWriter(DEFAULTS);
        String template = "name {} end";
        for (int i = 0; i < 3; i++) {
            record(writer, NO_LIMIT, template, "short");
        }

        assertThat(record(writer, 10, template, "a name of many letters"))
                .isEqualTo(expected(10, template, "a name of many letters"))
                .contains("\"message\":\"name a nam…\"", "\"truncated\":true");
    }

    @Test
    void message_argumentThatIsToBeHidden_isHiddenEachTime() {
        EventWriter writer =
                new EventWriter(DEFAULTS, null, new Masks(name -> name.equals("secret"), Pattern.compile("\\d{4}")));
        String template = "card {} of {}";

        for (int i = 0; i < 4; i++) {
            assertThat(record(writer, NO_LIMIT, template, "1234", 5678)).contains("\"message\":\"card **** of ****\"");
        }
    }

    @Test
    void message_anyTemplateAndArguments_isWhatTheTemplateSays() {
        RandomCases.check(CASES, draw -> {
            EventWriter writer = new EventWriter(DEFAULTS);
            String template = String.join(
                    "",
                    draw.list(
                            8,
                            () -> draw.oneOf(
                                    "{}", "{}", "{", "}", "\\", "word ", "\"", "\n", "é", "\ud83d", "\ude00")));
            for (int i = 0; i < 4; i++) {
                Object[] arguments = draw.list(4, () -> argument(draw)).toArray();
                int limit = draw.oneOf(NO_LIMIT, NO_LIMIT, draw.intBetween(0, 30));

                assertThat(record(writer, limit, template, arguments)).isEqualTo(expected(limit, template, arguments));
            }
        });
    }

    private static @Nullable Object argument(Draw draw) {
        return draw.from(
                () -> null,
                () -> draw.intBetween(Integer.MIN_VALUE, Integer.MAX_VALUE),
                draw::anyLong,
                () -> Long.MIN_VALUE,
                draw::anyDouble,
                () -> "\ud83d",
                () -> "\ude00 \t",
                () -> (short) 3,
                () -> draw.hardText(8));
    }
}
