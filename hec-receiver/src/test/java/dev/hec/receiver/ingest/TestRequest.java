package dev.hec.receiver.ingest;

import dev.hec.receiver.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A request under construction; authorized unless said otherwise. */
final class TestRequest {

    private final String method;
    private final String path;
    private final TreeMap<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private String query;
    private InputStream body = InputStream.nullInputStream();
    private long contentLength = -1;

    private TestRequest(String method, String path) {
        this.method = method;
        this.path = path;
        header("Authorization", "Bearer " + Collector.TOKEN);
    }

    static TestRequest of(String method, String path) {
        return new TestRequest(method, path);
    }

    static TestRequest post(String path) {
        return new TestRequest("POST", path);
    }

    /** Adds a value of a header. */
    TestRequest header(String name, String value) {
        headers.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        return this;
    }

    TestRequest anonymous() {
        headers.remove("Authorization");
        return this;
    }

    TestRequest authorization(String value) {
        return anonymous().header("Authorization", value);
    }

    TestRequest query(String text) {
        query = text;
        return this;
    }

    TestRequest body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    TestRequest body(byte[] bytes) {
        contentLength = bytes.length;
        return stream(new ByteArrayInputStream(bytes));
    }

    /** A body without a declared length. */
    TestRequest chunked(byte[] bytes) {
        contentLength = -1;
        return stream(new ByteArrayInputStream(bytes));
    }

    TestRequest stream(InputStream stream) {
        body = stream;
        return this;
    }

    TestRequest declaredLength(long bytes) {
        contentLength = bytes;
        return this;
    }

    HttpRequest build() {
        return new HttpRequest(
                method, path, query, name -> headers.getOrDefault(name, List.of()), contentLength, body, "192.0.2.7");
    }
}
