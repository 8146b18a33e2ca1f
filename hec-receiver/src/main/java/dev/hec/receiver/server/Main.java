package dev.hec.receiver.server;

import dev.hec.receiver.Build;
import dev.hec.receiver.DefaultStorage;
import dev.hec.receiver.access.TokenHash;
import dev.hec.receiver.config.CommandLine;
import dev.hec.receiver.config.Credentials;
import dev.hec.receiver.config.InvalidSettings;
import dev.hec.receiver.config.LogFormat;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Starts the receiver from a command line. */
public final class Main {

    private Main() {}

    /**
     * Starts the receiver.
     *
     * @param arguments the command line
     * @param directory for temporary files
     * @return what stops it; null if there is nothing to run, because only a word was asked for
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
        if (commandLine.version()) {
            out.println("hec-receiver " + Build.version());
            return null;
        }
        if (commandLine.hashToken()) {
            out.println(TokenHash.ofLine(System.in).text());
            return null;
        }
        SelfLog.begin();
        try {
            Settings settings = Settings.of(commandLine);
            LogFormat format = settings.get(Setting.LOG_FORMAT);
            SelfLog.use(format);
            Consumer<String> voice = SelfLog.voice(format, out);
            voice.accept("hec-receiver " + Build.version() + " on Java " + Runtime.version());
            settings.description().forEach(line -> voice.accept("  " + line));
            ReceiverServer server = ReceiverServer.open(settings, DefaultStorage.OPENER, directory);
            SelfLog.started();
            voice.accept(
                    "hec-receiver listening on " + server.url() + " (data " + settings.get(Setting.DATA_DIR) + ")");
            announce(server.receiver().credentials(), format, voice);
            return server;
        } catch (InvalidSettings e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** A token is shown to somebody who watches the start, but not written into a log that goes elsewhere. */
    private static void announce(Credentials credentials, LogFormat format, Consumer<String> voice) {
        if (!credentials.generated()) {
            voice.accept("tokens: those of " + credentials.origin());
        } else if (format == LogFormat.JSON) {
            voice.accept("generated a token; it is kept in " + credentials.origin());
        } else {
            voice.accept("generated token, shown this once: "
                    + credentials.tokens().get(0) + " (kept in " + credentials.origin() + ")");
        }
    }
}
