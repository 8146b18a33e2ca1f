package dev.hec.receiver.server;

import dev.hec.receiver.Receiver;
import dev.hec.receiver.Storage;
import dev.hec.receiver.config.InvalidSettings;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import dev.hec.receiver.fault.FaultPlan;
import dev.hec.receiver.fault.FaultsEndpoint;
import dev.hec.receiver.wire.WireServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A receiver that listens by itself. Opened and closed by one thread at a time. */
public final class ReceiverServer implements Closeable {

    private final Receiver receiver;
    private final Listener listener;
    private final Settings settings;
    private @Nullable PortFile portFile;

    private ReceiverServer(Receiver receiver, Listener listener, Settings settings) {
        this.receiver = receiver;
        this.listener = listener;
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
        boolean faults = settings.get(Setting.FAULTS);
        if (faults && settings.find(Setting.TLS_CERTIFICATE).isPresent()) {
            throw new InvalidSettings(List.of("faults answers https with certificates of its own; unset tls-certificate"
                    + " and tls-key, and have senders trust the one of " + FaultsEndpoint.PATH + "/certificate"));
        }
        // Before the storage: what is wrong with names and files is found at once.
        InetAddress bind = address(settings.get(Setting.BIND));
        Tls tls = settings.find(Setting.TLS_CERTIFICATE).isPresent()
                ? Tls.of(settings.get(Setting.TLS_CERTIFICATE), settings.get(Setting.TLS_KEY))
                : null;
        FaultPlan plan = FaultPlan.withSockets();
        Receiver receiver = Receiver.open(settings, opener, plan);
        ReceiverServer server = null;
        boolean opened = false;
        try {
            Listener listener = faults
                    ? onSockets(settings, bind, receiver, plan)
                    : inTomcat(settings, bind, receiver, directory, tls);
            server = new ReceiverServer(receiver, listener, settings);
            receiver.showInJmx("port " + server.port());
            if (settings.find(Setting.PORT_FILE).isPresent()) {
                server.portFile = PortFile.write(settings.get(Setting.PORT_FILE), server.port());
            }
            opened = true;
            return server;
        } finally {
            if (!opened) {
                (server == null ? receiver : server).close();
            }
        }
    }

    /** A name that nobody knows must not come to mean every address of this machine. */
    private static InetAddress address(String bind) throws InvalidSettings {
        try {
            return InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw new InvalidSettings(List.of("bind: no address is known for " + bind
                    + "; write an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them"));
        }
    }

    private static Listener inTomcat(
            Settings settings, InetAddress bind, Receiver receiver, Path directory, @Nullable Tls tls)
            throws IOException, InvalidSettings {
        return new EmbeddedTomcat(bind, settings.get(Setting.PORT), directory, receiver.application(), tls);
    }

    /** Tomcat lets nobody break a connection off, so faults need a server that does. */
    private static Listener onSockets(Settings settings, InetAddress bind, Receiver receiver, FaultPlan plan)
            throws IOException {
        WireServer wire = WireServer.open(
                bind.getHostAddress(), settings.get(Setting.PORT), plan::context, new WireRim(receiver.application()));
        return new Listener() {
            @Override
            public int port() {
                return wire.port();
            }

            @Override
            public void housekeeping() {}

            @Override
            public void close() throws IOException {
                wire.close();
            }
        };
    }

    /** The port that is listened on. */
    public int port() {
        return listener.port();
    }

    /** Does now what is otherwise done every ten seconds. */
    void housekeeping() {
        listener.housekeeping();
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
        try (listener) {
            try {
                deletePortFile(); // first: whoever finds it may connect
            } finally {
                receiver.stop();
            }
        }
    }

    private void deletePortFile() throws IOException {
        PortFile file = portFile;
        portFile = null;
        if (file != null) {
            file.delete();
        }
    }
}
