package dev.hec.doctor;

import dev.hec.Diagnostics;
import dev.hec.delivery.DeliveryThreads;
import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import dev.hec.time.Time;
import dev.hec.transport.JdkTransport;
import dev.hec.transport.Route;
import dev.hec.transport.TransportSettings;
import dev.hec.transport.tls.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.UUID;
import javax.net.ssl.SSLContext;

/**
 * The appender's own way to a collector, made of the same parts from the same settings: or the doctor would examine another
 * patient. Used by one thread.
 */
final class Network implements AutoCloseable {

    private final TransportSettings settings;
    private final Tls tls;
    private final JdkTransport transport;

    private Network(TransportSettings settings, Tls tls) {
        this.settings = settings;
        this.tls = tls;
        transport = new JdkTransport(settings, new DeliveryThreads("hec-doctor"), tls);
    }

    /**
     * Reads the files of TLS; connects to nobody.
     *
     * @throws UncheckedIOException if one of them cannot be used; its message says what to do
     */
    static Network open(HecSettings settings, Time time) {
        TransportSettings transport = TransportSettings.from(settings);
        if (settings.get(HecSetting.ACK) && settings.find(HecSetting.CHANNEL) == null) {
            transport = transport.withHeader(
                    TransportSettings.CHANNEL_HEADER, UUID.randomUUID().toString());
        }
        // Nothing to tell: the files are read once.
        return new Network(transport, Tls.open(transport.tls(), Diagnostics.SILENT, time));
    }

    /** Direct, or the proxy to an address. */
    Route route(URI url) {
        return Route.to(url, settings.proxy());
    }

    TransportSettings settings() {
        return settings;
    }

    /** Whom to trust, and what certificate to show. */
    SSLContext tls() throws IOException {
        return tls.context();
    }

    /** Sends requests by what the appender sends with. */
    Exchange exchange() {
        return new Exchange(transport);
    }

    @Override
    public void close() {
        transport.close();
    }
}
