package dev.hec.receiver.wire;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Listens on one port for http and https alike. What handles a request can break its connection off with {@link CutConnection},
 * which no servlet container lets it do.
 *
 * <p><b>Threads.</b> One accepts, and each connection has its own; all are daemons and end with {@link #close}, which is called by
 * one thread.
 */
public final class WireServer implements Closeable {

    private static final System.Logger LOG = System.getLogger(WireServer.class.getName());

    /** Small, so that a sender notices when it is read slowly. */
    private static final int RECEIVE_BUFFER = 64 * 1024;

    private static final int MOST_CONNECTIONS = 1000;
    private static final long CLOSE_MILLIS = 5000;
    private static final long PAUSE_NANOS = 50_000_000;

    private final ServerSocket listener;
    private final Supplier<SSLContext> tls;
    private final WireHandler handler;
    private final Map<WireConnection, Thread> connections = new ConcurrentHashMap<>();
    private final Thread acceptor;
    private volatile boolean closed;

    private WireServer(ServerSocket listener, Supplier<SSLContext> tls, WireHandler handler) {
        this.listener = listener;
        this.tls = tls;
        this.handler = handler;
        acceptor = new Thread(this::accept, "hec-receiver-" + listener.getLocalPort());
        acceptor.setDaemon(true);
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for a free one
     * @param tls asked once for each connection that begins with TLS
     * @throws IOException if the address cannot be listened on
     */
    public static WireServer open(String bind, int port, Supplier<SSLContext> tls, WireHandler handler)
            throws IOException {
        ServerSocket listener = new ServerSocket();
        try {
            listener.setReceiveBufferSize(RECEIVE_BUFFER);
            listener.bind(new InetSocketAddress(InetAddress.getByName(bind), port), 200);
        } catch (IOException e) {
            listener.close();
            throw new IOException("cannot listen on " + bind + " port " + port + ": " + e.getMessage(), e);
        }
        WireServer server = new WireServer(listener, tls, handler);
        server.acceptor.start();
        return server;
    }

    /** The port that is listened on. */
    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = listener.accept();
                if (connections.size() >= MOST_CONNECTIONS) {
                    socket.close();
                    continue;
                }
                start(socket);
            } catch (IOException e) {
                if (!closed) {
                    LOG.log(Level.WARNING, "a connection could not be accepted: " + e);
                    LockSupport.parkNanos(PAUSE_NANOS); // what is short now, such as file handles, may be there soon
                }
            }
        }
    }

    private void start(Socket socket) throws IOException {
        WireConnection connection = new WireConnection(socket, tls, handler);
        Thread thread = new Thread(
                () -> {
                    try {
                        connection.run();
                    } finally {
                        connections.remove(connection);
                    }
                },
                acceptor.getName() + "-" + socket.getPort());
        thread.setDaemon(true);
        connections.put(connection, thread);
        thread.start();
        if (closed) { // it may have come too late for close() to see it
            connection.close();
        }
    }

    /** Stops to listen, closes all connections, and waits for their threads. Idempotent. */
    @Override
    public void close() throws IOException {
        closed = true;
        listener.close();
        long deadline = System.nanoTime() + CLOSE_MILLIS * 1_000_000;
        try {
            join(acceptor, deadline);
            for (Map.Entry<WireConnection, Thread> entry : connections.entrySet()) {
                entry.getKey().close();
                join(entry.getValue(), deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread thread, long deadline) throws InterruptedException {
        thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
    }
}
