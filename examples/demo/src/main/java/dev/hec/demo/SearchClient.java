package dev.hec.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks a receiver's search API. Thread-safe. */
public final class SearchClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 10_000;
    private static final int ATTEMPTS = 30;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI receiver;
    private final String token;

    /**
     * A client for one receiver.
     *
     * @param receiver its base address
     * @param token a token it knows
     */
    public SearchClient(URI receiver, String token) {
        this.receiver = receiver;
        this.token = token;
    }

    /** All events that match, oldest first, in order of arrival where their times are equal. */
    public List<JsonNode> all(String query) throws IOException, InterruptedException {
        List<JsonNode> events = new ArrayList<>();
        String cursor = "";
        while (true) {
            JsonNode page = get("q=" + encode(query) + "&order=asc&limit=" + PAGE + cursor);
            page.get("events").forEach(events::add);
            if (!page.has("next")) {
                return events;
            }
            cursor = "&after=" + encode(page.get("next").asText());
        }
    }

    /** How many events match. */
    public long count(String query) throws IOException, InterruptedException {
        return get("q=" + encode(query) + "&limit=1").get("total").asLong();
    }

    /** Asks until the index has caught up with what was stored before; each time the receiver waits for that itself. */
    private JsonNode get(String parameters) throws IOException, InterruptedException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            JsonNode page = attempt(parameters);
            if (!page.has("indexing")) {
                return page;
            }
        }
        throw new IOException("the index is still behind after " + ATTEMPTS + " searches");
    }

    private JsonNode attempt(String parameters) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(receiver + "/api/events?" + parameters))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(60))
                .build();
        var response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("search answered HTTP " + response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
