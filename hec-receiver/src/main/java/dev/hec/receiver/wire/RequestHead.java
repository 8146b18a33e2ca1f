package dev.hec.receiver.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first line and the headers of a request. Immutable.
 *
 * @param path decoded, without the query
 * @param query as it was sent, or null without one
 * @param headers values by lower-case name
 * @param protocol {@code HTTP/1.1} or {@code HTTP/1.0}
 * @param persistent whether the connection may serve another request
 */
record RequestHead(
        String method,
        String path,
        @Nullable String query,
        Map<String, List<String>> headers,
        String protocol,
        boolean persistent) {

    private static final int MAX_BYTES = 32 * 1024;

    /**
     * Reads one.
     *
     * @return null if the peer has closed the connection
     * @throws BadRequest if that is no head
     */
    static @Nullable RequestHead read(InputStream in) throws IOException {
        int left = MAX_BYTES;
        String first = line(in, left);
        while (first != null && first.isEmpty()) { // some clients send a line break too many after a body
            left -= 2;
            first = line(in, left);
        }
        if (first == null) {
            return null;
        }
        String[] parts = first.split(" ", -1);
        if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
            throw new BadRequest(400, "no request line of HTTP/1.1");
        }
        Map<String, List<String>> headers = new HashMap<>();
        left -= first.length();
        while (true) {
            String line = line(in, left);
            if (line == null) {
                throw new EOFException("the peer closed within the head");
            }
            if (line.isEmpty()) {
                break;
            }
            left -= line.length() + 2;
            int colon = line.indexOf(':');
            if (colon < 1 || line.charAt(0) <= ' ') {
                throw new BadRequest(400, "a header without a name");
            }
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                    .add(line.substring(colon + 1).strip());
        }
        return of(parts, headers);
    }

    private static RequestHead of(String[] parts, Map<String, List<String>> headers) throws BadRequest {
        String target = parts[1];
        if (target.startsWith("http://") || target.startsWith("https://")) { // as a proxy is asked
            int slash = target.indexOf('/', target.indexOf("//") + 2);
            target = slash < 0 ? "/" : target.substring(slash);
        }
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        try {
            path = URLDecoder.decode(path.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadRequest(400, "the path cannot be decoded");
        }
        String connection =
                String.join(",", headers.getOrDefault("connection", List.of())).toLowerCase(Locale.ROOT);
        boolean persistent =
                parts[2].equals("HTTP/1.0") ? connection.contains("keep-alive") : !connection.contains("close");
        return new RequestHead(
                parts[0],
                path,
                mark < 0 ? null : target.substring(mark + 1),
                Map.copyOf(headers),
                parts[2],
                persistent);
    }

    List<String> header(String name) {
        return List.copyOf(headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
    }

    boolean chunked() throws BadRequest {
        List<String> codings = header("Transfer-Encoding");
        if (codings.isEmpty()) {
            return false;
        }
        if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
            throw new BadRequest(501, "this Transfer-Encoding is not known");
        }
        return true;
    }

    /** The declared length of the body; -1 if none is declared. */
    long contentLength() throws BadRequest {
        List<String> lengths = header("Content-Length");
        if (lengths.isEmpty()) {
            return -1;
        }
        if (lengths.size() > 1 || !lengths.get(0).matches("[0-9]{1,18}")) {
            throw new BadRequest(400, "Content-Length is no number");
        }
        return Long.parseLong(lengths.get(0));
    }

    /** A line without its end; null if the stream ended before it began. */
    static @Nullable String line(InputStream in, int most) throws IOException {
        byte[] bytes = new byte[128];
        int length = 0;
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                if (length == 0) {
                    return null;
                }
                throw new EOFException("the peer closed within a line");
            }
            if (length >= most) {
                throw new BadRequest(431, "the headers are larger than " + MAX_BYTES + " bytes");
            }
            if (length == bytes.length) {
                bytes = java.util.Arrays.copyOf(bytes, 2 * length);
            }
            bytes[length++] = (byte) next;
        }
        return new String(bytes, 0, length > 0 && bytes[length - 1] == '\r' ? length - 1 : length, ISO_8859_1);
    }
}
