package dev.hec.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.FlushResult;
import dev.hec.testing.CallGarbage;
import dev.hec.testing.ScriptedCollector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log call with two arguments and three entries of ThreadContext, against the same call into an appender that does nothing. */
@Timeout(120)
class CallGarbageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Integer COUNT = 4711;

    @TempDir
    private Path directory;

    @BeforeEach
    void enter() {
        ThreadContext.put("user", "u4711");
        ThreadContext.put("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736");
        ThreadContext.put("span_id", "00f067aa0ba902b7");
    }

    @AfterEach
    void leave() {
        ThreadContext.clearAll();
    }

    private LoggerContext context(String appender) throws Exception {
        Path file = directory.resolve("log4j2.xml");
        Files.writeString(file, """
                <Configuration>
                  <Appenders>%s</Appenders>
                  <Loggers><Root level="info"><AppenderRef ref="A"/></Root></Loggers>
                </Configuration>""".formatted(appender));
        LoggerContext context = new LoggerContext("garbage", null, file.toUri());
        context.start();
        return context;
    }

    private static double bytesPerCall(LoggerContext context, CallGarbage.Step settle) throws Exception {
        Logger logger = context.getLogger("com.example.shop.OrderService");
        return CallGarbage.bytesPerCall(
                () -> logger.info("order {} accepted with {} items", "4711-0815", COUNT), settle);
    }

    @Test
    void log_twoArgumentsAndThreeEntries_allocatesHardlyMoreThanNothing() throws Exception {
        double nothing;
        try (LoggerContext context = context("<Null name=\"A\"/>")) {
            nothing = bytesPerCall(context, () -> {});
        }
        try (ScriptedCollector collector = ScriptedCollector.up();
                LoggerContext context =
                        context("<Hec name=\"A\" url=\"%s\" token=\"t\"/>".formatted(collector.url()))) {
            HecAppender appender = context.getConfiguration().getAppender("A");
            double ours = bytesPerCall(context, () -> flush(appender));

            assertThat(appender.tally().admitted()).isEqualTo(appender.tally().delivered());
            assertThat(ours - nothing).isLessThanOrEqualTo(CallGarbage.ALLOWED_BYTES);
        }
    }

    private static void flush(HecAppender appender) throws InterruptedException {
        FlushResult result = appender.flush(PATIENCE);
        if (!result.complete()) {
            throw new AssertionError(result);
        }
    }
}
