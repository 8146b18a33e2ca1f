package dev.hec.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.LayoutBase;
import dev.hec.Admission;
import dev.hec.FlushResult;
import dev.hec.testing.AppenderHost;
import dev.hec.testing.RecursionContract;
import dev.hec.testing.ScriptedCollector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract about recursion, on Logback, whose newer versions have no guard of their own. */
class RecursionTest extends RecursionContract {

    @Override
    protected String xml(Map<String, String> options) {
        return LogbackXml.of(options, Map.of());
    }

    @Override
    protected AppenderHost start(Path configuration) {
        return new LogbackHost(configuration);
    }

    /** Log4j puts the text of a message together before any appender is asked, and then this never ends, whatever we do. */
    @Test
    void argument_thatLogsItself_arrivesOnce() throws Exception {
        host().log("INFO", "outer {}", new Object() {
            @Override
            public String toString() {
                host().log("INFO", "inner {}", this);
                return "text";
            }
        });

        assertThat(messages()).containsExactly("outer text");
    }

    /** Past the guard of older versions. */
    @Test
    void append_insideALayout_isRefusedAndCounted() throws Exception {
        LoggerContext context = new LoggerContext();
        try (ScriptedCollector collector = ScriptedCollector.up()) {
            HecAppender appender = new HecAppender();
            LoggingEvent event = new LoggingEvent("x", context.getLogger("x"), Level.INFO, "m", null, null);
            appender.setContext(context);
            appender.setName("HEC");
            appender.setUrl(collector.url());
            appender.setToken("t");
            appender.setLayout(new LayoutBase<>() {
                @Override
                public String doLayout(ILoggingEvent logged) {
                    appender.append(event);
                    return logged.getMessage();
                }
            });
            appender.start();

            appender.append(event);

            FlushResult flushed = appender.flush(Duration.ofSeconds(20));
            assertThat(flushed.complete()).isTrue();
            assertThat(collector.events()).hasSize(1);
            assertThat(appender.tally().refused(Admission.RECURSIVE)).isEqualTo(1);
            appender.stop();
        } finally {
            context.stop();
        }
    }
}
