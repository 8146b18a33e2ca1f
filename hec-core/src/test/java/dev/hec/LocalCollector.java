package dev.hec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hec.codec.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A collector on loopback that keeps what it accepts. Thread-safe. */
final class LocalCollector implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> events = new ArrayList<>();
    private final List<Integer> bodyBytes = new ArrayList<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final boolean hanging;
    private HttpServer server;
    private ExecutorService executor;

    private LocalCollector(boolean hanging) throws IOException {
        this.hanging = hanging;
        start(0);
    }

    static LocalCollector accepting() throws IOException {
        return new LocalCollector(false);
    }

    /** One that takes requests and does not answer before it is closed. */
    static LocalCollector hanging() throws IOException {
        return new LocalCollector(true);
    }

    private void start(int port) throws IOException {
        executor = Executors.newCachedThreadPool();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(executor);
        server.createContext("/services/collector/event", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        asked.countDown();
        if (hanging) {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Codec codec = Codec.forContentEncoding(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                .orElseThrow();
        try (exchange;
                InputStream in = codec.decompress(exchange.getRequestBody())) {
            byte[] body = in.readAllBytes();
            synchronized (events) {
                bodyBytes.add(body.length);
                JSON.readerFor(JsonNode.class).<JsonNode>readValues(body).forEachRemaining(events::add);
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Whole envelopes, in order of arrival. */
    List<JsonNode> envelopes() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /** The events alone, in order of arrival. */
    List<JsonNode> events() {
        return envelopes().stream().map(envelope -> envelope.get("event")).toList();
    }

    /** Lengths of the bodies accepted, decompressed. */
    List<Integer> bodyBytes() {
        synchronized (events) {
            return List.copyOf(bodyBytes);
        }
    }

    void awaitRequest() throws InterruptedException {
        asked.await();
    }

    /** Goes away; connections are refused from now on. */
    void stop() {
        server.stop(0);
        executor.shutdownNow();
    }

    /** Comes back under its address. */
    void restart() throws IOException {
        start(server.getAddress().getPort());
    }

    @Override
    public void close() {
        released.countDown();
        stop();
    }
}
