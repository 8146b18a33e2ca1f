package dev.hec.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A way to the collector that has been found to be open. Immutable.
 *
 * @param host name of the collector, without brackets
 * @param port port of the collector
 * @param hop where to connect to: the collector or the proxy
 * @param proxied whether {@code hop} is a proxy
 * @param proxyCredential user and password for the proxy, with a colon between; null for none
 */
record Route(
        String host,
        int port,
        InetSocketAddress hop,
        boolean proxied,
        @Nullable String proxyCredential,
        Duration timeout) {

    private static final int MAX_LINE = 8 * 1024;

    /** The port of an address, or that of its scheme. */
    static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    /** What a proxy answered instead of opening a tunnel. */
    static final class TunnelRefused extends IOException {

        private static final long serialVersionUID = 1L;

        private final int status;

        TunnelRefused(int status, String line) {
            super(line);
            this.status = status;
        }

        int status() {
            return status;
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
            socket.connect(hop, millis);
            socket.setSoTimeout(millis);
            if (proxied) {
                tunnel(socket);
            }
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void tunnel(Socket socket) throws IOException {
        String target = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        String authorization = proxyCredential == null
                ? ""
                : "Proxy-Authorization: Basic "
                        + Base64.getEncoder().encodeToString(proxyCredential.getBytes(StandardCharsets.UTF_8)) + "\r\n";
        String request = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n" + authorization + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        InputStream in = socket.getInputStream();
        String status = line(in);
        String header;
        do {
            header = line(in);
        } while (!header.isEmpty());
        if (!status.matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
            throw new IOException("answered something else than HTTP: " + status);
        }
        int code = Integer.parseInt(status.substring(9, 12));
        if (code / 100 != 2) {
            throw new TunnelRefused(code, status);
        }
    }

    /** Byte by byte: what comes after the empty line is TLS. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("hung up");
            }
            if (line.length() == MAX_LINE) {
                throw new IOException("answered a line without end");
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }
}
