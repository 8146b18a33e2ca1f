package dev.hec.logback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import dev.hec.FlushResult;
import dev.hec.Tally;
import dev.hec.testing.AppenderHost;
import dev.hec.testing.StatusLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Logback in a context of its own. */
final class LogbackHost implements AppenderHost {

    private final Path configuration;
    private final LoggerContext context = new LoggerContext();
    private final StatusLog status = new StatusLog();
    private @Nullable HecAppender appender;

    LogbackHost(Path configuration) {
        this.configuration = configuration;
        context.setMDCAdapter(new LogbackMDCAdapter());
        configure();
    }

    private void configure() {
        // A reset takes the listeners away.
        context.getStatusManager().add(this::told);
        JoranConfigurator joran = new JoranConfigurator();
        joran.setContext(context);
        try {
            joran.doConfigure(configuration.toFile());
        } catch (JoranException e) {
            throw new AssertionError(e);
        }
        Appender<ILoggingEvent> found =
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("HEC");
        appender = (HecAppender) found;
    }

    private boolean told(Status message) {
        status.add(message + (message.getThrowable() == null ? "" : " " + message.getThrowable()));
        return true;
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
        logger().atLevel(org.slf4j.event.Level.valueOf(level)).log(message, arguments);
    }

    @Override
    public void logException(String message, Throwable throwable) {
        logger().error(message, throwable);
    }

    @Override
    public void logWithContext(Map<String, String> entries, String message) {
        entries.forEach(context.getMDCAdapter()::put);
        logger().info(message);
        context.getMDCAdapter().clear();
    }

    @Override
    @SuppressWarnings("deprecation") // SLF4J offers no other way to make a marker refer to one
    public void logWithMarker(String marker, String parent, String message) {
        BasicMarkerFactory markers = new BasicMarkerFactory();
        Marker child = markers.getMarker(marker);
        child.add(markers.getMarker(parent));
        logger().info(child, message);
    }

    @Override
    public void logPairs(Map<String, ?> pairs) {
        LoggingEventBuilder event = logger().atInfo();
        pairs.forEach(event::addKeyValue);
        event.log("pairs");
    }

    @Override
    public StatusLog status() {
        return status;
    }

    @Override
    public boolean active() {
        return appender().isStarted();
    }

    @Override
    public Tally tally() {
        return appender().tally();
    }

    @Override
    public FlushResult flush(Duration timeout) throws InterruptedException {
        return appender().flush(timeout);
    }

    @Override
    public void reconfigure() {
        context.reset();
        configure();
    }

    @Override
    public void close() {
        context.stop();
    }
}
