package dev.hec.log4j2;

import dev.hec.FlushResult;
import dev.hec.Tally;
import dev.hec.testing.AppenderHost;
import dev.hec.testing.StatusLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;
import org.jspecify.annotations.Nullable;

/** Log4j in a context of its own; its status logger is that of the whole JVM. */
final class Log4jHost implements AppenderHost {

    private final LoggerContext context;
    private final StatusLog status = new StatusLog();
    private final StatusListener listener = new Listener(status);
    private @Nullable HecAppender appender;

    Log4jHost(Path configuration) {
        StatusLogger.getLogger().registerListener(listener);
        context = new LoggerContext("test", null, configuration.toUri());
        context.start();
        appender = context.getConfiguration().getAppender("HEC");
    }

    LoggerContext context() {
        return context;
    }

    HecAppender appender() {
        if (appender == null) {
            throw new AssertionError("no appender; " + status.messages());
        }
        return appender;
    }

    Logger logger() {
        return context.getLogger("test.Logger");
    }

    @Override
    public void log(String level, String message, @Nullable Object... arguments) {
        logger().log(Level.valueOf(level), message, arguments);
    }

    @Override
    public void logException(String message, Throwable throwable) {
        logger().error(message, throwable);
    }

    @Override
    public void logWithContext(Map<String, String> entries, String message) {
        ThreadContext.putAll(entries);
        logger().info(message);
        ThreadContext.clearAll();
    }

    @Override
    public void logWithMarker(String marker, String parent, String message) {
        Marker child = new MarkerManager.Log4jMarker(marker);
        child.addParents(new MarkerManager.Log4jMarker(parent));
        logger().info(child, message);
    }

    @Override
    public void logPairs(Map<String, ?> pairs) {
        logger().info(new MapMessage<>(pairs));
    }

    @Override
    public StatusLog status() {
        return status;
    }

    @Override
    public boolean active() {
        return appender != null && appender.isStarted();
    }

    @Override
    public Tally tally() {
        return appender == null ? Tally.NONE : appender.tally();
    }

    @Override
    public FlushResult flush(Duration timeout) throws InterruptedException {
        return appender().flush(timeout);
    }

    @Override
    public void reconfigure() {
        context.reconfigure();
        appender = context.getConfiguration().getAppender("HEC");
    }

    @Override
    public void close() {
        context.stop();
        StatusLogger.getLogger().removeListener(listener);
    }

    /** Hears everything that the status logger says. */
    private record Listener(StatusLog status) implements StatusListener {

        @Override
        public void log(StatusData data) {
            Throwable thrown = data.getThrowable();
            status.add(data.getLevel() + " " + data.getMessage().getFormattedMessage()
                    + (thrown == null ? "" : " " + thrown));
        }

        @Override
        public Level getStatusLevel() {
            return Level.TRACE;
        }

        @Override
        public void close() {}
    }
}
