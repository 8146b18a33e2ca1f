package dev.hec.delivery;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What came back over HTTP. Immutable; the body is not copied. */
final class Answer {

    private static final int EXCERPT_CHARS = 200;

    private final int status;
    private final @Nullable String retryAfter;
    private final byte[] body;

    /**
     * An answer.
     *
     * @param status HTTP status
     * @param retryAfter value of the {@code Retry-After} header, or null
     * @param body the body, possibly cut
     */
    Answer(int status, @Nullable String retryAfter, byte[] body) {
        this.status = status;
        this.retryAfter = retryAfter;
        this.body = body;
    }

    int status() {
        return status;
    }

    @Nullable
    String retryAfter() {
        return retryAfter;
    }

    byte[] body() {
        return body;
    }

    /** Status and the start of the body on one line, for people. */
    String excerpt() {
        String text = new String(body, 0, Math.min(body.length, 4 * EXCERPT_CHARS), StandardCharsets.UTF_8)
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        String shown = text.length() > EXCERPT_CHARS ? text.substring(0, EXCERPT_CHARS) + "…" : text;
        return shown.isEmpty() ? "HTTP " + status : "HTTP " + status + " " + shown;
    }
}
