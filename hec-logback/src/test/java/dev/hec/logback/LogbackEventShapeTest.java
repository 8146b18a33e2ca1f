package dev.hec.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.core.status.Status;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.testing.AppenderHost;
import dev.hec.testing.EventShapeContract;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.logstash.logback.argument.StructuredArguments;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MarkerFactory;

/** The common contract of events, on Logback, and what only Logback has. */
class LogbackEventShapeTest extends EventShapeContract {

    @Override
    protected String xml(Map<String, String> options, String elements) {
        return LogbackXml.of(options, Map.of(), elements);
    }

    @Override
    protected AppenderHost start(Path configuration) {
        return new LogbackHost(configuration);
    }

    @Override
    protected String patternLayout(String pattern) {
        return "<layout class=\"ch.qos.logback.classic.PatternLayout\"><pattern>" + pattern + "</pattern></layout>";
    }

    @Override
    protected String contextPattern(String key) {
        return "%X{" + key + "}";
    }

    @Test
    void pairs_ofEveryType_keepIt() throws Exception {
        configure("").logPairs(Map.of("n", 1, "d", new BigDecimal("1.25"), "b", true, "l", List.of(1, "x")));

        assertThat(event().path("n").isInt()).isTrue();
        assertThat(event().path("d")).hasToString("1.25");
        assertThat(event().path("b").booleanValue()).isTrue();
        assertThat(event().path("l")).hasToString("[1,\"x\"]");
    }

    @Test
    void structuredArguments_ofLogstash_becomeFields() throws Exception {
        LogbackHost host = (LogbackHost) configure("");

        host.log(
                "INFO",
                "order {} of {}, {}",
                StructuredArguments.value("order", 7),
                StructuredArguments.keyValue("user", Map.of("id", "u1")),
                StructuredArguments.entries(Map.of("message", "clash", "a", true)));

        JsonNode event = event();
        assertThat(event.path("message").textValue()).startsWith("order 7 of user={id=u1}");
        assertThat(event.path("order").intValue()).isEqualTo(7);
        assertThat(event.path("user").path("id").textValue()).isEqualTo("u1");
        assertThat(event.path("a").booleanValue()).isTrue();
        assertThat(event.path("arg.message").textValue()).isEqualTo("clash");
    }

    @Test
    void markers_ofLogstash_becomeFieldsAndNoMarkers() throws Exception {
        LogbackHost host = (LogbackHost) configure("");

        host.logger()
                .info(
                        Markers.append("order", 7)
                                .and(Markers.appendRaw("raw", "{\"x\":1}"))
                                .and(MarkerFactory.getDetachedMarker("AUDIT")),
                        "m");

        JsonNode event = event();
        assertThat(event.path("order").intValue()).isEqualTo(7);
        assertThat(event.path("raw").path("x").intValue()).isEqualTo(1);
        assertThat(event.path("markers")).hasToString("[\"AUDIT\"]");
    }

    @Test
    void structuredArgument_thatFails_doesNotTakeTheEventWithIt() throws Exception {
        LogbackHost host = (LogbackHost) configure("");

        host.log("INFO", "m", StructuredArguments.fields(new Failing()));

        assertThat(event().path("message").textValue()).isEqualTo("m");
        assertThat(event().toString()).contains(" failed: ");
    }

    /** A bean whose only property cannot be read. */
    public static final class Failing {

        public int getNumber() {
            throw new IllegalStateException();
        }
    }

    @Test
    void encoder_ofLogstash_isTheEventAsItIs() throws Exception {
        configure("<encoder class=\"net.logstash.logback.encoder.LogstashEncoder\"/>")
                .log("WARN", "hello {}", "world");

        assertThat(event().path("message").textValue()).isEqualTo("hello world");
        assertThat(event().path("level").textValue()).isEqualTo("WARN");
        assertThat(event().path("@timestamp").isTextual()).isTrue();
    }

    @Test
    void encoder_ofLogbacksOwnJson_isTheEventAsItIs() throws Exception {
        configure("<encoder class=\"ch.qos.logback.classic.encoder.JsonEncoder\"/>")
                .log("WARN", "hello {}", "world");

        assertThat(event().path("level").textValue()).isEqualTo("WARN");
        assertThat(event().path("loggerName").textValue()).isEqualTo("test.Logger");
    }

    @Test
    void encoder_withAPattern_isTheEventAsText() throws Exception {
        configure("<encoder><pattern>%level %msg%n</pattern></encoder>").log("WARN", "hello {}", "w\u00f6rld");

        assertThat(event().textValue()).isEqualTo("WARN hello w\u00f6rld");
    }

    @Test
    void encoder_withoutALayout_isAProblem() throws Exception {
        AppenderHost host =
                configure("<encoder class=\"ch.qos.logback.core.encoder.LayoutWrappingEncoder\"></encoder>");

        assertThat(host.active()).isFalse();
        assertThat(host.status().containing("its encoder has no layout")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"disk 100%", "%nosuch"})
    void metadata_asAPatternThatIsNone_isAProblemAndNoErrorOfTheStatus(String pattern) throws Exception {
        LogbackHost host = (LogbackHost) configure("", "source", pattern);

        assertThat(host.active()).isFalse();
        assertThat(host.status().containing("is no pattern of Logback")).hasSize(1);
        assertThat(host.context().getStatusManager().getCopyOfStatusList())
                .extracting(Status::getEffectiveLevel)
                .doesNotContain(Status.ERROR);
    }

    @Test
    void structuredArguments_ofTypesThatNeedModules_areWritten() throws Exception {
        configure("")
                .log(
                        "INFO",
                        "m",
                        StructuredArguments.keyValue("at", Instant.EPOCH),
                        StructuredArguments.keyValue("empty", new Object()));

        assertThat(event().path("at").isMissingNode()).isFalse();
        assertThat(event().path("empty").isObject()).isTrue();
        assertThat(event().toString()).doesNotContain("failed");
    }

    @Test
    void marker_withRawTextThatIsNoJson_isKeptAsText() throws Exception {
        ((LogbackHost) configure("")).logger().info(Markers.appendRaw("raw", "not json"), "m");

        assertThat(event().toString()).contains("not json");
    }

    @Test
    void layoutAndEncoder_together_areToldOf() throws Exception {
        AppenderHost host = configure(patternLayout("layout") + "<encoder><pattern>encoder</pattern></encoder>");

        host.log("INFO", "m");

        assertThat(event().textValue()).isEqualTo("encoder");
        assertThat(host.status().containing("both a layout and an encoder")).hasSize(1);
    }
}
