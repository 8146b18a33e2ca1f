package dev.hec.benchmarks;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.hec.logback.HecAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Logback in a context of its own. */
final class LogbackSubject implements Subject {

    private final LoggerContext context = new LoggerContext();
    private final LogbackMDCAdapter mdc = new LogbackMDCAdapter();
    private final DiscardingCollector collector = new DiscardingCollector();
    private final Path file = Files.createTempFile("cost", ".log");
    private final Logger logger = context.getLogger("com.example.shop.orders.OrderService");
    private final Appender<ILoggingEvent> appender;

    LogbackSubject(Sink sink) throws Exception {
        context.setMDCAdapter(mdc);
        appender = switch (sink) {
            case NOOP -> new Noop();
            case HEC -> hec();
            case FILE -> file();
        };
        appender.setContext(context);
        appender.setName(sink.name());
        appender.start();
        logger.addAppender(appender);
    }

    private HecAppender hec() {
        HecAppender hec = new HecAppender();
        hec.setUrl(collector.url());
        hec.setToken("token");
        return hec;
    }

    private FileAppender<ILoggingEvent> file() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d %level %logger [%thread] {%mdc} %msg%n");
        encoder.start();
        FileAppender<ILoggingEvent> to = new FileAppender<>();
        to.setFile(file.toString());
        to.setImmediateFlush(false);
        to.setEncoder(encoder);
        return to;
    }

    @Override
    public void enter() {
        mdc.put("user", "u4711");
        mdc.put("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736");
        mdc.put("span_id", "00f067aa0ba902b7");
    }

    @Override
    public void log(String order, Integer count) {
        logger.info("order {} accepted with {} items, delivery by express", order, count);
    }

    @Override
    public void settle() throws Exception {
        if (appender instanceof HecAppender hec) {
            hec.flush(Duration.ofSeconds(30));
            Settled.check(hec.tally());
        }
    }

    @Override
    public void close() throws Exception {
        context.stop();
        collector.close();
        Files.delete(file);
    }

    /**
     * Only remembers the event. One that does nothing at all lets the JIT leave the event itself out, which no appender that
     * looks at it ever sees. Logback's own takes a lock for each event.
     */
    private static final class Noop extends UnsynchronizedAppenderBase<ILoggingEvent> {

        @SuppressWarnings("unused")
        private ILoggingEvent last;

        @Override
        protected void append(ILoggingEvent event) {
            last = event;
        }
    }
}
