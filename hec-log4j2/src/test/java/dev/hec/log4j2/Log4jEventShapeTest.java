package dev.hec.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.testing.AppenderHost;
import dev.hec.testing.EventShapeContract;
import java.nio.file.Path;
import java.util.Map;
import org.apache.logging.log4j.ThreadContext;
import org.junit.jupiter.api.Test;

/** The common contract of events, on Log4j, and what only Log4j has. */
class Log4jEventShapeTest extends EventShapeContract {

    @Override
    protected String xml(Map<String, String> options, String elements) {
        return Log4jXml.of(options, Map.of(), elements);
    }

    @Override
    protected AppenderHost start(Path configuration) {
        return new Log4jHost(configuration);
    }

    @Override
    protected String patternLayout(String pattern) {
        return "<PatternLayout pattern=\"" + pattern.replace("\"", "&quot;") + "\"/>";
    }

    @Override
    protected String contextPattern(String key) {
        return "%X{" + key + "}";
    }

    @Test
    void metadata_withALookupForEachEvent_differsFromEventToEvent() throws Exception {
        AppenderHost host = configure("", "source", "$${ctx:tenant}", "index", "i-$${ctx:tenant:-none}");

        host.logWithContext(Map.of("tenant", "blue"), "m");

        assertThat(envelope().path("source").textValue()).isEqualTo("blue");
        assertThat(envelope().path("index").textValue()).isEqualTo("i-blue");
        assertThat(ThreadContext.isEmpty()).isTrue();
    }

    @Test
    void layout_thatDeclaresJson_isTheEventAsItIs() throws Exception {
        configure("<JsonTemplateLayout eventTemplate='{\"text\":{\"$resolver\":\"message\",\"stringified\":true},"
                        + "\"level\":{\"$resolver\":\"level\",\"field\":\"name\"}}'/>")
                .log("WARN", "hello {}", "world");

        assertThat(event()).hasToString("{\"text\":\"hello world\",\"level\":\"WARN\"}");
    }

    @Test
    void location_withoutRequest_isNotLookedFor() throws Exception {
        Log4jHost host = (Log4jHost) configure("");

        assertThat(host.appender().requiresLocation()).isFalse();
    }

    @Test
    void location_ofAPatternOrField_isLookedFor() throws Exception {
        assertThat(((Log4jHost) configure("", "include", "caller")).appender().requiresLocation())
                .isTrue();
        assertThat(((Log4jHost) configure("", "source", "%M")).appender().requiresLocation())
                .isTrue();
        assertThat(((Log4jHost) configure(patternLayout("%L"))).appender().requiresLocation())
                .isTrue();
    }
}
