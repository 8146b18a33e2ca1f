package dev.hec.receiver.access;

import dev.hec.receiver.http.HttpRequest;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A request without a body, for tests. */
final class Request {

    private Request() {}

    /** @param headers names and values in turn */
    static HttpRequest of(String method, String path, String query, String... headers) {
        Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        return new HttpRequest(
                method,
                path,
                query,
                name -> all.getOrDefault(name, List.of()),
                -1,
                InputStream.nullInputStream(),
                "127.0.0.1");
    }
}
