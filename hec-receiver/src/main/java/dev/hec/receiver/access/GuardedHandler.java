package dev.hec.receiver.access;

import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.http.QueryParameters;
import dev.hec.receiver.http.RequestHandler;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** A handler behind a guard; what it sees has no token in the query string any more. Thread-safe if both are. */
final class GuardedHandler implements RequestHandler {

    private final RequestHandler handler;
    private final Function<HttpRequest, Optional<HttpReply>> guard;

    GuardedHandler(RequestHandler handler, Function<HttpRequest, Optional<HttpReply>> guard) {
        this.handler = handler;
        this.guard = guard;
    }

    @Override
    public HttpReply handle(HttpRequest request) {
        if (request.method().equals("OPTIONS")) {
            return handler.handle(request);
        }
        Optional<HttpReply> refusal = guard.apply(request);
        return refusal.isPresent() ? refusal.get() : handler.handle(withoutToken(request));
    }

    @Override
    public void stop() {
        handler.stop();
    }

    private static HttpRequest withoutToken(HttpRequest request) {
        String query = QueryParameters.without(request.query(), "token");
        return Objects.equals(query, request.query()) ? request : request.withQuery(query);
    }
}
