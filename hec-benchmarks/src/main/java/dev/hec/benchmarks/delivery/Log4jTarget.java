package dev.hec.benchmarks.delivery;

import dev.hec.log4j2.HecAppender;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;

/** Log4j in a context of its own. */
final class Log4jTarget implements Target {

    private final LoggerContext context;
    private final Logger logger;

    Log4jTarget(Candidate candidate) throws Exception {
        URI configuration = Objects.requireNonNull(Log4jTarget.class.getResource(candidate.resource()))
                .toURI();
        context = new LoggerContext("delivery", null, configuration);
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
    public void log(String order, Integer count, String mark) {
        logger.info("order {} accepted with {} items, delivery by express {}", order, count, mark);
    }

    @Override
    public void flush(Duration timeout) throws Exception {
        if (context.getConfiguration().getAppender("A") instanceof HecAppender hec) {
            hec.flush(timeout);
        }
    }

    @Override
    public void close() {
        context.stop();
    }
}
