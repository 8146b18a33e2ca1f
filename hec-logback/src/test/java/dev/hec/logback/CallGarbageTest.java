package dev.hec.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.hec.FlushResult;
import dev.hec.testing.CallGarbage;
import dev.hec.testing.ScriptedCollector;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A log call with two arguments and three MDC entries, against the same call into an appender that does nothing. */
@Timeout(120)
class CallGarbageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Integer COUNT = 4711;

    private static Logger logger(Appender<ILoggingEvent> appender) {
        LoggerContext context = new LoggerContext();
        LogbackMDCAdapter mdc = new LogbackMDCAdapter();
        context.setMDCAdapter(mdc);
        mdc.put("user", "u4711");
        mdc.put("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736");
        mdc.put("span_id", "00f067aa0ba902b7");
        appender.setContext(context);
        appender.start();
        Logger logger = context.getLogger("com.example.shop.OrderService");
        logger.addAppender(appender);
        return logger;
    }

    private static double bytesPerCall(Logger logger, CallGarbage.Step settle) throws Exception {
        return CallGarbage.bytesPerCall(
                () -> logger.info("order {} accepted with {} items", "4711-0815", COUNT), settle);
    }

    @Test
    void log_twoArgumentsAndThreeEntries_allocatesHardlyMoreThanNothing() throws Exception {
        double nothing = bytesPerCall(logger(new Keeping()), () -> {});

        try (ScriptedCollector collector = ScriptedCollector.up()) {
            HecAppender appender = new HecAppender();
            appender.setName("HEC");
            appender.setUrl(collector.url());
            appender.setToken("t");
            Logger logger = logger(appender);
            double ours = bytesPerCall(logger, () -> flush(appender));
            appender.stop();

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

    @Test
    void bytesPerCall_messageMade_seesIt() throws Exception {
        double nothing = bytesPerCall(logger(new Keeping()), () -> {});

        double formatted = bytesPerCall(
                logger(new Keeping() {
                    @Override
                    protected void append(ILoggingEvent event) {
                        super.append(event);
                        event.getFormattedMessage();
                    }
                }),
                () -> {});

        assertThat(formatted - nothing).isGreaterThan(CallGarbage.ALLOWED_BYTES);
    }

    /** Only remembers the event; else the JIT might leave even the event out, which no appender that looks at it would see. */
    private static class Keeping extends UnsynchronizedAppenderBase<ILoggingEvent> {

        private volatile @Nullable ILoggingEvent last;

        @Override
        protected void append(ILoggingEvent event) {
            last = event;
        }

        @Override
        public String toString() {
            return "last event " + last;
        }
    }
}
