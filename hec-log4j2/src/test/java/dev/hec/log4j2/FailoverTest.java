package dev.hec.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hec.Admission;
import dev.hec.testing.AppenderHost;
import dev.hec.testing.FallbackContract;
import dev.hec.testing.ScriptedCollector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.logging.log4j.core.appender.AppenderLoggingException;
import org.junit.jupiter.api.Test;

/** Log4j's own {@code <Failover>} in front of the appender. */
class FailoverTest extends FallbackContract {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static String xml(Map<String, String> options, Path file, int retryIntervalSeconds) {
        Map<String, String> strict = new LinkedHashMap<>(options);
        strict.put("ignoreExceptions", "false");
        return Log4jXml.of(strict, Map.of())
                .replace("</Appenders>", """
                        <File name="FILE" fileName="%s"><PatternLayout pattern="%%msg%%n"/></File>
                        <Failover name="LOGS" primary="HEC" retryIntervalSeconds="%d">
                          <Failovers><AppenderRef ref="FILE"/></Failovers>
                        </Failover>
                        </Appenders>
                        """.formatted(file, retryIntervalSeconds))
                .replace("<AppenderRef ref=\"HEC\"/></Root>", "<AppenderRef ref=\"LOGS\"/></Root>");
    }

    @Override
    protected String xml(Map<String, String> options, Path file) {
        return xml(options, file, 0);
    }

    @Override
    protected AppenderHost start(Path configuration) {
        return new Log4jHost(configuration);
    }

    @Test
    void failover_withAnInterval_comesBackAfterIt() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.down());
        AppenderHost host = configure(xml(options(collector), directory.resolve("fallback.log"), 1));

        logUntilDown(host);
        host.log("INFO", "meanwhile");
        collector.start();
        awaitWorking(host);
        host.log("INFO", "within the interval");
        await().atMost(PATIENCE).until(() -> {
            host.log("INFO", "later");
            return host.tally().admitted() > 1;
        });

        assertThat(host.flush(PATIENCE).complete()).isTrue();
        assertThat(delivered(collector)).containsExactly("before", "later");
        assertThat(fallback()).startsWith("meanwhile");
        assertThat(host.tally().refused(Admission.DIVERTED))
                .as("Failover asks once in an interval")
                .isBetween(1L, 2L);
    }

    @Test
    void log_whileDownWithoutFailover_throwsToTheApplication() throws Exception {
        Map<String, String> options = options(opened(ScriptedCollector.down()));
        options.put("ignoreExceptions", "false");
        AppenderHost host = configure(Log4jXml.of(options, Map.of()));

        logUntilDown(host);

        assertThatThrownBy(() -> host.log("INFO", "m"))
                .isInstanceOf(AppenderLoggingException.class)
                .hasMessage("Appender HEC refused an event: no address of the collector works at the moment");
        assertThat(host.tally().admitted()).as("the event is not taken in").isEqualTo(1);
    }

    @Test
    void log_whileDownByDefault_isBufferedAsEver() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.down());
        AppenderHost host = configure(Log4jXml.of(options(collector), Map.of()));

        logUntilDown(host);
        host.log("INFO", "meanwhile");
        collector.start();

        assertThat(host.flush(PATIENCE).complete()).isTrue();
        assertThat(delivered(collector)).containsExactly("before", "meanwhile");
        assertThat(host.tally().refused()).isZero();
    }
}
