package dev.hec.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A line from applications to a receiver that may move to another port, and whose replies may be slow to arrive. Thread-safe.
 */
final class Relay implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int port;
    private volatile Duration delay = Duration.ZERO;

    Relay() throws IOException {
        daemon("relay", this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** New connections go to this receiver; the old ones are cut, or they would be kept alive and used on. */
    void leadTo(URI receiver) throws IOException {
        port = receiver.getPort();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** What the receiver says is passed on so much later. */
    void delayReplies(Duration time) {
        delay = time;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                sockets.add(client);
                daemon("relay-connection", () -> connect(client));
            } catch (IOException e) {
                // Closed, or the client is gone already.
                continue;
            }
        }
    }

    private void connect(Socket client) {
        Socket receiver = new Socket();
        sockets.add(receiver);
        try {
            receiver.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            client.setTcpNoDelay(true);
            receiver.setTcpNoDelay(true);
            daemon("relay-replies", () -> pass(receiver, client, true));
            pass(client, receiver, false);
        } catch (IOException e) {
            // The receiver is dead; so is the line.
            close(client, receiver);
        }
    }

    private void pass(Socket from, Socket to, boolean replies) {
        byte[] bytes = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                if (replies && !delay.isZero()) {
                    LockSupport.parkNanos(delay.toNanos());
                }
                out.write(bytes, 0, length);
            }
        } catch (IOException e) {
            // One end is dead; the other one shall see it.
        } finally {
            close(from, to);
        }
    }

    private void close(Socket one, Socket other) {
        for (Socket socket : new Socket[] {one, other}) {
            sockets.remove(socket);
            try {
                socket.close();
            } catch (IOException e) {
                continue;
            }
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
