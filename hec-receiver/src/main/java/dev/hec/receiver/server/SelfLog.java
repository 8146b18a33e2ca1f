package dev.hec.receiver.server;

import dev.hec.receiver.config.LogFormat;
import java.io.PrintStream;
import java.util.function.Consumer;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The log of {@code java -jar}: it goes to standard error, as lines for people or as JSON. Used by the thread that starts the
 * receiver; afterwards nothing here changes.
 */
final class SelfLog {

    private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

    /** Tomcat's own loggers, held, as the next one is, so that their level stays. */
    private static final Logger TOMCAT = Logger.getLogger("org.apache");

    /** Looks for what an application leaves behind when it stops; here the process ends with it. */
    private static final Logger LEAKS = Logger.getLogger("org.apache.catalina.loader.WebappClassLoaderBase");

    private static final System.Logger LOG = System.getLogger("dev.hec.receiver");

    private SelfLog() {}

    /** Before the settings are known. Tomcat tells of a failing start by exception too, so its own words are noise until then. */
    static void begin() {
        TOMCAT.setLevel(Level.OFF);
        if (System.getProperty(FORMAT) == null) {
            System.setProperty(FORMAT, "%1$tF %1$tT %4$s %5$s%6$s%n");
        }
    }

    /** Once the settings are known. */
    static void use(LogFormat format) {
        if (format == LogFormat.JSON) {
            // Tomcat sets this one anew when its own log is first used.
            System.setProperty("org.apache.juli.formatter", JsonLines.class.getName());
            for (Handler handler : Logger.getLogger("").getHandlers()) {
                if (handler instanceof ConsoleHandler) {
                    handler.setFormatter(new JsonLines());
                }
            }
        }
    }

    /** Once the receiver listens. */
    static void started() {
        LEAKS.setLevel(Level.OFF);
        TOMCAT.setLevel(Level.WARNING);
    }

    /** How to tell people about the start: on standard output, or in the log where everything has to be JSON. */
    static Consumer<String> voice(LogFormat format, PrintStream out) {
        return format == LogFormat.JSON ? line -> LOG.log(System.Logger.Level.INFO, line) : out::println;
    }
}
