package dev.hec.testing;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Makes the JDK log all that it can about HTTP, TLS and anything else, to a handler that passes it on to a logging framework.
 * For a JVM that does nothing else.
 */
public final class ChattyJdk {

    /** Options of the JVM, without which some of it is not even written. */
    public static final List<String> OPTIONS =
            List.of("-Djdk.httpclient.HttpClient.log=all", "-Djavax.net.debug=", "-Xmx256m");

    private ChattyJdk() {}

    /** To be called first: parts of the JDK ask once and for good whether they are heard. */
    public static void allLevels() {
        LogManager.getLogManager().reset();
        Logger.getLogger("").setLevel(Level.ALL);
    }

    /** Makes a handler hear everything. */
    public static void logTo(Handler handler) {
        handler.setLevel(Level.ALL);
        Logger.getLogger("").addHandler(handler);
    }
}
