package dev.hec.receiver.page;

import dev.hec.format.Reply;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.http.RequestHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The page at {@code /} and its parts below {@code /page/}. Immutable and thread-safe.
 *
 * <p>The files are read once; their addresses are relative, so that the page works below any context path.
 */
public final class PageHandler implements RequestHandler {

    private static final Map<String, String> ALLOW = Map.of("Allow", "GET,HEAD,OPTIONS");

    private final Map<String, HttpReply> replies = new HashMap<>();

    /** Reads the files. */
    public PageHandler() {
        String script = "text/javascript; charset=utf-8";
        add("/", "index.html", "text/html; charset=utf-8");
        add("/page/page.js", "page.js", script);
        add("/page/search.js", "search.js", script);
        add("/page/histogram.js", "histogram.js", script);
        add("/page/page.css", "page.css", "text/css; charset=utf-8");
        add("/page/icon.svg", "icon.svg", "image/svg+xml");
    }

    @Override
    public HttpReply handle(HttpRequest request) {
        HttpReply reply = replies.get(request.path());
        if (reply == null) {
            return error(404, "The requested URL was not found on this server.", Map.of());
        }
        return switch (request.method()) {
            case "GET", "HEAD" ->
                request.header("If-None-Match").contains(reply.headers().get("ETag"))
                        ? new HttpReply(304, "", "", reply.headers())
                        : reply;
            case "OPTIONS" -> new HttpReply(200, "", "", ALLOW);
            default -> error(405, "This URL answers GET,HEAD,OPTIONS only.", ALLOW);
        };
    }

    private static HttpReply error(int status, String text, Map<String, String> headers) {
        return new HttpReply(
                status, "application/json", Reply.ofStatus(status, text).toJson(), headers);
    }

    private void add(String path, String name, String type) {
        byte[] bytes = read(name);
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        Map<String, String> headers =
                Map.of("ETag", "\"" + Long.toHexString(checksum.getValue()) + "\"", "Cache-Control", "no-cache");
        replies.put(path, new HttpReply(200, type, new String(bytes, StandardCharsets.UTF_8), headers));
    }

    private static byte[] read(String name) {
        try (InputStream file = PageHandler.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("the program is not complete: " + name + " is missing");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the program cannot be read: " + name, e);
        }
    }
}
