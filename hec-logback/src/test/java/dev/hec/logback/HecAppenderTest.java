package dev.hec.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.status.OnConsoleStatusListener;
import ch.qos.logback.core.status.Status;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.Admission;
import dev.hec.Severity;
import dev.hec.Tally;
import dev.hec.settings.HecSetting;
import dev.hec.settings.SplunkName;
import dev.hec.testing.ChildJvm;
import dev.hec.testing.ScriptedCollector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HecAppenderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final ScriptedCollector collector = ScriptedCollector.up();
    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void close() throws Exception {
        context.stop();
        collector.close();
    }

    private HecAppender appender() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        HecAppender appender = new HecAppender();
        appender.setName("HEC");
        appender.setContext(context);
        appender.setUrl(collector.url());
        appender.setToken("t");
        appender.setLinger("0ms");
        context.getLogger("ROOT").addAppender(appender);
        context.getLogger("ROOT").setLevel(Level.TRACE);
        return appender;
    }

    private List<String> messages() {
        return collector.events().stream()
                .map(event -> event.path("event").path("message").asText())
                .toList();
    }

    @Test
    void tallyAndFlush_beforeStart_haveNothingToTell() throws Exception {
        HecAppender appender = new HecAppender();

        assertThat(appender.tally()).isSameAs(Tally.NONE);
        assertThat(appender.flush(Duration.ZERO).complete()).isTrue();
    }

    @Test
    void stop_withoutStart_doesNothing() {
        HecAppender appender = appender();

        appender.stop();

        assertThat(appender.isStarted()).isFalse();
    }

    @Test
    void start_afterStop_deliversAgain() throws Exception {
        HecAppender appender = appender();

        for (int i = 0; i < 3; i++) {
            appender.start();
            appender.start();
            context.getLogger("x").info("run {}", i);
            appender.stop();
            appender.stop();
        }

        assertThat(messages()).containsExactly("run 0", "run 1", "run 2");
        assertThat(appender.tally().admitted()).isEqualTo(1);
    }

    @Test
    void start_withoutContext_staysInactive() {
        HecAppender appender = new HecAppender();

        appender.start();

        assertThat(appender.isStarted()).isFalse();
    }

    @Test
    void stop_withInterruptFlagSet_deliversAndKeepsTheFlag() {
        HecAppender appender = appender();
        appender.start();
        context.getLogger("x").info("m");

        Thread.currentThread().interrupt();
        appender.stop();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(messages()).containsExactly("m");
    }

    @Test
    void append_afterStop_isRefusedAndCounted() {
        HecAppender appender = appender();
        appender.start();
        appender.stop();

        appender.append(event("late"));

        assertThat(appender.tally().refused(Admission.CLOSED)).isEqualTo(1);
    }

    private LoggingEvent event(String message) {
        return new LoggingEvent("x", context.getLogger("x"), Level.INFO, message, null, null);
    }

    @ParameterizedTest
    @CsvSource({"ERROR,ERROR", "WARN,WARN", "INFO,INFO", "DEBUG,DEBUG", "TRACE,TRACE", "OFF,ERROR"})
    void severity_ofALevel_isItsOwn(String level, Severity severity) {
        assertThat(HecAppender.severity(Level.valueOf(level))).isEqualTo(severity);
    }

    @Test
    void status_ofABrokenConfiguration_isNeverAnError() {
        HecAppender appender = appender();
        appender.setLinger("soon");

        appender.start();

        assertThat(context.getStatusManager().getCopyOfStatusList())
                .extracting(Status::getEffectiveLevel)
                .contains(Status.WARN)
                .doesNotContain(Status.ERROR);
    }

    @Test
    void field_withoutValue_isLeftOutWithAWarning() {
        HecAppender appender = appender();
        HecField field = new HecField();
        field.setName("env");
        appender.addField(field);
        appender.start();

        context.getLogger("x").info("m");

        assertThat(collector.awaitEvents(1).get(0).has("fields")).isFalse();
        assertThat(context.getStatusManager().getCopyOfStatusList())
                .extracting(Status::getMessage)
                .contains("Appender HEC: a field needs both <name> and <value>; it is left out.");
    }

    @ParameterizedTest
    @CsvSource({"%level %msg%n, INFO hello", "%msg, hello", "%nopex, ' '"})
    void layout_ifGiven_makesTheEventAText(String pattern, String expected) {
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern(pattern);
        layout.start();
        HecAppender appender = appender();
        appender.setLayout(layout);
        appender.start();

        context.getLogger("x").info("hello");

        JsonNode event = collector.awaitEvents(1).get(0).path("event");
        assertThat(event.textValue()).isEqualTo(expected);
    }

    @Test
    void layout_inXml_isStartedAndUsed() throws Exception {
        Path file = Files.writeString(directory.resolve("logback.xml"), """
                <configuration>
                  <appender name="HEC" class="dev.hec.logback.HecAppender">
                    <url>%s</url><token>t</token>
                    <layout class="ch.qos.logback.classic.PatternLayout"><pattern>%%logger: %%msg%%n</pattern></layout>
                  </appender>
                  <root level="INFO"><appender-ref ref="HEC"/></root>
                </configuration>
                """.formatted(collector.url()));
        try (LogbackHost host = new LogbackHost(file)) {
            host.log("INFO", "m");
            assertThat(host.flush(PATIENCE).complete()).isTrue();
        }

        assertThat(collector.events().get(0).path("event").textValue()).isEqualTo("test.Logger: m");
    }

    @Test
    void warningPrinter_whereSomebodyListens_isNotAdded() {
        OnConsoleStatusListener mine = new OnConsoleStatusListener();
        context.getStatusManager().add(mine);

        appender().start();

        assertThat(context.getStatusManager().getCopyOfStatusListenerList()).containsExactly(mine);
    }

    @Test
    void exitHook_ofAStoppedAppender_isGone() {
        ExitHook hook = ExitHook.add("HEC", context, () -> {});

        assertThat(hook.remove()).isTrue();
        assertThat(hook.remove()).isFalse();
    }

    private ChildJvm goodbye(String drainTimeout, String extra) throws Exception {
        return run(GoodbyeApplication.class, drainTimeout, extra);
    }

    private ChildJvm run(Class<?> application, String drainTimeout, String extra) throws Exception {
        Path file = Files.writeString(directory.resolve("logback.xml"), """
                <configuration>
                  %s
                  <appender name="HEC" class="dev.hec.logback.HecAppender">
                    <url>${COLLECTOR_URL}</url><token>${COLLECTOR_TOKEN}</token>
                    <linger>10min</linger><drainTimeout>%s</drainTimeout><batchBites>1MB</batchBites>
                  </appender>
                  <root level="INFO"><appender-ref ref="HEC"/></root>
                </configuration>
                """.formatted(extra, drainTimeout));
        return ChildJvm.run(
                directory,
                application,
                Map.of("COLLECTOR_URL", collector.url(), "COLLECTOR_TOKEN", "s3cr3t-t0k3n"),
                "-Dlogback.configurationFile=" + file);
    }

    @Test
    void warnings_whereNobodyListens_arePrintedWithoutTheToken() throws Exception {
        ChildJvm application = goodbye("20s", "");

        assertThat(application.output())
                .contains("Ignoring unknown property [batchBites]")
                .doesNotContain("s3cr3t-t0k3n");
        assertThat(messages()).containsExactly("goodbye");
    }

    @Test
    void exit_withLogbacksOwnHook_deliversOnce() throws Exception {
        ChildJvm application = goodbye("20s", "<shutdownHook/>");

        assertThat(application.exitCode()).as(application.output()).isZero();
        assertThat(messages()).containsExactly("goodbye");
    }

    @Test
    void exit_withAHookOfTheFramework_deliversWhatThatLogsToo() throws Exception {
        ChildJvm application = run(HookedApplication.class, "20s", "");

        assertThat(application.exitCode()).as(application.output()).isZero();
        assertThat(messages()).containsExactly("goodbye", "closing");
        assertThat(application.output()).doesNotContain("undelivered");
    }

    @Test
    void exit_withAHookOfTheFrameworkAndCollectorDown_tellsTheLossOnce() throws Exception {
        collector.close();

        ChildJvm application = run(HookedApplication.class, "200ms", "");

        assertThat(application.exitCode()).isZero();
        assertThat(application.output()).containsOnlyOnce("Closed with 2 event(s) undelivered, now dropped");
    }

    @Test
    void exit_withCollectorDown_tellsTheLoss() throws Exception {
        collector.close();

        ChildJvm application = goodbye("200ms", "");

        assertThat(application.exitCode()).isZero();
        assertThat(application.output()).contains("the JVM ends with 1 event(s) undelivered; they are lost, unless");
    }

    @Test
    void settings_ofTheTable_haveASetterEach() {
        assertThat(HecSetting.ALL).allSatisfy(setting -> {
            String name = setting.name();
            String setter = "set" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
            assertThat(HecAppender.class.getMethod(setter, String.class).getReturnType())
                    .as(setter)
                    .isEqualTo(void.class);
        });
    }

    @Test
    void oldNames_ofTheTable_haveASetterEach() {
        assertThat(SplunkName.ALL).allSatisfy(old -> {
            String name = old.name();
            String setter = "set" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
            assertThat(HecAppender.class.getMethod(setter, String.class).getReturnType())
                    .as(setter)
                    .isEqualTo(void.class);
        });
        assertThat(SplunkSettings.class.getDeclaredMethods())
                .filteredOn(method -> method.getName().startsWith("set"))
                .as("setters, of all names but the one that is a setting too")
                .hasSize(SplunkName.ALL.size() - 1);
    }
}
