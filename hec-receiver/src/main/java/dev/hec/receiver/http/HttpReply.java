package dev.hec.receiver.http;

import java.util.Map;

/**
 * What goes back over HTTP. Immutable.
 *
 * @param status HTTP status
 * @param contentType value of the {@code Content-Type} header; empty for none
 * @param body text of the body, sent as UTF-8; may be empty
 * @param headers further headers
 */
public record HttpReply(int status, String contentType, String body, Map<String, String> headers) {

    /** A JSON reply without further headers. */
    public static HttpReply json(int status, String json) {
        return new HttpReply(status, "application/json", json, Map.of());
    }
}
