package dev.hec.testing;

import dev.hec.FlushResult;
import dev.hec.Tally;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A logging framework with our appender, configured from a file. The logger used is {@code test.Logger}. */
public interface AppenderHost extends AutoCloseable {

    /** Logs a message with {@code {}} placeholders at a level, such as {@code INFO}. */
    void log(String level, String message, @Nullable Object... arguments);

    /** Logs with a throwable, at ERROR. */
    void logException(String message, Throwable throwable);

    /** Logs with entries in the thread's diagnostic context, at INFO. */
    void logWithContext(Map<String, String> context, String message);

    /** Logs with a marker that has another one as its reference or parent, at INFO. */
    void logWithMarker(String marker, String parent, String message);

    /** Logs key/value pairs by the framework's own means, at INFO. */
    void logPairs(Map<String, ?> pairs);

    /** What the framework said about itself. */
    StatusLog status();

    /** Whether the appender takes events. */
    boolean active();

    /** The appender's counts, also after closing; {@link Tally#NONE} if there is no appender. */
    Tally tally();

    /** Flushes the appender. */
    FlushResult flush(Duration timeout) throws InterruptedException;

    /** Reads the file again, as the framework does on request or when it changed. */
    void reconfigure();

    /** Stops the framework. */
    @Override
    void close();
}
