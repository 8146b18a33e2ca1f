package dev.hec.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.LoggingEventVO;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hec.event.EventShape;
import dev.hec.format.EventDefaults;
import dev.hec.format.EventWriter;
import dev.hec.settings.ConfigException;
import dev.hec.settings.HecConfig;
import dev.hec.settings.HecSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.helpers.BasicMarkerFactory;

class LogbackEventMapperTest {

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

    private final LoggerContext context = new LoggerContext();

    LogbackEventMapperTest() {
        context.setMDCAdapter(new LogbackMDCAdapter());
    }

    private LoggingEvent event(String message, @Nullable Throwable thrown) {
        return new LoggingEvent("x", context.getLogger("a.B"), Level.WARN, message, thrown, null);
    }

    private static JsonNode map(ILoggingEvent event) throws IOException {
        EventWriter out = new EventWriter(new EventDefaults(null, null, null, null, Map.of()));
        out.begin(0, Integer.MAX_VALUE);
        new LogbackEventMapper(new EventShape(SETTINGS)).map(event, out);
        int length = out.end();
        return JSON.readTree(out.bytes(), 0, length).path("event");
    }

    private LoggingEvent filled(String template, @Nullable Object... arguments) {
        return new LoggingEvent("x", context.getLogger("a.B"), Level.WARN, template, null, arguments);
    }

    @Test
    void message_withArguments_isPutTogether() throws Exception {
        assertThat(map(filled("{} of {}", 1, "two")).path("message").asText()).isEqualTo("1 of two");
        assertThat(map(filled("{} left", new Object[] {null})).path("message").asText())
                .isEqualTo("null left");
    }

    @Test
    void message_mappedByAnotherThreadLater_isThatOfTheLogCall() throws Exception {
        StringBuilder changing = new StringBuilder("before");
        LoggingEvent event = filled("{}", changing, 1);
        event.prepareForDeferredProcessing();
        changing.replace(0, changing.length(), "after");
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            JsonNode written = other.submit(() -> map(event)).get();

            assertThat(written.path("message").asText()).isEqualTo("before");
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void message_throwableAsLastArgumentOfAnEventMadeByHand_isNotPartOfIt() throws Exception {
        LoggingEvent event = event("{} {}", null);
        event.setArgumentArray(new Object[] {1, new IllegalStateException("boom")});

        assertThat(map(event).path("message").asText()).isEqualTo("1 {}");
    }

    @Test
    void markers_thatReferToEachOtherInACircle_areWrittenOnce() throws Exception {
        BasicMarkerFactory markers = new BasicMarkerFactory();
        Marker first = markers.getMarker("FIRST");
        Marker second = markers.getMarker("SECOND");
        refer(first, second);
        refer(second, first);
        LoggingEvent event = event("m", null);
        event.addMarker(first);
        event.addMarker(second);

        assertThat(map(event).path("markers")).map(JsonNode::asText).containsExactly("FIRST", "SECOND");
    }

    @SuppressWarnings("deprecation") // SLF4J offers no other way to make a marker refer to one
    private static void refer(Marker from, Marker to) {
        from.add(to);
    }

    @Test
    void pairs_withTheSameKey_theLastCounts() throws Exception {
        LoggingEvent event = event("m", null);
        event.setKeyValuePairs(List.of(
                new KeyValuePair("n", 1),
                new KeyValuePair("message", "a"),
                new KeyValuePair("n", 2),
                new KeyValuePair("kv.message", "b")));

        JsonNode written = map(event);

        assertThat(written.path("n").intValue()).isEqualTo(2);
        assertThat(written.path("message").asText()).isEqualTo("m");
        assertThat(written.path("kv.message").asText()).isEqualTo("a");
        assertThat(written.path("kv.kv.message").asText()).isEqualTo("b");
    }

    @Test
    void pair_withoutKeyOrValue_isWritten() throws Exception {
        LoggingEvent event = event("m", null);
        event.setKeyValuePairs(Arrays.asList(new KeyValuePair(null, "v"), new KeyValuePair("k", null)));

        JsonNode written = map(event);

        assertThat(written.path("null").asText()).isEqualTo("v");
        assertThat(written.path("k").isNull()).isTrue();
    }

    @Test
    void pair_whoseValueThrows_doesNotTakeTheEventWithIt() throws Exception {
        LoggingEvent event = event("m", null);
        event.setKeyValuePairs(List.of(new KeyValuePair("bad", new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException();
            }
        })));

        JsonNode written = map(event);

        assertThat(written.path("message").asText()).isEqualTo("m");
        assertThat(written.path("bad").isTextual()).isTrue();
    }

    @Test
    void message_ofNull_isLeftOut() throws Exception {
        LoggingEvent event = new LoggingEvent("x", context.getLogger("a.B"), Level.INFO, null, null, null);

        JsonNode written = map(event);

        assertThat(written.has("message")).isFalse();
        assertThat(written.path("logger").asText()).isEqualTo("a.B");
    }

    @Test
    void exception_ofAnEventFromElsewhere_isWrittenFromItsDescription() throws Exception {
        LoggingEvent local = event("m", new IllegalStateException("outer", new IOException("inner")));

        JsonNode exception = map(overTheWire(local)).path("exception");

        assertThat(exception.path("class").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(exception.path("message").asText()).isEqualTo("outer");
        assertThat(exception.path("stack").asText())
                .startsWith("java.lang.IllegalStateException: outer")
                .contains("Caused by: java.io.IOException: inner");
    }

    private static ILoggingEvent overTheWire(LoggingEvent event) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(LoggingEventVO.build(event));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (ILoggingEvent) in.readObject();
        }
    }
}
