package dev.hec.receiver.junit;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came and was answered. Immutable.
 *
 * @param method {@code POST}, …
 * @param path the decoded path, without the query
 * @param query as it was sent; null without one
 * @param headers all values of a header by its name in any letter case
 * @param bodyBytes how much of the body was read, as it was sent, before it was decompressed
 * @param events how many events of it were stored; 0 for one sent again
 * @param status the HTTP status of the reply; 0 if there was none
 * @param cut the fault because of which there was no reply, such as {@code loseReply}; else null
 */
public record ReceivedRequest(
        String method,
        String path,
        @Nullable String query,
        Function<String, List<String>> headers,
        long bodyBytes,
        int events,
        int status,
        @Nullable String cut) {

    /** The first value of a header; null without it. */
    public @Nullable String header(String name) {
        List<String> values = headers.apply(name);
        return values.isEmpty() ? null : values.get(0);
    }

    /** How the body was compressed: its {@code Content-Encoding}, such as {@code zstd}; {@code none} without one. */
    public String codec() {
        String coding = header("Content-Encoding");
        return coding == null ? "none" : coding;
    }

    /** For failure texts; without headers, for there is a token in them. */
    @Override
    public String toString() {
        return method + " " + path + (query == null ? "" : "?" + query) + " (" + bodyBytes + " bytes, " + codec()
                + "): " + (cut == null ? status : "no reply, " + cut) + ", " + events + " stored";
    }
}
