package dev.hec.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hec.event.EventShape;
import dev.hec.format.EventDefaults;
import dev.hec.format.EventWriter;
import dev.hec.settings.ConfigException;
import dev.hec.settings.HecConfig;
import dev.hec.settings.HecSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager.Log4jMarker;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.impl.MutableLogEvent;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.ObjectMessage;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.log4j.message.StructuredDataMessage;
import org.apache.logging.log4j.spi.MutableThreadContextStack;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.junit.jupiter.api.Test;

class Log4jEventMapperTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final HecSettings SETTINGS = settings();

    private static HecSettings settings() {
        HecConfig config = new HecConfig();
        config.set("url", "http://127.0.0.1:1");
        config.set("token", "t");
        try {
            return config.parse();
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    private static Log4jLogEvent.Builder event() {
        return Log4jLogEvent.newBuilder()
                .setLoggerName("a.B")
                .setLevel(Level.INFO)
                .setThreadName("main");
    }

    private static JsonNode map(LogEvent event) throws IOException {
        EventWriter out = new EventWriter(new EventDefaults(null, null, null, null, Map.of()));
        out.begin(0, Integer.MAX_VALUE);
        new Log4jEventMapper(new EventShape(SETTINGS)).map(event, out);
        int length = out.end();
        return JSON.readTree(out.bytes(), 0, length).path("event");
    }

    @Test
    void mapMessage_ofPlainTexts_becomesFieldsBesideItsText() throws Exception {
        StringMapMessage message = new StringMapMessage().with("user", "u1").with("logger", "mine");

        JsonNode written = map(event().setMessage(message).build());

        assertThat(written.path("message").asText()).isEqualTo(message.getFormattedMessage());
        assertThat(written.path("user").asText()).isEqualTo("u1");
        assertThat(written.path("logger").asText()).isEqualTo("a.B");
        assertThat(written.path("kv.logger").asText()).isEqualTo("mine");
    }

    @Test
    void mapMessage_withStructures_keepsThem() throws Exception {
        MapMessage<?, Object> message =
                new MapMessage<>(Map.of("list", List.of(1, "two"), "map", Map.of("k", true), "none", new int[0]));

        JsonNode written = map(event().setMessage(message).build());

        assertThat(written.path("list")).hasToString("[1,\"two\"]");
        assertThat(written.path("map")).hasToString("{\"k\":true}");
        assertThat(written.path("none")).hasToString("[]");
    }

    @Test
    void structuredDataMessage_likeAnyMap_becomesFields() throws Exception {
        StructuredDataMessage message = new StructuredDataMessage("id@1", "paid", "event");
        message.put("amount", "12");

        JsonNode written = map(event().setMessage(message).build());

        assertThat(written.path("amount").asText()).isEqualTo("12");
        assertThat(written.path("sd.id").asText()).isEqualTo("id@1");
        assertThat(written.path("sd.type").asText()).isEqualTo("event");
        assertThat(written.path("message").asText()).contains("paid");
    }

    @Test
    void objectMessage_ofAStructure_becomesItsTextAndAField() throws Exception {
        JsonNode written =
                map(event().setMessage(new ObjectMessage(List.of(1, 2))).build());

        assertThat(written.path("message").asText()).isEqualTo("[1, 2]");
        assertThat(written.path("object")).hasToString("[1,2]");
    }

    @Test
    void objectMessage_ofAnyObject_becomesItsTextOnly() throws Exception {
        JsonNode written = map(
                event().setMessage(new ObjectMessage(new StringBuilder("text"))).build());

        assertThat(written.path("message").asText()).isEqualTo("text");
        assertThat(written.has("object")).isFalse();
    }

    @Test
    void stack_ofTheThread_isWrittenOldestFirst() throws Exception {
        MutableThreadContextStack stack = new MutableThreadContextStack();
        stack.push("first");
        stack.push("second");

        JsonNode written = map(event().setMessage(new SimpleMessage("m"))
                .setContextStack(stack)
                .build());

        assertThat(written.path("ndc")).map(JsonNode::asText).containsExactly("first", "second");
    }

    @Test
    void contextData_withOtherTypesThanText_keepsThem() throws Exception {
        SortedArrayStringMap data = new SortedArrayStringMap();
        data.putValue("count", 7);

        JsonNode written = map(
                event().setMessage(new SimpleMessage("m")).setContextData(data).build());

        assertThat(written.path("mdc").path("count").intValue()).isEqualTo(7);
    }

    @Test
    void markers_withCommonAncestors_areWrittenOnce() throws Exception {
        Marker top = new Log4jMarker("TOP");
        Marker left = new Log4jMarker("LEFT").addParents(top);
        Marker right = new Log4jMarker("RIGHT").addParents(top);
        Marker bottom = new Log4jMarker("BOTTOM").setParents(left, right);

        JsonNode written =
                map(event().setMessage(new SimpleMessage("m")).setMarker(bottom).build());

        assertThat(written.path("markers")).map(JsonNode::asText).containsExactly("BOTTOM", "LEFT", "TOP", "RIGHT");
    }

    @Test
    void level_ofTheUsersOwn_keepsItsName() throws Exception {
        JsonNode written = map(event().setMessage(new SimpleMessage("m"))
                .setLevel(Level.forName("NOTICE", 350))
                .build());

        assertThat(written.path("severity").asText()).isEqualTo("NOTICE");
    }

    @Test
    void event_withoutAnything_isStillAnObject() throws Exception {
        JsonNode written = map(new MutableLogEvent());

        assertThat(written.isObject()).isTrue();
        assertThat(written.path("severity").asText()).isEqualTo("OFF");
    }
}
