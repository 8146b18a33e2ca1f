package dev.hec.receiver.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes back over HTTP. Immutable.
 *
 * @param status HTTP status
 * @param contentType value of the {@code Content-Type} header; empty for none
 * @param body text of the body, sent as UTF-8; empty if there is none or it is streamed
 * @param headers further headers
 * @param stream writes the body instead; null if {@code body} is all there is
 */
public record HttpReply(
        int status,
        String contentType,
        String body,
        Map<String, String> headers,
        @Nullable StreamedBody stream) {

    /** A reply whose body is there. */
    public HttpReply(int status, String contentType, String body, Map<String, String> headers) {
        this(status, contentType, body, headers, null);
    }

    /** A JSON reply without further headers. */
    public static HttpReply json(int status, String json) {
        return new HttpReply(status, "application/json", json, Map.of());
    }

    /** A reply whose body is written while it is made. */
    public static HttpReply streamed(int status, String contentType, StreamedBody stream, Map<String, String> headers) {
        return new HttpReply(status, contentType, "", headers, stream);
    }
}
