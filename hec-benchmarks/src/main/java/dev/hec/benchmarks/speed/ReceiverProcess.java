package dev.hec.benchmarks.speed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code java -jar hec-receiver.war} on a processor of its own, as a user would start it. Confined to one thread. */
final class ReceiverProcess implements AutoCloseable {

    static final String TOKEN = "speed-token";

    private static final JsonFactory JSON = new JsonFactory();
    private static final long START_SECONDS = 60;
    private static final long INDEXING_SECONDS = 1200;

    private final PinnedJava java;
    private final String url;
    private final HttpClient client = HttpClient.newHttpClient();

    private ReceiverProcess(PinnedJava java, String url) {
        this.java = java;
        this.url = url;
    }

    /** Starts it on a free port and waits until it listens. */
    static ReceiverProcess start(String war, Path directory, String heap) throws IOException, InterruptedException {
        Path port = directory.resolve("port");
        Path token = Files.writeString(directory.resolve("speed.token"), TOKEN + "\n");
        List<String> command = new ArrayList<>(List.of("-Xmx" + heap));
        command.addAll(Arrays.stream(System.getProperty("speed.jvm", "").split(" "))
                .filter(option -> !option.isEmpty())
                .toList());
        command.addAll(List.of("-jar", war, "--port", "0", "--port-file", port.toString()));
        command.addAll(List.of("--data-dir", directory.resolve("data").toString(), "--token-file", token.toString()));
        PinnedJava java = PinnedJava.start(PinnedJava.PROGRAM, command);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!Files.exists(port)) {
            java.checkAlive();
            if (System.nanoTime() > deadline) {
                throw new IOException("the receiver did not start");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return new ReceiverProcess(
                java, "http://127.0.0.1:" + Files.readString(port).strip());
    }

    String url() {
        return url;
    }

    long cpuMicros() {
        return java.cpuMicros();
    }

    Map<Long, PinnedJava.ThreadTime> threadTimes() {
        return java.threadTimes();
    }

    /** Waits until that many events are found. A search waits in the receiver, so asking costs it next to nothing. */
    void awaitSearchable(long events) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(INDEXING_SECONDS);
        long found = total("");
        while (found < events) {
            if (System.nanoTime() > deadline) {
                throw new IOException(found + " of " + events + " events were found in the end");
            }
            TimeUnit.MILLISECONDS.sleep(100);
            found = total("");
        }
        if (found > events) {
            throw new IOException(found + " events were found, but only " + events + " were sent");
        }
    }

    /** How many events a query finds. */
    long total(String query) throws IOException, InterruptedException {
        String reply = get("/api/events?limit=1&q=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        try (JsonParser json = JSON.createParser(reply)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.FIELD_NAME
                        && json.currentName().equals("total")) {
                    return json.nextLongValue(-1);
                }
            }
        }
        throw new IOException("no total in " + reply);
    }

    /** Whether a path of the API is there. */
    boolean has(String path) throws IOException, InterruptedException {
        return send(path).statusCode() == 200;
    }

    /** The reply to a request that must succeed. */
    String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> reply = send(path);
        if (reply.statusCode() != 200) {
            throw new IOException(path + " was answered with " + reply.statusCode() + ": " + reply.body());
        }
        return reply.body();
    }

    private HttpResponse<String> send(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + TOKEN)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        java.close();
    }
}
