package dev.hec.receiver;

import dev.hec.format.Reply;
import dev.hec.format.ReplyCode;
import dev.hec.receiver.access.ReadAccess;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.http.QueryParameters;
import dev.hec.receiver.http.RequestHandler;
import dev.hec.receiver.search.SearchApi;
import dev.hec.receiver.search.SearchOperation;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The search API over HTTP, for those who may read; deleting is for those who may also write. Thread-safe. */
final class ApiHandler implements RequestHandler {

    private static final System.Logger LOG = System.getLogger(ApiHandler.class.getName());

    private static final String JSON = "application/json";
    private static final String TEXT = "{\"text\":";
    private static final String ERROR = "{\"error\":";

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
        String allow = SearchOperation.allow(request.path());
        if (allow.isEmpty()) {
            return error(404, "The requested URL was not found on this server.", Map.of());
        }
        if (request.method().equals("OPTIONS")) {
            return new HttpReply(200, "", "", Map.of("Allow", allow));
        }
        Optional<SearchOperation> operation = SearchOperation.of(request.method(), request.path());
        if (operation.isEmpty()) {
            return error(405, "This URL answers " + allow + " only.", Map.of("Allow", allow));
        }
        HttpReply reply = answer(operation.get(), request);
        // Nobody reads the body of a HEAD, so nobody makes it.
        if (request.method().equals("HEAD") && reply.stream() != null) {
            reply.release();
            return new HttpReply(reply.status(), reply.contentType(), "", reply.headers());
        }
        return reply;
    }

    private HttpReply answer(SearchOperation operation, HttpRequest request) {
        Map<String, List<String>> parameters = QueryParameters.parse(request.query());
        Optional<HttpReply> refusal =
                operation == SearchOperation.DELETE ? reading.refusalOfChange(request) : reading.refusal(request);
        if (refusal.isPresent()) {
            return inErrorShape(refusal.get());
        }
        parameters.remove("token");
        if (stopping) {
            return error(ReplyCode.SHUTTING_DOWN, Map.of("Connection", "close"));
        }
        if (operation == SearchOperation.EXPORT && !request.showsBrokenBodies()) {
            return error(
                    505,
                    "an export needs HTTP/1.1, for with " + request.protocol()
                            + " one that breaks off cannot be told from a whole one; ask again with HTTP/1.1",
                    Map.of());
        }
        try {
            return search.answer(operation, parameters);
        } catch (OutOfMemoryError e) {
            LOG.log(Level.ERROR, "There was no memory for a search", e);
            return error(ReplyCode.SERVER_BUSY, Map.of("Retry-After", "5"));
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "A search failed", e);
            return error(ReplyCode.INTERNAL_ERROR, Map.of());
        }
    }

    private static HttpReply error(ReplyCode code, Map<String, String> headers) {
        return inErrorShape(new HttpReply(code.status(), JSON, Reply.of(code).toJson(), headers));
    }

    private static HttpReply error(int status, String text, Map<String, String> headers) {
        return inErrorShape(
                new HttpReply(status, JSON, Reply.ofStatus(status, text).toJson(), headers));
    }

    /** What the collector calls {@code text} is {@code error} in all of this API. */
    private static HttpReply inErrorShape(HttpReply refusal) {
        String body =
                refusal.body().startsWith(TEXT) ? ERROR + refusal.body().substring(TEXT.length()) : refusal.body();
        return new HttpReply(refusal.status(), refusal.contentType(), body, refusal.headers());
    }
}
