package dev.hec.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.hec.Admission;
import dev.hec.testing.AppenderHost;
import dev.hec.testing.FallbackContract;
import dev.hec.testing.ScriptedCollector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The appenders referred to inside the appender. */
class FallbackTest extends FallbackContract {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ROOT = "<root level=\"ALL\">";

    private ScriptedCollector collector;
    private LoggerContext context;

    /** Remembers messages; starts and stops are counted. */
    private static class Memory extends UnsynchronizedAppenderBase<ILoggingEvent> {

        final List<String> messages = new ArrayList<>();
        int starts;
        int stops;
        private @Nullable Error failure;

        @Override
        protected void append(ILoggingEvent event) {
            messages.add(event.getFormattedMessage());
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public void start() {
            starts++;
            super.start();
        }

        @Override
        public void stop() {
            stops++;
            super.stop();
        }
    }

    @BeforeEach
    void collectorDown() {
        collector = opened(ScriptedCollector.down());
    }

    private static String file(Path file) {
        return """
                <appender name="FILE" class="ch.qos.logback.core.FileAppender">
                  <file>%s</file>
                  <encoder><pattern>%%msg%%n</pattern></encoder>
                </appender>
                """.formatted(file);
    }

    @Override
    protected String xml(Map<String, String> options, Path file) {
        // Behind the appender that refers to it: the order in the file does not matter.
        return LogbackXml.of(options, Map.of(), "<appender-ref ref=\"FILE\"/>").replace(ROOT, file(file) + ROOT);
    }

    @Override
    protected AppenderHost start(Path configuration) {
        return new LogbackHost(configuration);
    }

    private LogbackHost configureHost() throws Exception {
        LogbackHost host = (LogbackHost) configure(options(collector));
        context = host.context();
        return host;
    }

    private Memory memory(String name) {
        Memory memory = new Memory();
        memory.setName(name);
        memory.setContext(context);
        memory.start();
        return memory;
    }

    private Appender<ILoggingEvent> file(LogbackHost host) {
        return host.appender().getAppender("FILE");
    }

    @Test
    void appenderRef_inXml_isAttachedWithoutComplaint() throws Exception {
        LogbackHost host = configureHost();

        assertThat(file(host).isStarted()).isTrue();
        assertThat(host.status().messages())
                .filteredOn(message -> message.startsWith("WARN") || message.startsWith("ERROR"))
                .isEmpty();
    }

    @Test
    void appenderRef_severalOfThem_allGetTheEvent() throws Exception {
        LogbackHost host = configureHost();
        Memory first = memory("first");
        Memory second = memory("second");
        host.appender().addAppender(first);
        host.appender().addAppender(second);

        logUntilDown(host);
        host.log("INFO", "m");

        assertThat(first.messages).containsExactly("m");
        assertThat(second.messages).containsExactly("m");
        assertThat(fallback()).containsExactly("m");
    }

    @Test
    void fallback_thatThrows_harmsNeitherTheApplicationNorTheOthers() throws Exception {
        LogbackHost host = configureHost();
        host.appender().detachAppender("FILE");
        Memory broken = memory("BROKEN");
        broken.failure = new StackOverflowError("broken");
        Memory sound = memory("SOUND");
        host.appender().addAppender(broken);
        host.appender().addAppender(sound);

        logUntilDown(host);
        host.log("INFO", "m1");
        host.log("INFO", "m2");

        assertThat(broken.messages).containsExactly("m1", "m2");
        assertThat(sound.messages).containsExactly("m1", "m2");
        assertThat(host.status().containing("its fallback BROKEN fails")).hasSize(1);
    }

    @Test
    void fallback_thatLogs_getsNothingOfItsOwn() throws Exception {
        LogbackHost host = configureHost();
        Memory talkative = new Memory() {
            @Override
            protected void append(ILoggingEvent event) {
                super.append(event);
                host.context().getLogger("inner").info("inner");
            }
        };
        talkative.setContext(context);
        talkative.start();
        host.appender().addAppender(talkative);

        logUntilDown(host);
        host.log("INFO", "outer");
        collector.start();

        assertThat(host.flush(PATIENCE).complete()).isTrue();
        // Logback before 1.5.21 does not let the inner event come to us.
        assertThat(delivered(collector)).startsWith("before").isSubsetOf("before", "inner");
        assertThat(talkative.messages).containsExactly("outer");
        assertThat(host.tally().refused(Admission.DIVERTED)).isEqualTo(1);
    }

    @Test
    void fallback_withAFilter_keepsIt() throws Exception {
        String filter = "<filter class=\"ch.qos.logback.classic.filter.ThresholdFilter\"><level>ERROR</level></filter>";
        AppenderHost host = configure(
                xml(options(collector), directory.resolve("fallback.log")).replace("<file>", filter + "<file>"));

        logUntilDown(host);
        host.log("INFO", "info");
        host.log("ERROR", "error");

        assertThat(fallback()).containsExactly("error");
    }

    @Test
    void appender_asItsOwnFallback_isLeftOut() throws Exception {
        LogbackHost host = configureHost();
        HecAppender appender = host.appender();
        appender.addAppender(appender);

        assertThat(appender.isAttached(appender)).isFalse();
        assertThat(host.status().containing("cannot be its own fallback")).hasSize(1);
    }

    // Whose the fallback is

    @Test
    void stop_withAFallbackOfNobodyElse_stopsItOnceAndStartStartsItAgain() throws Exception {
        LogbackHost host = configureHost();
        HecAppender appender = host.appender();
        Memory memory = memory("MEMORY");
        appender.addAppender(memory);

        appender.stop();
        appender.stop();
        assertThat(memory.stops).isEqualTo(1);
        assertThat(file(host).isStarted()).isFalse();

        appender.start();
        assertThat(memory.starts).isEqualTo(2);
        assertThat(file(host).isStarted()).isTrue();
        logUntilDown(host);
        host.log("INFO", "m");
        assertThat(memory.messages).containsExactly("m");
    }

    @Test
    void stop_withAFallbackThatALoggerHasToo_leavesItToTheLogger() throws Exception {
        LogbackHost host = configureHost();
        Memory memory = memory("MEMORY");
        host.appender().addAppender(memory);
        context.getLogger("audit").addAppender(memory);

        host.appender().stop();
        assertThat(memory.isStarted()).isTrue();

        host.close();
        assertThat(memory.stops).isEqualTo(1);
    }

    @Test
    void stop_withAFallbackBehindAnAsynchronousAppender_leavesItToThat() throws Exception {
        LogbackHost host = configureHost();
        Memory memory = memory("MEMORY");
        host.appender().addAppender(memory);
        AsyncAppender async = new AsyncAppender();
        async.setContext(context);
        async.addAppender(memory);
        async.start();
        context.getLogger("audit").addAppender(async);

        host.appender().stop();
        assertThat(memory.isStarted()).isTrue();

        host.close();
        assertThat(memory.stops).isEqualTo(1);
    }

    @Test
    void stop_ofOneOfTwoWithTheSameFallback_leavesItToTheOther() throws Exception {
        LogbackHost host = configureHost();
        HecAppender other = new HecAppender();
        other.setName("OTHER");
        other.setContext(context);
        other.setUrl(collector.url());
        other.setToken("t");
        other.setDrainTimeout("0ms");
        Memory memory = memory("MEMORY");
        host.appender().addAppender(memory);
        other.addAppender(memory);
        other.start();
        context.getLogger("other").addAppender(other);

        host.appender().stop();
        assertThat(memory.isStarted()).isTrue();

        other.stop();
        assertThat(memory.stops).isEqualTo(1);
    }

    @Test
    void reset_ofTheContext_stopsTheFallbackOnce() throws Exception {
        for (boolean loggerFirst : new boolean[] {true, false}) {
            LogbackHost host = configureHost();
            Memory memory = memory("MEMORY");
            Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
            HecAppender appender = host.appender();
            appender.addAppender(memory);
            if (loggerFirst) {
                root.detachAppender(appender);
                root.addAppender(memory);
                root.addAppender(appender);
            } else {
                root.addAppender(memory);
            }

            context.reset();

            assertThat(memory.stops).isEqualTo(1);
            assertThat(appender.isStarted()).isFalse();
        }
    }

    @Test
    void stop_ofAnInactiveAppender_stopsItsFallbackToo() throws Exception {
        Map<String, String> options = options(collector);
        options.put("linger", "soon");
        LogbackHost host = (LogbackHost) configure(options);
        Appender<ILoggingEvent> file = file(host);
        assertThat(host.active()).isFalse();

        host.close();

        assertThat(file.isStarted()).isFalse();
    }

    // What the interface asks for

    @Test
    void attachedAppenders_areFoundAndDetached() throws Exception {
        LogbackHost host = configureHost();
        HecAppender appender = host.appender();
        Memory memory = memory("MEMORY");
        appender.addAppender(memory);

        assertThat(appender.iteratorForAppenders()).toIterable().containsExactly(file(host), memory);
        assertThat(appender.getAppender("MEMORY")).isSameAs(memory);
        assertThat(appender.isAttached(memory)).isTrue();

        assertThat(appender.detachAppender(memory)).isTrue();
        assertThat(appender.detachAppender(memory)).isFalse();
        assertThat(appender.detachAppender("nobody")).isFalse();
        assertThat(memory.isStarted()).isTrue();
        assertThat(appender.hasFallback()).isTrue();

        assertThat(appender.detachAppender("FILE")).isTrue();
        assertThat(appender.hasFallback()).isFalse();
        logUntilDown(host);
        host.log("INFO", "buffered");
        assertThat(host.tally().admitted()).isEqualTo(2);
    }

    @Test
    void detachAndStopAllAppenders_stopsEachOnce() throws Exception {
        LogbackHost host = configureHost();
        HecAppender appender = host.appender();
        Memory memory = memory("MEMORY");
        appender.addAppender(memory);

        appender.detachAndStopAllAppenders();
        appender.detachAndStopAllAppenders();
        appender.stop();

        assertThat(memory.stops).isEqualTo(1);
        assertThat(appender.iteratorForAppenders()).isExhausted();
    }

    @Test
    void withoutAppenderRef_eventsAreBufferedWhileDown() throws Exception {
        LogbackHost host = (LogbackHost) configure(LogbackXml.of(options(collector), Map.of()));

        logUntilDown(host);
        host.log("INFO", "meanwhile");
        collector.start();

        assertThat(collector.awaitEvents(2)).hasSize(2);
        assertThat(delivered(collector)).containsExactly("before", "meanwhile");
        assertThat(host.tally().refused()).isZero();
    }
}
