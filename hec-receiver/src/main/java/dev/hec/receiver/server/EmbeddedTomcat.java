package dev.hec.receiver.server;

import dev.hec.receiver.ReceiverApplication;
import dev.hec.receiver.config.InvalidSettings;
import dev.hec.receiver.web.ReceiverServlet;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.jspecify.annotations.Nullable;

/** Tomcat with nothing in it but the receiver. Started by its constructor; closed by one thread. */
final class EmbeddedTomcat implements Listener {

    private static final int CONNECTION_TIMEOUT_MILLIS = 20_000;
    private static final int KEEP_ALIVE_TIMEOUT_MILLIS = 60_000;
    private static final int HEADER_BYTES = 32 * 1024;

    /** Of these, requests take 160 at most and unread bodies {@link #UNREAD_BODIES}: the others are free for health and search. */
    private static final int THREADS = 256;

    private static final int UNREAD_BODIES = 32;

    /** A connection that finds no place here is tried again by its sender's kernel, but only after a second, then two, then four. */
    private static final int WAITING_CONNECTIONS = 1024;

    /**
     * Replies that strangers can ask for have to fit into what the kernel takes at once, or a few hundred who do not read would hold all
     * threads: the largest, and as many small ones as a connection may ask for without waiting.
     */
    private static final int SEND_BUFFER_BYTES = 256 * 1024;

    private static final int REQUESTS_PER_CONNECTION = 250;

    private final Tomcat tomcat = new Tomcat();
    private final int port;
    private boolean closed;

    /**
     * Starts to listen.
     *
     * @param directory for files of Tomcat's own
     * @param tls the certificate to show; null for plain HTTP
     * @throws IOException if the address cannot be listened on
     * @throws InvalidSettings if the certificate cannot be used
     */
    EmbeddedTomcat(InetAddress bind, int port, Path directory, ReceiverApplication application, @Nullable Tls tls)
            throws IOException, InvalidSettings {
        tomcat.setBaseDir(directory.toString());
        Connector connector = connector(bind, port);
        tomcat.setConnector(connector);
        if (tls != null && connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
            connector.setSecure(true);
            connector.setScheme("https");
            tls.secure(http);
            tomcat.getEngine().addLifecycleListener(event -> {
                // Tomcat's housekeeping, every ten seconds.
                if (Lifecycle.PERIODIC_EVENT.equals(event.getType())) {
                    tls.reloadIfChanged(http);
                }
            });
        }
        Context context = tomcat.addContext("", null);
        if (context.getParent() instanceof StandardHost host) {
            // By its name Tomcat finds out that it need not add one of its own.
            host.setErrorReportValveClass(JsonErrorValve.class.getName());
            host.getPipeline().addValve(new UnreadBodyValve(UNREAD_BODIES));
            host.getPipeline().addValve(new JsonErrorValve(application));
        }
        if (context instanceof StandardContext standard) {
            // It is stopped once, with the JVM: there is nobody to look for leaks for.
            standard.setClearReferencesRmiTargets(false);
            standard.setClearReferencesThreadLocals(false);
        }
        context.addServletContainerInitializer(
                (classes, starting) -> ReceiverServlet.register(starting, application), Set.of());
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            close();
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new IOException(
                    "cannot listen on " + bind.getHostAddress() + " port " + port + ": " + cause.getMessage(), e);
        }
        this.port = connector.getLocalPort();
    }

    /** The port that is listened on. */
    @Override
    public int port() {
        return port;
    }

    /** Does what Tomcat's housekeeping does every ten seconds. */
    @Override
    public void housekeeping() {
        tomcat.getEngine().backgroundProcess();
    }

    /** Stops to listen. Idempotent. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IOException("Tomcat did not stop cleanly", e);
        }
    }

    private static Connector connector(InetAddress bind, int port) {
        Connector connector = new Connector("HTTP/1.1");
        connector.setPort(port);
        connector.setThrowOnFailure(true);
        connector.setXpoweredBy(false);
        connector.setProperty("socket.txBufSize", Integer.toString(SEND_BUFFER_BYTES));
        if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
            protocol.setAddress(bind);
            protocol.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
            protocol.setKeepAliveTimeout(KEEP_ALIVE_TIMEOUT_MILLIS);
            protocol.setMaxThreads(THREADS);
            protocol.setAcceptCount(WAITING_CONNECTIONS);
        }
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
            http.setMaxHttpRequestHeaderSize(HEADER_BYTES);
            http.setMaxSwallowSize(UnreadBodyValve.MOST_BYTES);
            http.setMaxKeepAliveRequests(REQUESTS_PER_CONNECTION);
            // Senders that wait for "100 Continue" are asked for the body only once they may send it.
            http.setContinueResponseTiming("onRead");
            http.setRelaxedQueryChars("\"<>[\\]^`{|}");
        }
        return connector;
    }
}
