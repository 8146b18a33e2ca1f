package dev.hec.transport;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on loopback that does with each connection what its script says, HTTP or not. Thread-safe; a thread for each
 * connection.
 */
public final class RawServer implements AutoCloseable {

    /** A success, without a word of a collector. */
    public static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

    private static final long PATIENCE_SECONDS = 20;

    private final ServerSocket listener;
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> hangUps = new LinkedBlockingQueue<>();
    private final List<Closeable> sockets = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Thread acceptor;

    /** What to do with one connection. */
    public interface Script {
        void serve(Connection connection) throws IOException;
    }

    /** A request as it came, header names in any letter case. */
    public record Request(String line, Map<String, String> headers, byte[] body) {}

    /** A server on a free port. */
    public RawServer(Script script) throws IOException {
        this(script, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    /** A server at another kind of socket, which it closes in the end. */
    public RawServer(Script script, ServerSocket listener) {
        this.listener = listener;
        sockets.add(listener);
        acceptor = start("accept", () -> {
            while (true) {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                synchronized (sockets) {
                    sockets.add(socket);
                }
                start("serve", () -> serve(script, socket));
            }
        });
    }

    /** Answers each request of each connection with the same bytes. */
    public static RawServer answering(String reply) throws IOException {
        return new RawServer(connection -> {
            while (true) {
                connection.read();
                connection.write(reply);
            }
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    private static Thread start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // The connection or the test has ended.
                        return;
                    }
                },
                "raw-server-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void serve(Script script, Socket socket) throws IOException {
        try (socket) {
            script.serve(new Connection(socket));
        }
    }

    /** Its address, for events. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/services/collector/event");
    }

    public int connections() {
        return connections.get();
    }

    /** The next request that was read completely. */
    public Request next() {
        try {
            Request request = requests.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("no request came");
            }
            return request;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** How many requests {@link #next} has not taken yet. */
    public int unseen() {
        return requests.size();
    }

    /** Returns once a client has hung up on a connection whose script waits for that. */
    void awaitHangUp() {
        try {
            if (hangUps.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) == null) {
                throw new AssertionError("no client has hung up");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** Closes everything; then nothing listens at the port. */
    @Override
    public void close() {
        synchronized (sockets) {
            for (Closeable socket : sockets) {
                try {
                    socket.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        try {
            acceptor.join(); // the system takes connections for as long as a thread is in accept
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** One connection, for the thread of its script. */
    public final class Connection {

        private final Socket socket;
        private final InputStream in;

        private Connection(Socket socket) throws IOException {
            this.socket = socket;
            in = new BufferedInputStream(socket.getInputStream());
        }

        /** Reads a request with a Content-Length. */
        public Request read() throws IOException {
            String line = line();
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (String header = line(); !header.isEmpty(); header = line()) {
                int colon = header.indexOf(':');
                headers.put(
                        header.substring(0, colon), header.substring(colon + 1).strip());
            }
            byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
            Request request = new Request(line, headers, body);
            requests.add(request);
            return request;
        }

        /** Waits until a request begins, and leaves the rest of it unread. */
        public void readBeginning() throws IOException {
            if (in.read() < 0) {
                throw new EOFException();
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new EOFException();
                }
                line.append((char) c);
            }
            return line.toString().stripTrailing();
        }

        /** Writes UTF-8. */
        public void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Passes everything on to another server and back, until one side hangs up. */
        public void relay(SocketAddress to) throws IOException {
            try (Socket server = new Socket()) {
                server.connect(to);
                start("relay", () -> {
                    server.getInputStream().transferTo(socket.getOutputStream());
                    socket.shutdownOutput();
                });
                in.transferTo(server.getOutputStream());
            }
        }

        /** Says nothing more, until the client hangs up. */
        public void hang() {
            try {
                while (in.read() >= 0) {
                    continue;
                }
            } catch (IOException e) {
                // A reset is a way to hang up.
            }
            hangUps.add(true);
        }

        /** Writes until the client hangs up. */
        void writeForEver(byte[] bytes) {
            try {
                while (true) {
                    socket.getOutputStream().write(bytes);
                }
            } catch (IOException e) {
                hangUps.add(true);
            }
        }

        /** Ends the connection with RST instead of FIN. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
