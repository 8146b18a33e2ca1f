package dev.hec.receiver.junit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Sends by the JDK's client. Stateless. */
final class Sender {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Sender() {}

    static HttpRequest.Builder request(String url, String path, HecReceiver receiver) {
        return HttpRequest.newBuilder(URI.create(url + "/services/collector" + path))
                .header("Authorization", "Bearer " + receiver.token());
    }

    static HttpResponse<String> send(HecReceiver receiver, String json) throws IOException {
        return send(request(receiver.url(), "/event", receiver).POST(BodyPublishers.ofString(json)));
    }

    static HttpResponse<String> sendMessage(HecReceiver receiver, String message) throws IOException {
        return send(receiver, "{\"event\":\"" + message + "\"}");
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        return send(CLIENT, request);
    }

    static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
