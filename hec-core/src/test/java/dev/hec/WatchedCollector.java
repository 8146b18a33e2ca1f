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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A collector on loopback that can be made to hold its answers, and knows its connections. Thread-safe. */
final class WatchedCollector implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> events = new ArrayList<>();
    private final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile int status = 200;

    private WatchedCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.createContext("/services/collector/event", this::handle);
        server.start();
    }

    static WatchedCollector start() throws IOException {
        return new WatchedCollector();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            connections.add(exchange.getRemoteAddress());
            byte[] body = body(exchange);
            asked.countDown();
            gate.await();
            int answer = status;
            if (answer == 200) {
                keep(body);
            }
            exchange.sendResponseHeaders(answer, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        Codec codec = Codec.forContentEncoding(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                .orElseThrow();
        try (InputStream in = codec.decompress(exchange.getRequestBody())) {
            return in.readAllBytes();
        }
    }

    private void keep(byte[] body) throws IOException {
        List<String> texts = new ArrayList<>();
        JSON.readerFor(JsonNode.class)
                .<JsonNode>readValues(body)
                .forEachRemaining(envelope -> texts.add(envelope.get("event").asText()));
        synchronized (events) {
            events.addAll(texts);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on requests are read and not answered. */
    void hold() {
        gate = new CountDownLatch(1);
    }

    /** Answers what it held, and all that comes. */
    void release() {
        gate.countDown();
    }

    /** The status of the answers from now on. */
    void answer(int newStatus) {
        status = newStatus;
    }

    /** Returns once the first request was read. */
    void awaitRequest() throws InterruptedException {
        asked.await();
    }

    /** The texts of the events accepted, in order of arrival. */
    List<String> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /** Number of TCP connections that carried a request. */
    int connections() {
        return connections.size();
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        executor.shutdownNow();
    }
}
