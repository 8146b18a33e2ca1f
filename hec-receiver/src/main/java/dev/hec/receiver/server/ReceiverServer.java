package dev.hec.receiver.server;

import dev.hec.receiver.Receiver;
import dev.hec.receiver.Storage;
import dev.hec.receiver.config.InvalidSettings;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A receiver that listens by itself. Opened and closed by one thread at a time. */
public final class ReceiverServer implements Closeable {

    private final Receiver receiver;
    private final EmbeddedTomcat tomcat;
    private final Settings settings;

    private ReceiverServer(Receiver receiver, EmbeddedTomcat tomcat, Settings settings) {
        this.receiver = receiver;
        this.tomcat = tomcat;
        this.settings = settings;
    }

    /**
     * Opens the storage, starts to listen, and then writes the port file.
     *
     * @param directory for temporary files
     * @throws InvalidSettings if a token file or the TLS certificate cannot be used
     * @throws IOException if the data directory, the address or the port file cannot be used
     */
    public static ReceiverServer open(Settings settings, Storage.Opener opener, Path directory)
            throws IOException, InvalidSettings {
        // Before the storage: wrong files are found at once.
        Tls tls = settings.find(Setting.TLS_CERTIFICATE).isPresent()
                ? Tls.of(settings.get(Setting.TLS_CERTIFICATE), settings.get(Setting.TLS_KEY))
                : null;
        Receiver receiver = Receiver.open(settings, opener);
        ReceiverServer server = null;
        boolean opened = false;
        try {
            EmbeddedTomcat tomcat = new EmbeddedTomcat(
                    settings.get(Setting.BIND), settings.get(Setting.PORT), directory, receiver.application(), tls);
            server = new ReceiverServer(receiver, tomcat, settings);
            receiver.showInJmx("port " + server.port());
            server.writePortFile();
            opened = true;
            return server;
        } finally {
            if (!opened) {
                (server == null ? receiver : server).close();
            }
        }
    }

    /** The port that is listened on. */
    public int port() {
        return tomcat.port();
    }

    /** Does now what is otherwise done every ten seconds. */
    void housekeeping() {
        tomcat.housekeeping();
    }

    /** The receiver behind it. */
    public Receiver receiver() {
        return receiver;
    }

    /** The address to send to, for example {@code http://127.0.0.1:8088}. */
    public String url() {
        String host = settings.get(Setting.BIND).contains(":")
                ? "[" + settings.get(Setting.BIND) + "]"
                : settings.get(Setting.BIND);
        return (settings.find(Setting.TLS_CERTIFICATE).isPresent() ? "https://" : "http://") + host + ":" + port();
    }

    /** Answers what runs, refuses the rest, and stops. Idempotent. */
    @Override
    public void close() throws IOException {
        try (tomcat) {
            receiver.close();
        }
    }

    private void writePortFile() throws IOException {
        if (settings.find(Setting.PORT_FILE).isEmpty()) {
            return;
        }
        Path file = settings.find(Setting.PORT_FILE).get();
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(draft, port() + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
