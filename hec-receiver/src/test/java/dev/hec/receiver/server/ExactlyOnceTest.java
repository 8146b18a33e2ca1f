package dev.hec.receiver.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hec.receiver.DefaultStorage;
import dev.hec.receiver.config.Setting;
import dev.hec.receiver.config.Settings;
import dev.hec.receiver.server.CuttingRelay.Cut;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Senders that repeat what was not answered, over a network that loses replies, to a receiver that is started again in the middle.
 * {@code -Dchaos.seed} repeats a run, as far as threads allow.
 */
@Timeout(120)
class ExactlyOnceTest {

    private static final int SENDERS = 4;
    private static final int BATCHES = 40;
    private static final int EVENTS = 3;

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("chaos.seed", System.nanoTime());
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger answered = new AtomicInteger();
    private ReceiverServer server;
    private CuttingRelay relay;

    @BeforeEach
    void start() throws Exception {
        server = receiver();
        relay = new CuttingRelay(seed, server.port());
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
        server.close();
    }

    private ReceiverServer receiver() throws Exception {
        Settings settings = Settings.defaults()
                .with(Setting.DATA_DIR, directory.resolve("data"))
                .with(Setting.TOKEN, "t")
                .with(Setting.PORT, 0)
                .with(Setting.DRAIN_TIMEOUT, Duration.ofSeconds(30));
        return ReceiverServer.open(settings, DefaultStorage.OPENER, directory.resolve("tomcat"));
    }

    @Test
    void replies_areLostAndTheReceiverStartedAgain_everyEventIsFoundOnce() throws Exception {
        run(true);

        assertThat(found())
                .as("seed " + seed)
                .hasSize(SENDERS * BATCHES * EVENTS)
                .allSatisfy((message, count) -> assertThat(count).as(message).isEqualTo(1));
        assertThat(relay.count(Cut.BEFORE_THE_REPLY)).isPositive();
        assertThat(relay.count(Cut.WHILE_IT_IS_STORED)).isPositive();
        assertThat(relay.count(Cut.IN_THE_REPLY)).isPositive();
        assertThat(server.receiver().counts().repeated()).isPositive();
    }

    /** Shows that the network of this test does what the other one is protected from. */
    @Test
    void replies_areLostWithoutBatchIds_someEventsAreFoundTwice() throws Exception {
        run(false);

        assertThat(found().values()).anyMatch(count -> count > 1);
    }

    private void run(boolean withId) throws Exception {
        List<CompletableFuture<Void>> senders = IntStream.range(0, SENDERS)
                .mapToObj(sender -> CompletableFuture.runAsync(() -> send(sender, withId), command -> {
                    Thread thread = new Thread(command, "sender-" + sender);
                    thread.setDaemon(true);
                    thread.start();
                }))
                .toList();
        while (answered.get() < SENDERS * BATCHES / 2) {
            LockSupport.parkNanos(1_000_000);
        }
        server.close();
        server = receiver();
        relay.target(server.port());
        CompletableFuture.allOf(senders.toArray(CompletableFuture[]::new)).get();
    }

    private void send(int sender, boolean withId) {
        for (int batch = 0; batch < BATCHES; batch++) {
            List<String> events = new ArrayList<>();
            for (int i = 0; i < EVENTS; i++) {
                events.add("{\"event\":\"" + sender + "-" + batch + "-" + i + "\"}");
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + relay.port() + "/services/collector"))
                    .header("Authorization", "Bearer t")
                    .POST(BodyPublishers.ofString(String.join("", events)));
            if (withId) {
                request.header("X-Hec-Batch", "00000000000000a" + sender + "-" + batch);
            }
            while (!accepted(request.build())) {
                LockSupport.parkNanos(1_000_000);
            }
            answered.incrementAndGet();
        }
    }

    private boolean accepted(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).isIn(200, 503);
            return response.statusCode() == 200;
        } catch (IOException e) {
            return false; // it may be stored or not: nobody here knows
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How often each message is found. */
    private TreeMap<String, Integer> found() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/api/events?limit=10000"))
                .header("Authorization", "Bearer t")
                .build();
        JsonNode page = new ObjectMapper()
                .readTree(client.send(request, BodyHandlers.ofString()).body());
        assertThat(page.has("next") || page.has("indexing")).isFalse();
        TreeMap<String, Integer> found = new TreeMap<>();
        page.get("events").forEach(event -> found.merge(event.get("message").asText(), 1, Integer::sum));
        return found;
    }
}
