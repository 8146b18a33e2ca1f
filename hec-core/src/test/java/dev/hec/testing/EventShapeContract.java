package dev.hec.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an event looks like, whatever the framework: from a line of configuration to what the collector gets. */
public abstract class EventShapeContract {

    @TempDir
    private Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final ScriptedCollector collector = ScriptedCollector.up();

    /** A configuration in the framework's XML: an appender with options, and further elements in it, for all levels. */
    protected abstract String xml(Map<String, String> options, String elements);

    /** Starts a framework of its own from a file. */
    protected abstract AppenderHost start(Path configuration);

    /** A layout of the framework with a pattern. */
    protected abstract String patternLayout(String pattern);

    /** A pattern for an entry of the MDC or ThreadContext. */
    protected abstract String contextPattern(String key);

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
        collector.close();
    }

    /** Starts the framework with options, given as names and texts. */
    protected final AppenderHost configure(String elements, String... namesAndTexts) throws IOException {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("url", collector.url());
        options.put("token", "t");
        options.put("linger", "1ms");
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            options.put(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        Path file = Files.writeString(directory.resolve("logging.xml"), xml(options, elements));
        AppenderHost host = start(file);
        opened.add(host);
        return host;
    }

    /** The envelope of the only event. */
    protected final JsonNode envelope() {
        return collector.awaitEvents(1).get(0);
    }

    /** The only event. */
    protected final JsonNode event() {
        return envelope().path("event");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sdl", "ecs", "splunk", "logstash"})
    void preset_eachOfThem_hasItsNames(String preset) throws Exception {
        AppenderHost host = configure("", "fieldPreset", preset);

        host.log("WARN", "hello {}", "world");

        Map<String, List<String>> names = Map.of(
                "sdl", List.of("message", "severity", "logger", "thread"),
                "ecs", List.of("message", "log.level", "log.logger", "process.thread.name"),
                "splunk", List.of("message", "severity", "logger", "thread"),
                "logstash", List.of("message", "level", "logger_name", "thread_name"));
        assertThat(event().properties().stream().map(Map.Entry::getKey).toList())
                .containsExactlyInAnyOrderElementsOf(names.get(preset));
    }

    @Test
    void parts_onRequest_arrive() throws Exception {
        AppenderHost host = configure(
                "", "include", "levelValue, template, arguments, caller, processId, sequence", "fieldNames", "thread=");

        host.log("WARN", "hello {}", 7);

        JsonNode event = event();
        assertThat(event.path("level_value").intValue()).isEqualTo(30_000);
        assertThat(event.path("template").textValue()).isEqualTo("hello {}");
        assertThat(event.path("arguments")).hasToString("[7]");
        assertThat(event.path("caller").path("class").textValue())
                .isEqualTo(host.getClass().getName());
        assertThat(event.path("caller").path("method").textValue()).isEqualTo("log");
        assertThat(event.path("caller").path("line").intValue()).isPositive();
        assertThat(event.path("process_id").longValue())
                .isEqualTo(ProcessHandle.current().pid());
        assertThat(event.path("sequence").longValue()).isEqualTo(1);
        assertThat(event.has("thread")).isFalse();
    }

    @Test
    void context_withRules_followsThem() throws Exception {
        AppenderHost host = configure(
                "", "mdcExclude", "secret", "mdcRename", "uid=user", "mdcTypes", "*_ms=long", "fieldNames", "mdc=ctx");

        host.logWithContext(Map.of("uid", "u1", "took_ms", "12", "secret", "s"), "m");

        assertThat(event().path("ctx").properties())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder("user=\"u1\"", "took_ms=12");
    }

    @Test
    void pairs_withNamesThatAreTaken_areRenamedAndCounted() throws Exception {
        AppenderHost host = configure("");
        Map<String, Object> pairs = new LinkedHashMap<>();
        pairs.put("order", 7);
        pairs.put("logger", "mine");

        host.logPairs(pairs);

        assertThat(event().path("kv.logger").textValue()).isEqualTo("mine");
        assertThat(event().path("logger").textValue()).isEqualTo("test.Logger");
        assertThat(host.tally().clashes()).isEqualTo(1);
    }

    @Test
    void secrets_byNameAndByPattern_leaveTheApplicationAsStars() throws Exception {
        AppenderHost host = configure("", "maskFields", "password", "maskPattern", "\\b\\d{16}\\b");

        host.logWithContext(Map.of("password", "hunter2"), "card 4111111111111111");

        assertThat(envelope().toString()).doesNotContain("hunter2").doesNotContain("4111");
        assertThat(event().path("message").textValue()).isEqualTo("card ****");
        assertThat(event().path("mdc").path("password").textValue()).isEqualTo("****");
    }

    @Test
    void secrets_ofTheContext_areHiddenByTheirPathAndUnderAnotherName() throws Exception {
        AppenderHost host =
                configure("", "maskFields", "mdc.ssn, password", "mdcRename", "password=cred", "mdcExclude", "none");

        host.logWithContext(Map.of("password", "hunter2", "ssn", "123-45"), "m");

        assertThat(event().path("mdc").properties())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder("cred=\"****\"", "ssn=\"****\"");
    }

    @Test
    void names_ofTwoPartsThatAreOne_areAProblem() throws Exception {
        AppenderHost host = configure("", "fieldNames", "logger=thread");

        assertThat(host.status().containing("is inactive, nothing is delivered: fieldNames: logger is named"))
                .hasSize(1);
        assertThat(host.tally().admitted()).isZero();
    }

    @Test
    void throwable_withRules_followsThem() throws Exception {
        AppenderHost host =
                configure("", "stackOrder", "rootFirst", "stackExclude", "org.junit.*", "include", "stackHash");

        host.logException("failed", new IllegalStateException("outer", new IOException("inner")));

        JsonNode exception = event().path("exception");
        assertThat(exception.path("stack").textValue())
                .startsWith("java.io.IOException: inner\n")
                .contains("Wrapped by: java.lang.IllegalStateException: outer")
                .doesNotContain("at org.junit.");
        assertThat(exception.path("causes")).hasToString("[\"java.io.IOException: inner\"]");
        assertThat(exception.path("hash").textValue()).matches("[0-9a-f]{8}");
    }

    @Test
    void metadata_asPatterns_differsFromEventToEvent() throws Exception {
        AppenderHost host = configure(
                "", "source", "app-" + contextPattern("tenant"), "sourcetype", "%logger", "index", "main", "host", "h");

        host.logWithContext(Map.of("tenant", "blue"), "m");

        assertThat(envelope().path("source").textValue()).isEqualTo("app-blue");
        assertThat(envelope().path("sourcetype").textValue()).isEqualTo("test.Logger");
        assertThat(envelope().path("index").textValue()).isEqualTo("main");
        assertThat(envelope().path("host").textValue()).isEqualTo("h");
    }

    @Test
    void metadata_whosePatternGivesNothing_isLeftOut() throws Exception {
        AppenderHost host = configure("", "source", contextPattern("absent"));

        host.logException("m", new IOException("not in the source"));

        assertThat(envelope().has("source")).isFalse();
    }

    @Test
    void metadata_asPatternWithRawLines_isAProblem() throws Exception {
        AppenderHost host = configure("", "mode", "raw", "source", "%logger");

        assertThat(host.status().containing("raw lines share it")).hasSize(1);
        assertThat(host.tally().admitted()).isZero();
    }

    @Test
    void layout_ofText_isTheEvent() throws Exception {
        AppenderHost host = configure(patternLayout("%level %msg%n"));

        host.log("INFO", "hello {}", "world");

        assertThat(event().textValue()).isEqualTo("INFO hello world");
    }

    @Test
    void layout_saidToWriteJson_isTheEventAsItIs() throws Exception {
        AppenderHost host = configure(patternLayout("{\"text\":\"%msg\",\"n\":1.25}%n"), "layoutFormat", "json");

        host.log("INFO", "hello {}", "world");

        assertThat(event()).hasToString("{\"text\":\"hello world\",\"n\":1.25}");
    }

    @Test
    void layout_saidToWriteJsonThatDoesNot_isKeptAsText() throws Exception {
        AppenderHost host = configure(patternLayout("{\"text\":\"%msg\"}"), "layoutFormat", "json");

        host.log("INFO", "with a \" in it");

        assertThat(event().textValue()).isEqualTo("{\"text\":\"with a \" in it\"}");
    }

    @Test
    void layout_withSecrets_hasThemHidden() throws Exception {
        AppenderHost host = configure(patternLayout("%msg"), "maskPattern", "hunter\\d");

        host.log("INFO", "password hunter2");
        host.flush(Duration.ofSeconds(10));

        assertThat(event().textValue()).isEqualTo("password ****");
    }
}
