package dev.hec.demo;

import ch.qos.logback.classic.LoggerContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hec.Tally;
import dev.hec.log4j2.HecAppender;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.message.StringMapMessage;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * An application that logs through Logback and through Log4j2 at once, configured by the two XML files beside it.
 *
 * <p>Prints what it logged and what its appenders say of themselves, as one line of JSON.
 */
public final class SampleApplication {

    /** Threads of the burst, for each framework. */
    static final int THREADS = 5;

    /** Events of each thread. */
    static final int EVENTS_PER_THREAD = 5_000;

    /** Events of each framework: the burst and one with an exception. */
    static final int EVENTS_PER_FRAMEWORK = THREADS * EVENTS_PER_THREAD + 1;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final org.slf4j.Logger LOGBACK = LoggerFactory.getLogger("shop.Orders");
    private static final org.apache.logging.log4j.Logger LOG4J2 = LogManager.getLogger("shop.Orders");

    private SampleApplication() {}

    /** Logs, waits for delivery, and reports. */
    public static void main(String[] arguments) throws InterruptedException, IOException {
        burst("logback", SampleApplication::logThroughLogback);
        burst("log4j2", SampleApplication::logThroughLog4j2);

        LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
        var logbackAppender =
                (dev.hec.logback.HecAppender) logback.getLogger("ROOT").getAppender("HEC");
        var log4j2 = (org.apache.logging.log4j.core.LoggerContext) LogManager.getContext(false);
        HecAppender log4j2Appender = log4j2.getConfiguration().getAppender("HEC");

        logbackAppender.flush(PATIENCE);
        log4j2Appender.flush(PATIENCE);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("logback", counts(logbackAppender.tally()));
        report.put("log4j2", counts(log4j2Appender.tally()));
        System.out.println(new ObjectMapper().writeValueAsString(report));
        logback.stop();
        LogManager.shutdown();
    }

    private static void burst(String name, ObjIntConsumer<String> log) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            String worker = name + "-worker-" + t;
            threads.add(new Thread(
                    () -> {
                        for (int n = 0; n < EVENTS_PER_THREAD; n++) {
                            log.accept(worker, n);
                        }
                    },
                    worker));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        log.accept(name + "-main", -1);
    }

    private static void logThroughLogback(String worker, int n) {
        if (n < 0) {
            LOGBACK.error("payment failed", new IllegalStateException("card declined", new IOException("bank away")));
            return;
        }
        MDC.put("user", "u" + n % 100);
        LOGBACK.atInfo().addKeyValue("worker", worker).addKeyValue("n", n).log("order {} accepted", n);
        MDC.remove("user");
    }

    private static void logThroughLog4j2(String worker, int n) {
        if (n < 0) {
            LOG4J2.error("payment failed", new IllegalStateException("card declined", new IOException("bank away")));
            return;
        }
        ThreadContext.put("user", "u" + n % 100);
        LOG4J2.info(new StringMapMessage().with("worker", worker).with("n", n));
        ThreadContext.remove("user");
    }

    private static Map<String, Long> counts(Tally tally) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("logged", tally.admitted() + tally.refused());
        counts.put("delivered", tally.delivered());
        counts.put("dropped", tally.dropped() + tally.refused());
        counts.put("requests", tally.requests());
        counts.put("deliveredBytes", tally.deliveredBytes());
        counts.put("wireBytes", tally.wireBytes());
        return counts;
    }
}
