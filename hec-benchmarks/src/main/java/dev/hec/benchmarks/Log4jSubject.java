package dev.hec.benchmarks;

import dev.hec.log4j2.HecAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;

/** Log4j in a context of its own, with its defaults: messages and events are used again. */
final class Log4jSubject implements Subject {

    private static final String FILE = """
            <File name="A" fileName="%s" immediateFlush="false">
              <PatternLayout pattern="%%d %%level %%logger [%%t] %%X %%m%%n"/>
            </File>""";

    private static final String HEC = "<Hec name=\"A\" url=\"%s\" token=\"token\"/>";

    private static final String CONFIGURATION = """
            <Configuration status="error">
              <Appenders>%s</Appenders>
              <Loggers><Root level="info"><AppenderRef ref="A"/></Root></Loggers>
            </Configuration>""";

    private final DiscardingCollector collector = new DiscardingCollector();
    private final Path file = Files.createTempFile("cost", ".log");
    private final Path configuration = Files.createTempFile("cost", ".xml");
    private final LoggerContext context;
    private final Logger logger;

    Log4jSubject(Sink sink) throws Exception {
        String appender = switch (sink) {
            case NOOP -> "<Null name=\"A\"/>";
            case HEC -> HEC.formatted(collector.url());
            case FILE -> FILE.formatted(file);
        };
        Files.writeString(configuration, CONFIGURATION.formatted(appender));
        context = new LoggerContext("cost", null, configuration.toUri());
        context.start();
        logger = context.getLogger("com.example.shop.orders.OrderService");
    }

    @Override
    public void enter() {
        ThreadContext.put("user", "u4711");
        ThreadContext.put("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736");
        ThreadContext.put("span_id", "00f067aa0ba902b7");
    }

    @Override
    public void log(String order, Integer count) {
        logger.info("order {} accepted with {} items, delivery by express", order, count);
    }

    @Override
    public void settle() throws Exception {
        if (context.getConfiguration().getAppender("A") instanceof HecAppender hec) {
            hec.flush(Duration.ofSeconds(30));
            Settled.check(hec.tally());
        }
    }

    @Override
    public void close() throws Exception {
        context.stop();
        collector.close();
        Files.delete(file);
        Files.delete(configuration);
    }
}
