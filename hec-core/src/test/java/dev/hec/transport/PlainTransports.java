package dev.hec.transport;

import dev.hec.Diagnostics;
import dev.hec.time.Time;
import dev.hec.transport.tls.Tls;
import java.util.concurrent.ThreadFactory;

/** Transports whose TLS has nothing to tell. */
public final class PlainTransports {

    private PlainTransports() {}

    /** A transport with the TLS of its settings. */
    public static JdkTransport of(TransportSettings settings, ThreadFactory threads) {
        return new JdkTransport(settings, threads, Tls.open(settings.tls(), Diagnostics.SILENT, Time.SYSTEM));
    }
}
