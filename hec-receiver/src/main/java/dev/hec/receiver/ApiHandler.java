package dev.hec.receiver;

import dev.hec.format.Reply;
import dev.hec.format.ReplyCode;
import dev.hec.receiver.access.ReadAccess;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.http.QueryParameters;
import dev.hec.receiver.http.RequestHandler;
import dev.hec.receiver.search.SearchApi;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The search API over HTTP: {@code GET /api/events}, for those who may read. Thread-safe. */
final class ApiHandler implements RequestHandler {

    private static final System.Logger LOG = System.getLogger(ApiHandler.class.getName());
    private static final Map<String, String> ALLOW = Map.of("Allow", "GET,HEAD,OPTIONS");

    private final ReadAccess reading;
    private final SearchApi search;
    private volatile boolean stopping;

    ApiHandler(ReadAccess reading, SearchApi search) {
        this.reading = reading;
        this.search = search;
    }

    @Override
    public void stop() {
        stopping = true;
    }

    @Override
    public HttpReply handle(HttpRequest request) {
        if (!request.path().equals("/api/events")) {
            return error(404, "The requested URL was not found on this server.", Map.of());
        }
        return switch (request.method()) {
            case "GET", "HEAD" -> events(request);
            case "OPTIONS" -> new HttpReply(200, "", "", ALLOW);
            default -> error(405, "This URL answers GET,HEAD,OPTIONS only.", ALLOW);
        };
    }

    private HttpReply events(HttpRequest request) {
        Map<String, List<String>> parameters = QueryParameters.parse(request.query());
        Optional<HttpReply> refusal = reading.refusal(request);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        parameters.remove("token");
        if (stopping) {
            return error(ReplyCode.SHUTTING_DOWN, Map.of("Connection", "close"));
        }
        try {
            return search.events(parameters);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "A search failed", e);
            return error(ReplyCode.INTERNAL_ERROR, Map.of());
        }
    }

    private static HttpReply error(ReplyCode code, Map<String, String> headers) {
        return new HttpReply(code.status(), "application/json", Reply.of(code).toJson(), headers);
    }

    private static HttpReply error(int status, String text, Map<String, String> headers) {
        return new HttpReply(
                status, "application/json", Reply.ofStatus(status, text).toJson(), headers);
    }
}
