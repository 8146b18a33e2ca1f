package dev.hec.benchmarks.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hec.codec.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;

/**
 * The other side: takes what any of the peers sends, looks at every event, and keeps nothing. A process of its own, so that its
 * work is nobody else's. It answers HTTP, reads lines of JSON from a TCP port, and tells how far it is on a third port.
 */
final class DeliverySink {

    private static final byte[] SUCCESS = "{\"text\":\"Success\",\"code\":0}".getBytes(StandardCharsets.UTF_8);
    private static final long TELL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Marks marks = new Marks();
    private final AtomicLong wireBytes = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();
    private volatile long delayNanos;

    private DeliverySink() {}

    /** Prints the ports for HTTP, TCP and progress, and runs until its input ends. */
    public static void main(String[] arguments) throws Exception {
        DeliverySink sink = new DeliverySink();
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        HttpServer http = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        http.setExecutor(Executors.newCachedThreadPool(DeliverySink::daemon));
        http.createContext("/", sink::request);
        http.start();
        ServerSocket lines = new ServerSocket(0, 50, loopback);
        ServerSocket progress = new ServerSocket(0, 50, loopback);
        accept(lines, sink::readLines);
        accept(progress, sink::tellProgress);
        System.out.println(http.getAddress().getPort() + " " + lines.getLocalPort() + " " + progress.getLocalPort());
        while (System.in.read() >= 0) {
            continue;
        }
        System.exit(0);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    private interface Conversation {
        void hold(Socket socket) throws IOException;
    }

    private static void accept(ServerSocket server, Conversation conversation) {
        daemon(() -> {
                    while (true) {
                        try {
                            Socket socket = server.accept();
                            daemon(() -> hold(socket, conversation)).start();
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                })
                .start();
    }

    private static void hold(Socket accepted, Conversation conversation) {
        try (Socket socket = accepted) {
            conversation.hold(socket);
        } catch (IOException e) {
            System.err.println("a connection of the sink ended: " + e);
        }
    }

    private void request(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            String coding = exchange.getRequestHeaders().getFirst("Content-Encoding");
            try (InputStream body = new Counted(exchange.getRequestBody(), wireBytes)) {
                read(decoded(body, coding == null ? "" : coding));
            }
            long delay = delayNanos;
            if (delay > 0) {
                LockSupport.parkNanos(delay);
            }
            boolean hec = exchange.getRequestURI().getPath().startsWith("/services/");
            boolean otlp = exchange.getRequestURI().getPath().startsWith("/v1/");
            exchange.getResponseHeaders().set("Content-Type", otlp ? "application/x-protobuf" : "application/json");
            exchange.sendResponseHeaders(hec || otlp ? 200 : 204, hec ? SUCCESS.length : -1);
            if (hec) {
                exchange.getResponseBody().write(SUCCESS);
            }
        }
    }

    private static InputStream decoded(InputStream body, String coding) throws IOException {
        return switch (coding) {
            case "zstd" -> Codec.ZSTD.decompress(body);
            case "gzip" -> new GZIPInputStream(body, 64 * 1024);
            default -> body;
        };
    }

    private void readLines(Socket socket) throws IOException {
        try (InputStream in = new Counted(socket.getInputStream(), wireBytes)) {
            read(in);
        }
    }

    private void read(InputStream in) throws IOException {
        byte[] bytes = new byte[128 * 1024];
        int kept = 0;
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes, kept, bytes.length - kept)) {
            int length = kept + count;
            kept = marks.scan(bytes, length);
            System.arraycopy(bytes, length - kept, bytes, 0, kept);
        }
    }

    /** A line whenever there is news: found, found again, overtaken, bytes on the wire, requests. Input says what to do. */
    private void tellProgress(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        PrintStream out = new PrintStream(socket.getOutputStream(), true, StandardCharsets.US_ASCII);
        String told = "";
        while (!out.checkError()) {
            while (in.available() > 0) {
                int command = in.read();
                marks.reset();
                wireBytes.set(0);
                requests.set(0);
                delayNanos = TimeUnit.MILLISECONDS.toNanos(command);
                told = "";
            }
            String news =
                    marks.found() + " " + marks.again() + " " + marks.overtaken() + " " + wireBytes + " " + requests;
            if (!news.equals(told)) {
                out.println(news);
                told = news;
            }
            LockSupport.parkNanos(TELL_NANOS);
        }
    }
}
