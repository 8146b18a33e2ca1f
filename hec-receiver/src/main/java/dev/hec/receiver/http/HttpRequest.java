package dev.hec.receiver.http;

import java.io.InputStream;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What came in over HTTP, without a servlet container.
 *
 * @param method {@code POST}, {@code GET}, …
 * @param path the decoded path below the application's own, for example {@code /services/collector/event}
 * @param query the query string as it was sent, or null without one
 * @param headers gives all values of a header by its name, in any letter case; an empty list where it is absent
 * @param contentLength the declared length of the body in bytes, or -1 if none is declared
 * @param body the body as it was sent, not yet read; reading it may be what asks the sender to go on
 * @param remoteAddress the address of the peer
 * @param protocol such as {@code HTTP/1.1}
 * @param notes takes what is learnt about the request while it is answered
 */
public record HttpRequest(
        String method,
        String path,
        @Nullable String query,
        Function<String, List<String>> headers,
        long contentLength,
        InputStream body,
        String remoteAddress,
        String protocol,
        RequestNotes notes) {

    /** A request over HTTP/1.1 of which nothing is known yet. */
    public HttpRequest(
            String method,
            String path,
            @Nullable String query,
            Function<String, List<String>> headers,
            long contentLength,
            InputStream body,
            String remoteAddress) {
        this(method, path, query, headers, contentLength, body, remoteAddress, "HTTP/1.1", new RequestNotes());
    }

    /**
     * Whether a body of unknown length that is broken off can be told from a whole one. Before HTTP/1.1 both just end.
     */
    public boolean showsBrokenBodies() {
        return !protocol.equals("HTTP/1.0") && !protocol.equals("HTTP/0.9");
    }

    /** All values of a header. */
    public List<String> header(String name) {
        return headers.apply(name);
    }
}
