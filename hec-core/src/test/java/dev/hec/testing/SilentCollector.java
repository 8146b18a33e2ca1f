package dev.hec.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * A collector on a free port of 127.0.0.1 that takes connections and never reads or answers, so that until the request
 * timeout nothing is known against it.
 */
public final class SilentCollector implements AutoCloseable {

    /** Connections are taken by the backlog of this socket, and nobody ever accepts them. */
    private final ServerSocket socket;

    private SilentCollector(ServerSocket socket) {
        this.socket = socket;
    }

    /** Begins to listen. */
    public static SilentCollector open() {
        try {
            return new SilentCollector(new ServerSocket(0, 10, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address to configure, without a path. */
    public String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
