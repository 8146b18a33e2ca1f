package dev.hec.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.Admission;
import dev.hec.DropReason;
import dev.hec.Severity;
import dev.hec.settings.HecConfig;
import dev.hec.settings.HecSetting;
import dev.hec.testing.ScriptedCollector;
import dev.hec.testing.ScriptedReply;
import dev.hec.testing.SilentCollector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AppenderLoggingException;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.core.selector.ContextSelector;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HecAppenderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TOKEN = "s3cr3t-t0k3n";
    private static final String DESCRIPTOR = "META-INF/org/apache/logging/log4j/core/config/plugins/Log4j2Plugins.dat";

    @TempDir
    private Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        opened.add(0, closeable);
        return closeable;
    }

    private Log4jHost start(String fileName, String configuration) throws IOException {
        return opened(new Log4jHost(Files.writeString(directory.resolve(fileName), configuration)));
    }

    private Map<String, String> options(String url) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("url", url);
        options.put("token", TOKEN);
        options.put("linger", "10ms");
        options.put("retryInitial", "1ms");
        options.put("retryMax", "20ms");
        return options;
    }

    private HecAppender build(String url, String... more) {
        HecConfig config = new HecConfig();
        options(url).forEach(config::set);
        for (int i = 0; i < more.length; i += 2) {
            config.set(more[i], more[i + 1]);
        }
        HecAppender appender = HecAppender.newBuilder()
                .setName("HEC")
                .setConfig(config)
                .setIgnoreExceptions(false)
                .setFields(new HecField("env", "prod"))
                .build();
        assertThat(appender).isNotNull();
        opened(() -> appender.stop(1, TimeUnit.MILLISECONDS));
        appender.start();
        return appender;
    }

    private static Log4jLogEvent event(String message) {
        return Log4jLogEvent.newBuilder()
                .setLoggerName("x")
                .setLevel(Level.INFO)
                .setMessage(new SimpleMessage(message))
                .build();
    }

    private static List<String> messages(ScriptedCollector collector) {
        return collector.events().stream()
                .map(event -> event.path("event").path("message").asText())
                .toList();
    }

    @Test
    void descriptor_ofThePlugins_isInTheClasses() throws Exception {
        Path classes = Path.of(HecAppender.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());

        try (InputStream descriptor = Files.newInputStream(classes.resolve(DESCRIPTOR))) {
            assertThat(new String(descriptor.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .contains("dev.hec.log4j2.HecAppender", "dev.hec.log4j2.HecField");
        }
    }

    @Test
    void attributes_inAnyLetterCase_areTaken() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.up());
        Map<String, String> upper = options(collector.url()).entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().toUpperCase(Locale.ROOT), Map.Entry::getValue));
        Log4jHost host = start("log4j2.xml", Log4jXml.of(upper, Map.of()));

        host.log("INFO", "m");

        collector.awaitEvents(1);
        assertThat(messages(collector)).containsExactly("m");
    }

    @Test
    void field_withoutValue_isLeftOutWithAnError() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.up());
        String xml =
                Log4jXml.of(options(collector.url()), Map.of()).replace("</Hec>", "<HecField name=\"env\"/></Hec>");
        Log4jHost host = start("log4j2.xml", xml);

        host.log("INFO", "m");

        assertThat(collector.awaitEvents(1).get(0).has("fields")).isFalse();
        assertThat(host.status().containing("ERROR A HecField needs both name and value"))
                .hasSize(1);
    }

    @Test
    void layout_ifGiven_makesTheEventAText() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.up());
        String xml = Log4jXml.of(options(collector.url()), Map.of())
                .replace("</Hec>", "<PatternLayout pattern=\"%level %msg%n\"/></Hec>");
        Log4jHost host = start("log4j2.xml", xml);

        host.log("INFO", "hello");

        assertThat(collector.awaitEvents(1).get(0).path("event").textValue()).isEqualTo("INFO hello");
    }

    @Test
    void requiresLocation_onlyIfALayoutDoes() {
        ScriptedCollector collector = opened(ScriptedCollector.up());
        HecConfig config = new HecConfig();
        options(collector.url()).forEach(config::set);
        HecAppender withLocation = HecAppender.newBuilder()
                .setName("HEC")
                .setConfig(config)
                .setLayout(PatternLayout.newBuilder().withPattern("%L").build())
                .build();
        opened(() -> withLocation.stop(1, TimeUnit.MILLISECONDS));

        assertThat(withLocation.requiresLocation()).isTrue();
        assertThat(build(collector.url()).requiresLocation()).isFalse();
    }

    @Test
    void append_toAFullBuffer_throwsIfExceptionsAreNotIgnored() {
        HecAppender appender = build(
                opened(SilentCollector.open()).url(), "batchBytes", "1KB", "bufferBytes", "2KB", "linger", "10min");

        assertThatThrownBy(() -> IntStream.range(0, 100).forEach(i -> appender.append(event("event " + i))))
                .isInstanceOf(AppenderLoggingException.class)
                .hasMessage("Appender HEC refused an event: its buffer is full");
        assertThat(appender.tally().refused(Admission.FULL)).isEqualTo(1);
    }

    @Test
    void failover_behindAFullBuffer_takesOver() throws Exception {
        Path file = directory.resolve("failover.log");
        Map<String, String> options = options(opened(SilentCollector.open()).url());
        options.putAll(Map.of("batchBytes", "1KB", "bufferBytes", "2KB", "drainTimeout", "0ms"));
        options.put("ignoreExceptions", "false");
        String xml = Log4jXml.of(options, Map.of())
                .replace("</Appenders>", """
                        <File name="FILE" fileName="%s"><PatternLayout pattern="%%msg%%n"/></File>
                        <Failover name="SAFE" primary="HEC"><Failovers><AppenderRef ref="FILE"/></Failovers></Failover>
                        </Appenders>
                        """.formatted(file))
                .replace("<AppenderRef ref=\"HEC\"/>", "<AppenderRef ref=\"SAFE\"/>");
        Log4jHost host = start("log4j2.xml", xml);

        IntStream.range(0, 100).forEach(i -> host.log("INFO", "event " + i));

        long admitted = host.tally().admitted();
        assertThat(admitted).isBetween(1L, 99L);
        assertThat(Files.readAllLines(file)).hasSize((int) (100 - admitted)).endsWith("event 99");
    }

    @Test
    void log_toAFullBuffer_neverThrowsByDefault() throws Exception {
        Map<String, String> options = options(opened(SilentCollector.open()).url());
        options.putAll(Map.of("batchBytes", "1KB", "bufferBytes", "2KB", "drainTimeout", "0ms"));
        Log4jHost host = start("log4j2.xml", Log4jXml.of(options, Map.of()));

        IntStream.range(0, 100).forEach(i -> host.log("INFO", "event " + i));

        assertThat(host.tally().admitted() + host.tally().refused(Admission.FULL))
                .isEqualTo(100);
        assertThat(host.tally().refused(Admission.FULL)).isPositive();
    }

    @Test
    void reconfigure_withUnchangedSettings_keepsBufferAndThreads() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.down());
        Log4jHost host = start("log4j2.xml", Log4jXml.of(options(collector.url()), Map.of()));
        HecAppender before = host.appender();

        host.log("INFO", "before");
        Instant started = Instant.now();
        host.reconfigure();
        Duration taken = Duration.between(started, Instant.now());
        host.log("INFO", "after");
        collector.start();
        collector.awaitEvents(2);

        assertThat(host.appender()).isNotSameAs(before);
        assertThat(before.isStopped()).isTrue();
        assertThat(taken).as("nothing is drained").isLessThan(Duration.ofSeconds(5));
        assertThat(messages(collector)).containsExactly("before", "after");
        assertThat(host.flush(PATIENCE).complete()).isTrue();
        assertThat(host.tally().delivered()).isEqualTo(2);
    }

    @Test
    void stop_withATimeout_takesNoLongerThanThat() {
        HecAppender appender = build(opened(ScriptedCollector.down()).url(), "drainTimeout", "1min");
        appender.append(event("m"));

        Instant started = Instant.now();
        appender.stop(100, TimeUnit.MILLISECONDS);

        assertThat(Duration.between(started, Instant.now())).isLessThan(Duration.ofSeconds(5));
        assertThat(appender.tally().dropped(DropReason.SHUTDOWN)).isEqualTo(1);
    }

    @Test
    void stop_withoutATimeout_takesNoLongerThanTheDrainTimeout() {
        HecAppender appender = build(opened(ScriptedCollector.down()).url(), "drainTimeout", "50ms");
        appender.append(event("m"));

        assertThat(appender.stop(0, TimeUnit.MILLISECONDS)).isTrue();

        assertThat(appender.isStopped()).isTrue();
        assertThat(appender.tally().dropped(DropReason.SHUTDOWN)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0", "20000"})
    void stop_withInterruptFlagSet_deliversAndKeepsTheFlag(long timeout) {
        ScriptedCollector collector = opened(ScriptedCollector.up());
        HecAppender appender = build(collector.url(), "linger", "10min", "drainTimeout", "20s");
        appender.append(event("m"));

        Thread.currentThread().interrupt();
        appender.stop(timeout, TimeUnit.MILLISECONDS);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(messages(collector)).containsExactly("m");
    }

    @Test
    void append_afterStop_throwsIfExceptionsAreNotIgnored() {
        HecAppender appender = build(opened(ScriptedCollector.up()).url());
        appender.stop(0, TimeUnit.MILLISECONDS);

        assertThatThrownBy(() -> appender.append(event("late")))
                .isInstanceOf(AppenderLoggingException.class)
                .hasMessage("Appender HEC refused an event: it is stopped");
        assertThat(appender.tally().refused(Admission.CLOSED)).isEqualTo(1);
    }

    /** As {@code LogManager.shutdown()} does; a request takes longer than that in a JVM that has just begun. */
    @Test
    void stop_withLog4jsConstant_drainsAsLongAsTheSettingsSay() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.up());
        IntStream.range(0, 30).forEach(i -> collector.reply(ScriptedReply.BUSY));
        HecAppender appender = build(collector.url(), "drainTimeout", "1min");
        appender.append(event("m"));

        appender.stop(ContextSelector.DEFAULT_STOP_TIMEOUT, TimeUnit.MILLISECONDS);

        assertThat(messages(collector)).containsExactly("m");
        assertThat(collector.requests()).hasSize(31);
    }

    @Test
    void stop_twiceAndOfOneOfTwo_releasesOnce() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.up());
        HecAppender first = build(collector.url());
        HecAppender second = build(collector.url());

        first.stop(0, TimeUnit.MILLISECONDS);
        first.stop(0, TimeUnit.MILLISECONDS);
        second.append(event("still here"));

        assertThat(second.flush(PATIENCE).complete()).isTrue();
        assertThat(messages(collector)).containsExactly("still here");
    }

    @Test
    void build_byProgram_takesSettingsAndFields() {
        ScriptedCollector collector = opened(ScriptedCollector.up());

        build(collector.url(), "source", "s").append(event("m"));

        JsonNode envelope = collector.awaitEvents(1).get(0);
        assertThat(envelope.path("source").asText()).isEqualTo("s");
        assertThat(envelope.path("fields").path("env").asText()).isEqualTo("prod");
    }

    @Test
    void build_withoutNameOrSettings_givesNothing() {
        assertThat(HecAppender.newBuilder().build()).isNull();
        assertThat(HecAppender.newBuilder().setName("HEC").build()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"OFF,ERROR", "FATAL,ERROR", "ERROR,ERROR", "WARN,WARN", "INFO,INFO", "DEBUG,DEBUG", "TRACE,TRACE"})
    void severity_ofAStandardLevel_isItsOwn(String level, Severity severity) {
        assertThat(HecAppender.severity(Level.valueOf(level))).isEqualTo(severity);
    }

    @Test
    void severity_ofALevelInBetween_isTheNextLowerOne() {
        assertThat(HecAppender.severity(Level.forName("NOTICE", 350))).isEqualTo(Severity.INFO);
        assertThat(HecAppender.severity(Level.forName("FINEST", 700))).isEqualTo(Severity.TRACE);
    }

    @Test
    void toString_tellsNoSecret() {
        assertThat(build(opened(ScriptedCollector.up()).url()))
                .asString()
                .contains("HEC")
                .doesNotContain(TOKEN);
    }

    @Test
    void settings_ofTheTable_doNotCollideWithLog4jsOwnAttributes() {
        assertThat(HecSetting.ALL)
                .extracting(setting -> setting.name().toLowerCase(Locale.ROOT))
                .doesNotContain("name", "type", "ignoreexceptions", "filter", "layout", "property");
    }

    @Test
    void asyncLoggers_withRecycledEvents_deliverEachAsItWas() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.up());
        Path file = Files.writeString(directory.resolve("log4j2.xml"), Log4jXml.of(options(collector.url()), Map.of()));
        LoggerContext context = new AsyncLoggerContext("async", null, file.toUri());
        context.start();

        for (int i = 0; i < 5000; i++) {
            context.getLogger("x").info("event {}", i);
        }
        context.stop(10, TimeUnit.SECONDS);

        assertThat(messages(collector))
                .isEqualTo(IntStream.range(0, 5000).mapToObj(i -> "event " + i).toList());
    }
}
