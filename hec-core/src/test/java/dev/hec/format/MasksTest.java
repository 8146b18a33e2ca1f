package dev.hec.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hec.settings.NamePatterns;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MasksTest {

    private static final Masks MASKS =
            new Masks(NamePatterns.of("password, *token*, pin")::matches, Pattern.compile("\\b\\d{16}\\b"));

    private final EventWriter out = new EventWriter(new EventDefaults(null, null, null, null, Map.of()), null, MASKS);

    private JsonNode event() throws IOException {
        int length = out.end();
        return JsonMapper.builder().build().readTree(out.bytes(), 0, length).path("event");
    }

    @Test
    void values_ofHiddenNames_areStars() throws Exception {
        out.begin(0, Integer.MAX_VALUE);
        out.beginObject();
        out.field("Password", "secret");
        out.field("pin", 1234);
        out.field("user.pin", true);
        out.value("apiToken", List.of("secret"));
        out.field("pinned", "no secret");
        out.endObject();

        assertThat(event())
                .hasToString("{\"Password\":\"****\",\"pin\":\"****\",\"user.pin\":\"****\",\"apiToken\":\"****\","
                        + "\"pinned\":\"no secret\"}");
    }

    @Test
    void values_insideStructures_areHiddenToo() throws Exception {
        out.begin(0, Integer.MAX_VALUE);
        out.beginObject();
        out.value(
                "login",
                new TreeMap<>(Map.of("user", "u", "password", "secret", "list", List.of(Map.of("token", "secret")))));
        out.endObject();

        assertThat(event())
                .hasToString("{\"login\":{\"list\":[{\"token\":\"****\"}],\"password\":\"****\",\"user\":\"u\"}}");
    }

    @Test
    void texts_withSecretParts_keepTheRest() throws Exception {
        out.begin(0, Integer.MAX_VALUE);
        out.beginObject();
        out.field("message", "card 4111111111111111 and 4222222222222222.");
        out.value("list", List.of("4111111111111111", "12"));
        out.endObject();

        assertThat(event()).hasToString("{\"message\":\"card **** and ****.\",\"list\":[\"****\",\"12\"]}");
    }

    @Test
    void secret_atThePlaceWhereATextIsCut_isHidden() throws Exception {
        out.begin(0, 12);
        out.beginObject();
        out.field("message", "card 4111111111111111 and more");
        out.endObject();

        assertThat(event().path("message").textValue()).isEqualTo("card **** an\u2026");
    }

    @Test
    void values_byTheirPath_areHiddenOnlyThere() throws Exception {
        Masks paths = new Masks(NamePatterns.of("mdc.ssn, a.b.c, exception, old")::matches, null);
        EventWriter writer = new EventWriter(new EventDefaults(null, null, null, null, Map.of()), null, paths);
        writer.begin(0, Integer.MAX_VALUE);
        writer.beginObject();
        writer.field("ssn", "kept");
        writer.beginObject("mdc");
        writer.field("ssn", "secret");
        writer.endObject();
        writer.value("a", Map.of("b", Map.of("c", "secret"), "c", "kept"));
        writer.beginObject("exception");
        writer.field("class", "secret");
        writer.beginArray("causes");
        writer.string("secret");
        writer.endArray();
        writer.endObject();
        writer.field("old.password", "secret");
        writer.field("last", 1);
        writer.endObject();
        int length = writer.end();

        JsonNode event =
                JsonMapper.builder().build().readTree(writer.bytes(), 0, length).path("event");
        assertThat(event.toString()).doesNotContain("secret");
        assertThat(event.path("ssn").textValue()).isEqualTo("kept");
        assertThat(event.at("/a/c").textValue()).isEqualTo("kept");
        assertThat(event.path("exception").textValue()).isEqualTo("****");
        assertThat(event.path("last").intValue()).isEqualTo(1);
    }

    @Test
    void numbers_withSecretParts_areHidden() throws Exception {
        out.begin(0, Integer.MAX_VALUE);
        out.beginObject();
        out.value("card", 4_111_111_111_111_111L);
        out.value("list", List.of(4_111_111_111_111_111L, 12));
        out.endObject();

        assertThat(event()).hasToString("{\"card\":\"****\",\"list\":[\"****\",12]}");
    }

    @Test
    void text_asTheEvent_isMaskedToo() throws Exception {
        out.begin(0, Integer.MAX_VALUE);
        out.string("card 4111111111111111");

        assertThat(event().textValue()).isEqualTo("card ****");
    }
}
