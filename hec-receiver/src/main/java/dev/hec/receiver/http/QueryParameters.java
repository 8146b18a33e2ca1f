package dev.hec.receiver.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a query string.
 *
 * <p>A container's own {@code getParameter} is not used: with {@code Content-Type: application/x-www-form-urlencoded}, which
 * curl and many collectors' clients send with any body, it swallows the body.
 */
public final class QueryParameters {

    private QueryParameters() {}

    /**
     * Reads a query string: {@code +} is a space, {@code %XX} are bytes of UTF-8. A damaged escape is kept as it is.
     *
     * @param query the text after the question mark as it was sent, or null
     * @return names to values, both in order of appearance; a name without {@code =} has the value {@code ""}
     */
    public static Map<String, List<String>> parse(@Nullable String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (query == null || query.isEmpty()) {
            return parameters;
        }
        int start = 0;
        while (start <= query.length()) {
            int end = query.indexOf('&', start);
            end = end < 0 ? query.length() : end;
            if (end > start) {
                int equals = query.indexOf('=', start);
                boolean bare = equals < 0 || equals > end;
                String name = decode(query.substring(start, bare ? end : equals));
                String value = bare ? "" : decode(query.substring(equals + 1, end));
                parameters.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
            }
            start = end + 1;
        }
        return parameters;
    }

    /**
     * A query string without one of its parameters, the others as they are.
     *
     * @param query the text after the question mark as it was sent, or null
     * @param name decoded
     * @return the same text if it has no such parameter
     */
    public static @Nullable String without(@Nullable String query, String name) {
        if (query == null || !parse(query).containsKey(name)) {
            return query;
        }
        return Arrays.stream(query.split("&"))
                .filter(parameter -> !parse(parameter).containsKey(name))
                .collect(Collectors.joining("&"));
    }

    private static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            byte b = in[i];
            if (b == '+') {
                b = ' ';
            } else if (b == '%' && i + 2 < in.length) {
                int high = Character.digit(in[i + 1], 16);
                int low = Character.digit(in[i + 2], 16);
                if (high >= 0 && low >= 0) {
                    b = (byte) (high << 4 | low);
                    i += 2;
                }
            }
            out[length++] = b;
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }
}
