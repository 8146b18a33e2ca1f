package dev.hec.log4j2;

import dev.hec.Diagnostics;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.status.StatusLogger;

/**
 * Tells Log4j's status logger what the library has to say. Thread-safe.
 *
 * <p>Trouble is an error there: Log4j shows nothing less unless a configuration asks for it, and its own appenders report
 * failures at the same level.
 */
final class StatusLoggerDiagnostics implements Diagnostics {

    private static final Logger LOGGER = StatusLogger.getLogger();

    private final String appender;

    StatusLoggerDiagnostics(String appender) {
        this.appender = appender;
    }

    @Override
    public void info(String message) {
        LOGGER.info("Appender {}: {}", appender, message);
    }

    @Override
    public void warn(String message) {
        LOGGER.error("Appender {}: {}", appender, message);
    }
}
