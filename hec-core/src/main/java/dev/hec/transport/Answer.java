package dev.hec.transport;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came back over HTTP. Immutable; the body is not copied. */
public final class Answer {

    private static final int EXCERPT_CHARS = 200;
    private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);

    private final int status;
    private final @Nullable String retryAfter;
    private final byte[] body;
    private final HttpHeaders headers;
    private final @Nullable String explanation;

    /**
     * An answer.
     *
     * @param status HTTP status
     * @param retryAfter value of the {@code Retry-After} header, or null
     * @param body the body, possibly cut
     */
    public Answer(int status, @Nullable String retryAfter, byte[] body) {
        this(status, retryAfter, body, NO_HEADERS, null);
    }

    private Answer(
            int status, @Nullable String retryAfter, byte[] body, HttpHeaders headers, @Nullable String explanation) {
        this.status = status;
        this.retryAfter = retryAfter;
        this.body = body;
        this.headers = headers;
        this.explanation = explanation;
    }

    static Answer of(int status, HttpHeaders headers, byte[] body) {
        return new Answer(status, headers.firstValue("Retry-After").orElse(null), body, headers, null);
    }

    /** The same answer, told to people in these words instead of those of its body. */
    Answer explained(String words) {
        return new Answer(status, retryAfter, body, headers, words);
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** Value of the {@code Retry-After} header, or null. */
    public @Nullable String retryAfter() {
        return retryAfter;
    }

    /** The first value of any header, or null. */
    public @Nullable String header(String name) {
        return headers.firstValue(name).orElse(null);
    }

    /** The body, possibly cut; not a copy. */
    public byte[] body() {
        return body;
    }

    /** Status and the start of the body on one line, for people, or what we know better. */
    public Trouble trouble() {
        if (explanation != null) {
            return new Trouble("HTTP " + status, explanation);
        }
        String text = new String(body, 0, Math.min(body.length, 4 * EXCERPT_CHARS), StandardCharsets.UTF_8)
                .replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}\\s]+", " ")
                .strip();
        String shown = text.length() > EXCERPT_CHARS ? text.substring(0, EXCERPT_CHARS) + "…" : text;
        return new Trouble("HTTP " + status, shown);
    }
}
