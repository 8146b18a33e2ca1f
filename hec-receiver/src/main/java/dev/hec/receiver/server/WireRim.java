package dev.hec.receiver.server;

import dev.hec.receiver.ReceiverApplication;
import dev.hec.receiver.http.Exchange;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.web.SecurityHeaders;
import dev.hec.receiver.wire.CutConnection;
import dev.hec.receiver.wire.WireHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the servlet does in Tomcat, on plain sockets: headers for browsers, and a note of each request. Thread-safe. */
final class WireRim implements WireHandler {

    private final ReceiverApplication application;

    WireRim(ReceiverApplication application) {
        this.application = application;
    }

    @Override
    public void handle(HttpRequest request, ReplySink sink) throws IOException {
        long start = System.nanoTime();
        try {
            application.handle(request, reply -> {
                try {
                    sink.send(forBrowsers(request, reply));
                } finally {
                    note(request, reply.status(), reply.body().getBytes(StandardCharsets.UTF_8).length, start);
                }
            });
        } catch (CutConnection e) {
            note(request, 0, 0, start);
            throw e;
        }
    }

    private static HttpReply forBrowsers(HttpRequest request, HttpReply reply) {
        Map<String, String> headers = new LinkedHashMap<>(SecurityHeaders.of(request.path(), false));
        headers.putAll(reply.headers());
        return new HttpReply(reply.status(), reply.contentType(), reply.body(), headers, reply.stream());
    }

    /** The sizes are what the request declares and what the reply holds; a status of 0 is a connection that was cut. */
    private void note(HttpRequest request, int status, int sent, long start) {
        application.observe(new Exchange(
                request.method(),
                request.path(),
                request.path(),
                request.query(),
                "HTTP/1.1",
                request.remoteAddress(),
                first(request.header("Referer")),
                first(request.header("User-Agent")),
                status,
                Math.max(0, request.contentLength()),
                sent,
                System.nanoTime() - start,
                request.notes().sender(),
                request.notes().events()));
    }

    private static @Nullable String first(List<String> values) {
        return values.isEmpty() ? null : values.get(0);
    }
}
