package dev.hec.receiver.http;

import java.io.IOException;
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

    private static final System.Logger LOG = System.getLogger(HttpReply.class.getName());

    /** A reply whose body is there. */
    public HttpReply(int status, String contentType, String body, Map<String, String> headers) {
        this(status, contentType, body, headers, null);
    }

    /** A JSON reply without further headers. */
    public static HttpReply json(int status, String json) {
        return new HttpReply(status, "application/json", json, Map.of());
    }

    /** To be called when the reply was sent, or will not be: gives back what a streamed body holds. Idempotent. */
    public void release() {
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "what a reply was made of could not be closed: " + e);
            }
        }
    }

    /** A reply whose body is written while it is made. */
    public static HttpReply streamed(int status, String contentType, StreamedBody stream, Map<String, String> headers) {
        return new HttpReply(status, contentType, "", headers, stream);
    }
}
