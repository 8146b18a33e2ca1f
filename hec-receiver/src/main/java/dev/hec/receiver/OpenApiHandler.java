package dev.hec.receiver;

import dev.hec.format.Reply;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.http.RequestHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What can be asked of the receiver, as an OpenAPI document for programs; without a token, for it is the same everywhere.
 * Immutable and thread-safe.
 */
final class OpenApiHandler implements RequestHandler {

    static final String PATH = "/api/openapi.json";

    private static final Map<String, String> ALLOW = Map.of("Allow", "GET,HEAD,OPTIONS");

    /** The connection ends with it: strangers could ask for many at once and read none. */
    private final HttpReply document = new HttpReply(200, "application/json", read(), Map.of("Connection", "close"));

    @Override
    public HttpReply handle(HttpRequest request) {
        return switch (request.method()) {
            case "GET", "HEAD" -> document;
            case "OPTIONS" -> new HttpReply(200, "", "", ALLOW);
            default ->
                new HttpReply(
                        405,
                        "application/json",
                        Reply.ofStatus(405, "This URL answers GET,HEAD,OPTIONS only.")
                                .toJson(),
                        ALLOW);
        };
    }

    private static String read() {
        try (InputStream file = OpenApiHandler.class.getResourceAsStream("openapi.json")) {
            if (file == null) {
                throw new IllegalStateException("the program is not complete: openapi.json is missing");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the program cannot be read: openapi.json", e);
        }
    }
}
