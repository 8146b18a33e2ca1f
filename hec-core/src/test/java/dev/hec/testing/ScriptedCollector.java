package dev.hec.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hec.codec.Codec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A collector on a free port of 127.0.0.1 that answers as told and remembers what it got.
 *
 * <p>Thread-safe; its monitor guards all state. Unscripted requests are answered 200, or 403 if they do not carry the
 * required token.
 */
public final class ScriptedCollector implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Deque<ScriptedReply> script = new ArrayDeque<>();
    private final List<ReceivedRequest> requests = new ArrayList<>();
    private final InetSocketAddress address;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private @Nullable Socket reservation;
    private @Nullable HttpServer server;
    private @Nullable String requiredAuthorization;

    private ScriptedCollector() throws IOException {
        // Bound but not listening: the port is ours, and connections to it are refused.
        Socket socket = new Socket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
        reservation = socket;
        address = new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    }

    /** A collector that is up. */
    public static ScriptedCollector up() {
        ScriptedCollector collector = down();
        collector.start();
        return collector;
    }

    /** A collector that refuses connections until it is started. */
    public static ScriptedCollector down() {
        try {
            return new ScriptedCollector();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins to take connections. */
    public synchronized void start() {
        try {
            if (reservation != null) {
                reservation.close();
                reservation = null;
            }
            HttpServer started = HttpServer.create(address, 0);
            started.createContext("/", this::handle);
            started.setExecutor(executor);
            started.start();
            server = started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address to configure, without a path. */
    public String url() {
        return "http://127.0.0.1:" + address.getPort();
    }

    /** Answers the next request so; further calls queue up. */
    public synchronized void reply(ScriptedReply reply) {
        script.add(reply);
    }

    /** From now on refuses requests that do not carry this token as Bearer, unless scripted otherwise. */
    public synchronized void requireToken(String token) {
        requiredAuthorization = "Bearer " + token;
    }

    /** All requests so far, in order of arrival. */
    public synchronized List<ReceivedRequest> requests() {
        return List.copyOf(requests);
    }

    /** The events of all requests that were answered with success. */
    public synchronized List<JsonNode> events() {
        return requests.stream()
                .filter(request -> request.reply().isSuccess())
                .flatMap(request -> request.events().stream())
                .toList();
    }

    /** Waits for at least so many accepted events, and returns them. */
    public List<JsonNode> awaitEvents(int count) {
        await(collector -> collector.events().size() >= count, count + " event(s)");
        return events();
    }

    /** Waits for at least so many requests, and returns them. */
    public List<ReceivedRequest> awaitRequests(int count) {
        await(collector -> collector.requests().size() >= count, count + " request(s)");
        return requests();
    }

    private synchronized void await(Predicate<ScriptedCollector> condition, String what) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.test(this)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("waited " + PATIENCE + " for " + what + ", got " + events().size()
                        + " event(s) in " + requests.size() + " request(s)");
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + what, e);
            }
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
            byte[] body = exchange.getRequestBody().readAllBytes();
            List<JsonNode> events = decode(body, headers.get("content-encoding"));
            ScriptedReply reply =
                    record(exchange.getRequestURI().toString(), headers, body.length, events, nextReply(headers));
            byte[] answer = reply.body().getBytes(StandardCharsets.UTF_8);
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(reply.status(), answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static List<JsonNode> decode(byte[] body, @Nullable String contentEncoding) throws IOException {
        Codec codec = Codec.forContentEncoding(contentEncoding).orElseThrow();
        try (InputStream decoded = codec.decompress(new ByteArrayInputStream(body));
                MappingIterator<JsonNode> events =
                        JSON.readerFor(JsonNode.class).readValues(decoded)) {
            return events.readAll();
        }
    }

    private synchronized ScriptedReply nextReply(Map<String, String> headers) {
        ScriptedReply scripted = script.poll();
        if (scripted != null) {
            return scripted;
        }
        boolean authorized =
                requiredAuthorization == null || requiredAuthorization.equals(headers.get("authorization"));
        return authorized ? ScriptedReply.SUCCESS : ScriptedReply.INVALID_TOKEN;
    }

    private synchronized ScriptedReply record(
            String path, Map<String, String> headers, int wireBytes, List<JsonNode> events, ScriptedReply reply) {
        requests.add(new ReceivedRequest(path, Map.copyOf(headers), wireBytes, events, reply));
        notifyAll();
        return reply;
    }

    @Override
    public synchronized void close() throws IOException {
        if (server != null) {
            server.stop(0);
        }
        if (reservation != null) {
            reservation.close();
        }
        executor.shutdownNow();
    }
}
