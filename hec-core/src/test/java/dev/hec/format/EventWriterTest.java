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
    void event_startedAnew_replacesTheFirstAttempt() {
        EventWriter writer = bareWriter();
        writer.begin(0, Integer.MAX_VALUE);
        writer.beginObject();
        writer.field("half", "done");
        writer.beginArray("and");

        writer.restartEvent();
        writer.string("anew");

        assertThat(ended(writer)).isEqualTo("{\"time\":0.000,\"event\":\"anew\"}");
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
}
