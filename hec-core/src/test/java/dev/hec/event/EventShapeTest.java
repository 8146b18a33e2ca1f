package dev.hec.event;

import static dev.hec.event.Shapes.event;
import static dev.hec.event.Shapes.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.format.EventWriter;
import dev.hec.settings.HecSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventShapeTest {

    private static final StackTraceElement FRAME = new StackTraceElement("a.B", "c", "B.java", 7);

    /** Everything that an event can have. */
    private static final BiConsumer<EventShape, EventWriter> EVERYTHING = (shape, out) -> {
        shape.text(out, EventField.MESSAGE, "m 1");
        shape.text(out, EventField.SEVERITY, "INFO");
        shape.number(out, EventField.LEVEL_VALUE, 20_000);
        shape.text(out, EventField.LOGGER, "a.B");
        shape.text(out, EventField.THREAD, "main");
        shape.text(out, EventField.TEMPLATE, "m {}");
        shape.arguments(out, new Object[] {1});
        shape.caller(out, FRAME);
        shape.list(out, EventField.MARKERS, List.of("M"));
        shape.context(out, Map.of("user", "u1"));
        shape.list(out, EventField.NDC, List.of("n"));
        shape.throwable(out, new IllegalStateException("t", new RuntimeException("c")));
    };

    private static final String ALL = "levelValue, template, arguments, caller, processId, sequence, stackHash";

    private static List<String> paths(JsonNode event) {
        List<String> paths = new ArrayList<>();
        event.properties().forEach(member -> {
            if (member.getValue().isObject()) {
                paths(member.getValue()).forEach(path -> paths.add(member.getKey() + "." + path));
            } else {
                paths.add(member.getKey());
            }
        });
        return paths;
    }

    @Test
    void preset_ofNone_hasTheNamesOfTheDataLake() {
        assertThat(paths(event(settings(), EVERYTHING)))
                .containsExactlyInAnyOrder(
                        "message",
                        "severity",
                        "logger",
                        "thread",
                        "markers",
                        "mdc.user",
                        "ndc",
                        "exception.class",
                        "exception.message",
                        "exception.stack",
                        "exception.causes");
    }

    @Test
    void preset_ecs_hasTheNamesOfTheElasticCommonSchema() {
        assertThat(paths(event(settings("fieldPreset", "ecs", "include", ALL), EVERYTHING)))
                .containsExactlyInAnyOrder(
                        "message",
                        "log.level",
                        "event.severity",
                        "log.logger",
                        "process.thread.name",
                        "process.pid",
                        "message_template",
                        "message_arguments",
                        "log.origin.class",
                        "log.origin.function",
                        "log.origin.file.name",
                        "log.origin.file.line",
                        "tags",
                        "labels.user",
                        "ndc",
                        "error.type",
                        "error.message",
                        "error.stack_trace",
                        "error.causes",
                        "error.stack_hash");
    }

    @Test
    void preset_splunk_hasPropertiesForTheContext() {
        assertThat(paths(event(settings("fieldPreset", "splunk"), EVERYTHING)))
                .contains("message", "severity", "logger", "thread", "marker", "properties.user");
    }

    @Test
    void preset_logstash_hasTheContextBesideTheOthers() {
        assertThat(paths(event(
                        settings("fieldPreset", "logstash", "include", "levelValue, caller, stackHash"), EVERYTHING)))
                .containsExactlyInAnyOrder(
                        "message",
                        "level",
                        "level_value",
                        "logger_name",
                        "thread_name",
                        "caller_class_name",
                        "caller_method_name",
                        "caller_file_name",
                        "caller_line_number",
                        "tags",
                        "user",
                        "ndc",
                        "throwable_class",
                        "throwable_message",
                        "stack_trace",
                        "throwable_causes",
                        "stack_hash");
    }

    @Test
    void names_ofTheUsersOwn_replaceThoseOfThePreset() {
        HecSettings own = settings("fieldNames", "message=msg, thread=, mdc=ctx, exception=error, severity=log.level");

        assertThat(paths(event(own, EVERYTHING)))
                .containsExactlyInAnyOrder(
                        "msg",
                        "log.level",
                        "logger",
                        "markers",
                        "ctx.user",
                        "ndc",
                        "error.class",
                        "error.message",
                        "error.stack",
                        "error.causes");
    }

    @Test
    void caller_withoutItsClass_isStillWritten() {
        HecSettings settings = settings("include", "caller", "fieldNames", "caller.class=");

        assertThat(new EventShape(settings).includesCaller()).isTrue();
        assertThat(paths(event(settings, (shape, out) -> shape.caller(out, FRAME))))
                .containsExactly("caller.method", "caller.file", "caller.line");
    }

    @ParameterizedTest
    @ValueSource(strings = {"logger=thread", "exception=severity", "mdc=exception", "message=mdc.message"})
    void names_ofTwoPartsThatAreOne_areRefused(String names) {
        assertThatThrownBy(() -> new EventShape(settings("fieldNames", names)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("fieldNames: ")
                .hasMessageEndingWith("give each a name of its own");
    }

    @Test
    void numberAndProcess_onRequest_areWritten() {
        EventWriter out = Shapes.writer(null);
        out.number(42);
        out.begin(0, Integer.MAX_VALUE);
        EventShape shape = new EventShape(settings("include", "sequence, processId"));
        shape.begin(out);
        shape.end(out);

        JsonNode event = Shapes.read(out);

        assertThat(event.path("sequence").longValue()).isEqualTo(42);
        assertThat(event.path("process_id").longValue())
                .isEqualTo(ProcessHandle.current().pid());
    }

    private static Map<String, Object> userFields(HecSettings settings, Map<String, ?> pairs, Map<String, String> mdc) {
        JsonNode written = event(settings, (shape, out) -> {
            shape.text(out, EventField.MESSAGE, "m");
            pairs.forEach((name, value) -> shape.user(out, Origin.PAIR, name, value));
            shape.context(out, mdc);
        });
        Map<String, Object> fields = new LinkedHashMap<>();
        written.properties()
                .forEach(member -> fields.put(member.getKey(), member.getValue().toString()));
        return fields;
    }

    @Test
    void name_ofAPartOfTheEvent_isNotGivenAway() {
        Map<String, Object> pairs = new LinkedHashMap<>();
        pairs.put("message", 1);
        pairs.put("thread", 2);
        pairs.put("mdc.user", 3);
        pairs.put("exception", 4);
        pairs.put("messages", 5);

        assertThat(userFields(settings(), pairs, Map.of("user", "u")))
                .containsEntry("message", "\"m\"")
                .containsEntry("kv.message", "1")
                .containsEntry("kv.thread", "2")
                .containsEntry("kv.mdc.user", "3")
                .containsEntry("kv.exception", "4")
                .containsEntry("messages", "5");
    }

    @Test
    void names_thatFallTogetherOnceFlattened_areToldApart() {
        Map<String, Object> pairs = new LinkedHashMap<>();
        pairs.put("order", Map.of("id", 1));
        pairs.put("order.id", 2);
        pairs.put("a.b", 3);
        pairs.put("a", 4);
        pairs.put("c.d", 5);
        pairs.put("c", Map.of("d", 6));

        assertThat(userFields(settings(), pairs, Map.of()))
                .containsEntry("order", "{\"id\":1}")
                .containsEntry("kv.order.id", "2")
                .containsEntry("a.b", "3")
                .containsEntry("a", "4")
                .containsEntry("c.d", "5")
                .containsEntry("kv.c", "{\"d\":6}");
    }

    @Test
    void context_besideTheOthers_givesWayToPairs() {
        HecSettings flat = settings("fieldNames", "mdc=");
        Map<String, Object> pairs = Map.of("user", "pair");

        assertThat(userFields(flat, pairs, Map.of("user", "context", "tenant", "t")))
                .containsEntry("user", "\"pair\"")
                .containsEntry("mdc.user", "\"context\"")
                .containsEntry("tenant", "\"t\"");
    }

    @Test
    void name_takenAlsoWithItsPrefix_isLeftOutAndCounted() {
        EventWriter out = Shapes.writer(null);
        out.begin(0, Integer.MAX_VALUE);
        EventShape shape = new EventShape(settings());
        shape.begin(out);
        shape.user(out, Origin.PAIR, "n", 1);
        shape.user(out, Origin.ARGUMENT, "n", 2);
        shape.user(out, Origin.ARGUMENT, "n", 3);
        shape.end(out);

        assertThat(out.clashes()).isEqualTo(2);
        assertThat(Shapes.read(out)).hasToString("{\"n\":1,\"arg.n\":2}");
    }

    @Test
    void clashes_ofOneEvent_areForgottenWithTheNext() {
        EventWriter out = Shapes.writer(null);
        EventShape shape = new EventShape(settings());
        for (int i = 0; i < 2; i++) {
            out.begin(0, Integer.MAX_VALUE);
            shape.begin(out);
            shape.user(out, Origin.PAIR, "n", 1);
            shape.end(out);
            assertThat(out.clashes()).isZero();
            assertThat(Shapes.read(out)).hasToString("{\"n\":1}");
        }
    }

    @Test
    void jsonFields_underTheRuleForNames_keepTheirTypes() {
        JsonNode written = event(
                settings(),
                (shape, out) ->
                        shape.users(out, Origin.ARGUMENT, "{\"a\":1.25,\"message\":\"x\",\"o\":{\"p\":[true,null]}}"));

        assertThat(written).hasToString("{\"a\":1.25,\"arg.message\":\"x\",\"o\":{\"p\":[true,null]}}");
    }
}
