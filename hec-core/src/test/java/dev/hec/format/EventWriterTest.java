package dev.hec.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventWriterTest {

    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final long TIME = 1_537_538_443_001L;

    private static EventWriter writer(Map<String, String> fields) {
        return new EventWriter(new EventDefaults("web-1", "app", "parser", "main", fields));
    }

    private static EventWriter bareWriter() {
        return new EventWriter(new EventDefaults(null, null, null, null, Map.of()));
    }

    private static String ended(EventWriter writer) {
        int length = writer.end();
        return new String(writer.bytes(), 0, length, StandardCharsets.UTF_8);
    }

    private static JsonNode read(String record) throws IOException {
        return JACKSON.readTree(record);
    }

    @Test
    void record_complete_hasItsMembersInOrder() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("region", "eu");
        fields.put("#env", "\"prod\"");
        EventWriter writer = writer(fields);
        writer.begin(TIME, Integer.MAX_VALUE);
        writer.string("hello");

        assertThat(ended(writer))
                .isEqualTo(
                        "{\"time\":1537538443.001,\"host\":\"web-1\",\"source\":\"app\",\"sourcetype\":\"parser\","
                                + "\"index\":\"main\",\"event\":\"hello\",\"fields\":{\"region\":\"eu\",\"#env\":\"\\\"prod\\\"\"}}");
    }

    @Test
    void record_withoutDefaults_hasTimeAndEventOnly() {
        EventWriter writer = bareWriter();
        writer.begin(0, Integer.MAX_VALUE);
        writer.string(null);

        assertThat(ended(writer)).isEqualTo("{\"time\":0.000,\"event\":null}");
    }

    @Test
    void event_object_hasAllKindsOfMembers() throws IOException {
        EventWriter writer = bareWriter();
        writer.begin(TIME, Integer.MAX_VALUE);
        writer.beginObject();
        writer.field("text", "a");
        writer.field("absent", null);
        writer.field("number", -1L);
        writer.field("flag", true);
        writer.value("any", List.of(1, "b"));
        writer.value("nothing", null);
        writer.beginArray("array");
        writer.string("x");
        writer.string("y");
        writer.endArray();
        writer.beginObject("empty");
        writer.endObject();
        writer.endObject();

        assertThat(read(ended(writer)).get("event"))
                .isEqualTo(read("{\"text\":\"a\",\"number\":-1,\"flag\":true,\"any\":[1,\"b\"],\"nothing\":null,"
                        + "\"array\":[\"x\",\"y\"],\"empty\":{}}"));
    }

    @Test
    void record_next_hasNothingOfTheOneBefore() {
        EventWriter writer = bareWriter();
        writer.begin(TIME, 5);
        writer.string("a long text that is cut");
        ended(writer);

        writer.begin(0, Integer.MAX_VALUE);
        writer.string("b");

        assertThat(ended(writer)).isEqualTo("{\"time\":0.000,\"event\":\"b\"}");
    }

    @Test
    void text_longerThanTheLimit_isCutAndTheEventMarked() throws IOException {
        EventWriter writer = writer(Map.of("region", "eu"));
        writer.begin(TIME, 5);
        writer.beginObject();
        writer.field("message", "1234567");
        writer.field("short", "12345");
        writer.value("kv", "abcdefg");
        writer.endObject();

        JsonNode record = read(ended(writer));
        assertThat(record.get("event"))
                .isEqualTo(read("{\"message\":\"12345…\",\"short\":\"12345\",\"kv\":\"abcde…\"}"));
        assertThat(record.get("fields")).isEqualTo(read("{\"region\":\"eu\",\"truncated\":true}"));
        assertThat(record.get("host").textValue()).as("not part of the event").isEqualTo("web-1");
    }

    @Test
    void text_cutWithoutFields_addsTheMarkAlone() throws IOException {
        EventWriter writer = bareWriter();
        writer.begin(TIME, 1);
        writer.string("12");

        assertThat(read(ended(writer)).get("fields")).isEqualTo(read("{\"truncated\":true}"));
    }

    @Test
    void record_large_growsItsMemory() throws IOException {
        EventWriter writer = writer(Map.of("region", "eu"));
        String text = "é".repeat(1_000_000);
        writer.begin(TIME, Integer.MAX_VALUE);
        writer.string(text);

        assertThat(read(ended(writer)).get("event").textValue()).isEqualTo(text);
    }

    @Test
    void texts_cutByTheLimit_includeMapsAndLists() throws IOException {
        EventWriter writer = bareWriter();
        writer.begin(TIME, 20);
        writer.beginObject();
        writer.value("list", List.of(1_000_001, 1_000_002, 1_000_003, 1_000_004, 1_000_005));
        writer.value("short", List.of(1, 2, 3));
        writer.endObject();

        JsonNode record = read(ended(writer));
        assertThat(record.get("event")).isEqualTo(read("{\"list\":[1000001,1000002,1000003,\"…\"],\"short\":[1,2,3]}"));
        assertThat(record.at("/fields/truncated").booleanValue()).isTrue();
    }

    // Identity

    private static String identified(EventWriter writer, int maxTextChars, long id) {
        writer.begin(0, maxTextChars);
        writer.string("text");
        int length = writer.end(id);
        return new String(writer.bytes(), 0, length, StandardCharsets.UTF_8);
    }

    @Test
    void identity_withInstance_isAFieldOfTheEvent() {
        EventWriter writer = new EventWriter(new EventDefaults(null, null, null, null, Map.of()), "a1b2");

        assertThat(identified(writer, 100, 0))
                .isEqualTo("{\"time\":0.000,\"event\":\"text\",\"fields\":{\"hec.id\":\"a1b2-0\"}}");
        assertThat(identified(writer, 100, Long.MAX_VALUE)).contains("{\"hec.id\":\"a1b2-9223372036854775807\"}}");
    }

    @Test
    void identity_besideFieldsAndMark_comesLast() throws IOException {
        EventWriter writer =
                new EventWriter(new EventDefaults(null, null, null, null, Map.of("region", "eu")), "in\"st");

        assertThat(read(identified(writer, 2, 17)).get("fields"))
                .isEqualTo(read("{\"region\":\"eu\",\"truncated\":true,\"hec.id\":\"in\\\"st-17\"}"));
        assertThat(read(identified(writer, 4, 18)).get("fields"))
                .isEqualTo(read("{\"region\":\"eu\",\"hec.id\":\"in\\\"st-18\"}"));
    }

    @Test
    void identity_withoutInstanceOrNumber_isLeftOut() {
        EventWriter identifying = new EventWriter(new EventDefaults(null, null, null, null, Map.of()), "a1b2");

        assertThat(identified(bareWriter(), 100, 17)).doesNotContain("hec.id");
        assertThat(identified(identifying, 100, EventWriter.NO_ID)).isEqualTo("{\"time\":0.000,\"event\":\"text\"}");
    }

    @Test
    void fields_ofTheUser_giveWayToThoseAdded() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("hec.id", "mine");
        fields.put("truncated", "mine too");
        EventWriter writer = new EventWriter(new EventDefaults(null, null, null, null, fields), "a");

        assertThat(identified(writer, 4, 1)).endsWith("\"fields\":{\"truncated\":\"mine too\",\"hec.id\":\"a-1\"}}");
        assertThat(identified(writer, 2, 1)).endsWith("\"fields\":{\"truncated\":true,\"hec.id\":\"a-1\"}}");
        assertThat(identified(writer(fields), 4, 1)).contains("\"hec.id\":\"mine\"");
    }
}
