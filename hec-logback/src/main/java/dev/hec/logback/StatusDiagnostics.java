package dev.hec.logback;

import ch.qos.logback.core.spi.ContextAware;
import dev.hec.Diagnostics;

/**
 * Tells Logback's status what the library has to say. Thread-safe.
 *
 * <p>Trouble is a warning, never an error: frameworks such as Spring Boot refuse to start an application whose Logback has
 * an error in its status, and a collector that is down must not keep an application down.
 */
final class StatusDiagnostics implements Diagnostics {

    private final ContextAware appender;
    private final String prefix;

    /**
     * Speaks as one appender.
     *
     * @param appender the origin of the messages
     * @param name of the appender
     */
    StatusDiagnostics(ContextAware appender, String name) {
        this.appender = appender;
        prefix = "Appender " + name + ": ";
    }

    @Override
    public void info(String message) {
        appender.addInfo(prefix + message);
    }

    @Override
    public void warn(String message) {
        appender.addWarn(prefix + message);
    }
}
