package dev.hec.receiver.http;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
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
 * @param body the body as it was sent, not yet read; reading it may be what asks the sender to go on, and fails with a
 *     {@link java.net.SocketTimeoutException} where the sender is too slow
 * @param remoteAddress the address of the peer
 * @param notes takes what is learnt about the request while it is answered
 * @param protocol such as {@code HTTP/1.1}
 */
public record HttpRequest(
        String method,
        String path,
        @Nullable String query,
        Function<String, List<String>> headers,
        long contentLength,
        InputStream body,
        String remoteAddress,
        RequestNotes notes,
        String protocol) {

    private static final int LONGEST_SHOWN = 200;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** A request by HTTP/1.1 of which nothing is known yet. */
    public HttpRequest(
            String method,
            String path,
            @Nullable String query,
            Function<String, List<String>> headers,
            long contentLength,
            InputStream body,
            String remoteAddress) {
        this(method, path, query, headers, contentLength, body, remoteAddress, new RequestNotes(), "HTTP/1.1");
    }

    /**
     * Whether a body of unknown length that is broken off can be told from a whole one. Before HTTP/1.1 both just end.
     */
    public boolean showsBrokenBodies() {
        return !protocol.equals("HTTP/1.0") && !protocol.equals("HTTP/0.9");
    }

    /** The same with another query string. */
    public HttpRequest withQuery(@Nullable String other) {
        return new HttpRequest(method, path, other, headers, contentLength, body, remoteAddress, notes, protocol);
    }

    /** The same with another body of the same length. */
    public HttpRequest withBody(InputStream other) {
        return new HttpRequest(method, path, query, headers, contentLength, other, remoteAddress, notes, protocol);
    }

    /** The path for a log: escaped as in a URL, so that it is one line whatever the sender put into it, and not too long. */
    public String shownPath() {
        StringBuilder shown = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            if (shown.length() >= LONGEST_SHOWN) {
                return shown.append("...").toString();
            }
            if (b > ' ' && b < 0x7f && b != '%') {
                shown.append((char) b);
            } else {
                shown.append('%').append(HEX.toHexDigits(b));
            }
        }
        return shown.toString();
    }

    /** All values of a header. */
    public List<String> header(String name) {
        return headers.apply(name);
    }
}
