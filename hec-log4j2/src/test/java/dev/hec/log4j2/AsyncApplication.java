package dev.hec.log4j2;

import java.util.stream.IntStream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;

/** Logs from several threads at once, with arguments that change as soon as the log call has returned. */
final class AsyncApplication {

    static final int THREADS = 4;
    static final int EVENTS_OF_A_THREAD = 2500;

    private AsyncApplication() {}

    public static void main(String[] arguments) throws Exception {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        System.out.println("context " + context.getClass().getSimpleName());
        Thread[] threads = IntStream.range(0, THREADS)
                .mapToObj(number -> new Thread(() -> log(number), "logging-" + number))
                .toArray(Thread[]::new);
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        HecAppender appender = context.getConfiguration().getAppender("HEC");
        LogManager.shutdown();
        System.out.println("delivered " + appender.tally().delivered());
    }

    private static void log(int thread) {
        Logger logger = LogManager.getLogger("logger-" + thread);
        StringBuilder changing = new StringBuilder();
        for (int i = 0; i < EVENTS_OF_A_THREAD; i++) {
            changing.setLength(0);
            changing.append(thread).append('-').append(i);
            ThreadContext.put("event", changing.toString());
            logger.info("event {}", changing);
        }
    }
}
