package dev.hec.doctor;

import dev.hec.transport.BasicTunnelling;
import dev.hec.transport.ProxySettings;
import dev.hec.transport.Route;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The first step on the way to a collector, which has been found to take connections: the collector itself, or its proxy.
 * Immutable.
 *
 * @param url of the collector
 * @param route by what way
 * @param address what takes connections
 * @param proxy what to tell a proxy
 * @param timeout longest wait for the next word
 */
record Hop(URI url, Route route, InetSocketAddress address, ProxySettings proxy, Duration timeout) {

    private static final int MAX_LINE = 8 * 1024;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    /** Name of the collector, without brackets. */
    static String host(URI url) {
        return url.getHost().replaceAll("[\\[\\]]", "");
    }

    /** The port of an address, or that of its scheme. */
    static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return isHttps(url) ? 443 : 80;
    }

    static boolean isHttps(URI url) {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    /** A proxy that does not connect to the collector; the message says what it answered. */
    static final class TunnelRefused extends IOException {

        private static final long serialVersionUID = 1L;

        private final String advice;

        TunnelRefused(String message, String advice) {
            super(message);
            this.advice = advice;
        }

        /** What to do; may be empty. */
        String advice() {
            return advice;
        }
    }

    /**
     * A connection that reaches the collector itself.
     *
     * @throws TunnelRefused if the proxy does not want to
     */
    Socket open() throws IOException {
        int millis = (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
        Socket socket = new Socket();
        try {
            socket.connect(address, millis);
            socket.setSoTimeout(millis);
            if (!route.isDirect()) {
                tunnel(socket);
            }
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void tunnel(Socket socket) throws IOException {
        String target = url.getHost() + ":" + port(url);
        String authorization = credential();
        String request = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n"
                + (authorization == null ? "" : "Proxy-Authorization: " + authorization + "\r\n") + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        InputStream in = socket.getInputStream();
        String status = line(in);
        String header;
        do {
            header = line(in);
        } while (!header.isEmpty());
        if (!status.matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
            throw new TunnelRefused(route.proxyName() + " answered something else than HTTP: " + status, "");
        }
        int code = Integer.parseInt(status.substring(9, 12));
        if (code / 100 != 2) {
            throw new TunnelRefused(
                    route.proxyName() + " answered " + status + " when asked to connect to " + target,
                    code == PROXY_AUTHENTICATION_REQUIRED ? route.refusal(url, proxy) : "");
        }
    }

    /** What the JDK's client would show: nothing, where this JVM keeps passwords from tunnels. */
    private @Nullable String credential() {
        return BasicTunnelling.isDisabled() ? null : proxy.authorization();
    }

    /** Byte by byte: what comes after the empty line is TLS. */
    private String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new TunnelRefused(route.proxyName() + " hung up when asked to connect to the collector", "");
            }
            if (line.length() == MAX_LINE) {
                throw new TunnelRefused(route.proxyName() + " answered a line without end", "");
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }
}
