package dev.hec.receiver.server;

import dev.hec.receiver.DefaultStorage;
import dev.hec.receiver.config.CommandLine;
import dev.hec.receiver.config.Credentials;
import dev.hec.receiver.config.InvalidSettings;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts the receiver from a command line. */
public final class Main {

    private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

    /** Tomcat's own loggers, held so that their level stays. */
    private static final Logger TOMCAT = Logger.getLogger("org.apache");

    private Main() {}

    /**
     * Starts the receiver.
     *
     * @param arguments the command line
     * @param directory for temporary files
     * @return what stops it; null if there is nothing to run, because the help was asked for
     * @throws IllegalArgumentException with what to tell the user, if the settings are wrong
     * @throws IOException with what to tell the user, if the receiver cannot start
     */
    public static @Nullable AutoCloseable start(String[] arguments, Path directory) throws IOException {
        CommandLine commandLine = CommandLine.of(arguments);
        PrintStream out = System.out;
        if (commandLine.help()) {
            out.print(CommandLine.helpText());
            return null;
        }
        quietLogs();
        try {
            Settings settings = Settings.of(commandLine);
            ReceiverServer server = ReceiverServer.open(settings, DefaultStorage.OPENER, directory);
            TOMCAT.setLevel(Level.WARNING);
            out.println("hec-receiver listening on " + server.url() + " (data " + settings.get(Setting.DATA_DIR) + ")");
            announce(server.receiver().credentials(), out);
            return server;
        } catch (InvalidSettings e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static void announce(Credentials credentials, PrintStream out) {
        if (credentials.generated()) {
            out.println("generated token, shown this once: "
                    + credentials.tokens().get(0) + " (kept in " + credentials.origin() + ")");
        } else {
            out.println("token: that of " + credentials.origin());
        }
    }

    /** Tomcat reports a failing start by exception as well, which is shown; its logs of the same are noise. */
    private static void quietLogs() {
        TOMCAT.setLevel(Level.OFF);
        if (System.getProperty(FORMAT) == null) {
            System.setProperty(FORMAT, "%1$tF %1$tT %4$s %5$s%6$s%n");
        }
    }
}
