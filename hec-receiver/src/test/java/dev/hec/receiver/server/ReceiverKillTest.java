package dev.hec.receiver.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a receiver under load over HTTP at random instants, again and again on the same directory: what was answered with 200 is found
 * after the restart, once; what got no reply is found whole, once, or not at all. Meanwhile the events of the round before are deleted,
 * those of one sender after the other: what was answered is gone for good, what got no reply is gone or not, and the rest is there.
 *
 * <p>The default build kills three times, {@code -Pkill} fifty times; {@code -Dhec.kill.seed=n} repeats the instants of a run.
 */
@Timeout(3600)
class ReceiverKillTest {

    private static final int KILLS = Integer.getInteger("hec.receiver.kills", 3);
    private static final int SENDERS = 6;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /** What one round sent: the events of each request, by the name of the request. */
    private final Map<String, Integer> sent = new ConcurrentHashMap<>();

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Queue<String> surprises = new ConcurrentLinkedQueue<>();

    /** Senders whose events of the round before are deleted, and those of them where that was answered. */
    private final Set<String> deleting = ConcurrentHashMap.newKeySet();

    private final Set<String> deleted = ConcurrentHashMap.newKeySet();

    @Test
    void kill_atRandomInstantsUnderLoad_everyEventAnsweredWith200IsFoundOnce() throws Exception {
        long seed = Long.getLong("hec.kill.seed", System.nanoTime());
        Random random = new Random(seed);
        long events = 0;
        int deletions = 0;
        Map<String, Integer> before = Map.of();
        ReceiverChild receiver = start();
        try {
            for (int round = 0; round < KILLS; round++) {
                String run = "seed " + seed + ", round " + round;
                loadAndKill(receiver, "r" + round, random.nextInt(1500));
                assertThat(surprises).as(run).isEmpty();
                receiver = start();
                if (round > 0) {
                    checkDeletions(run, before, find(receiver, "r" + (round - 1)));
                    deletions += deleted.size();
                }
                before = find(receiver, "r" + round);
                events += check(receiver, run, before);
                assertThat(receiver.log()).as(run).doesNotContain("cannot be read", "are lost");
            }
        } finally {
            receiver.kill();
        }
        System.out.println(
                "seed " + seed + ": " + KILLS + " kills, " + events + " events found, " + deletions + " deletions");
    }

    private ReceiverChild start() throws Exception {
        return ReceiverChild.start(directory, "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    }

    private long check(ReceiverChild receiver, String run, Map<String, Integer> found) {
        assertThat(acknowledged).as(run).isNotEmpty();
        assertThat(sent.keySet()).as(run).containsAll(found.keySet());
        for (Map.Entry<String, Integer> request : sent.entrySet()) {
            int count = found.getOrDefault(request.getKey(), 0);
            if (acknowledged.contains(request.getKey()) || count > 0) {
                assertThat(count)
                        .as("%s, %s, %s", run, request.getKey(), receiver.log())
                        .isEqualTo(request.getValue());
            }
        }
        return found.values().stream().mapToLong(count -> count).sum();
    }

    private void checkDeletions(String run, Map<String, Integer> before, Map<String, Integer> after) {
        for (Map.Entry<String, Integer> request : before.entrySet()) {
            String sender = request.getKey().substring(0, request.getKey().lastIndexOf('-'));
            Integer rest = after.get(request.getKey());
            if (deleted.contains(sender)) {
                assertThat(rest).as("%s, %s is deleted", run, request.getKey()).isNull();
            } else if (!deleting.contains(sender) || rest != null) {
                assertThat(rest).as("%s, %s", run, request.getKey()).isEqualTo(request.getValue());
            }
        }
        assertThat(before.keySet()).as(run).containsAll(after.keySet());
    }

    /** Deletes the events of a round until the receiver is dead. */
    private void delete(ReceiverChild receiver, int round) {
        try {
            for (int s = 0; s < SENDERS; s++) {
                String sender = "r" + round + "-" + s;
                deleting.add(sender);
                HttpRequest request = HttpRequest.newBuilder(
                                URI.create(receiver.url() + "/api/events?q=request=" + sender + "-*"))
                        .header("Authorization", "Bearer " + ReceiverChild.TOKEN)
                        .DELETE()
                        .build();
                if (client.send(request, BodyHandlers.ofString()).statusCode() == 200) {
                    deleted.add(sender);
                }
            }
        } catch (IOException e) {
            return; // the receiver is dead
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loadAndKill(ReceiverChild receiver, String round, int millis) throws Exception {
        sent.clear();
        acknowledged.clear();
        CountDownLatch flowing = new CountDownLatch(SENDERS);
        List<Thread> senders = new ArrayList<>();
        for (int s = 0; s < SENDERS; s++) {
            String name = round + "-" + s;
            Thread sender = new Thread(() -> send(receiver, name, flowing));
            sender.start();
            senders.add(sender);
        }
        assertThat(flowing.await(60, TimeUnit.SECONDS)).as(receiver.log()).isTrue();
        deleting.clear();
        deleted.clear();
        int before = Integer.parseInt(round.substring(1)) - 1;
        Thread deleter = new Thread(() -> delete(receiver, before));
        deleter.start();
        senders.add(deleter);
        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS); // the random instant
        receiver.kill();
        for (Thread sender : senders) {
            sender.join();
        }
    }

    private void send(ReceiverChild receiver, String name, CountDownLatch flowing) {
        Random random = new Random(name.hashCode());
        try {
            for (int n = 0; ; n++) {
                String request = name + "-" + n;
                int count = 1 + random.nextInt(random.nextInt(20) == 0 ? 2000 : 20);
                sent.put(request, count);
                HttpResponse<String> response = client.send(post(receiver, request, count), BodyHandlers.ofString());
                if (response.statusCode() == 200) {
                    acknowledged.add(request);
                    flowing.countDown();
                } else if (response.statusCode() != 503) {
                    surprises.add(request + ": " + response.statusCode() + " " + response.body());
                    return;
                }
            }
        } catch (IOException e) {
            return; // the receiver is dead; nobody knows what became of the last request
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpRequest post(ReceiverChild receiver, String request, int count) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < count; i++) {
            body.append("{\"event\":{\"round\":\"")
                    .append(request, 0, request.indexOf('-'))
                    .append("\",\"request\":\"")
                    .append(request)
                    .append("\",\"i\":")
                    .append(i)
                    .append("}}");
        }
        return HttpRequest.newBuilder(URI.create(receiver.url() + "/services/collector/event"))
                .header("Authorization", "Bearer " + ReceiverChild.TOKEN)
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
    }

    /** How many events of each request are found; each different one counts, and one that is found twice fails. */
    private Map<String, Integer> find(ReceiverChild receiver, String round) throws Exception {
        Map<String, Integer> found = new HashMap<>();
        Set<String> seen = ConcurrentHashMap.newKeySet();
        String after = "";
        do {
            JsonNode page = page(receiver, round, after);
            if (page.has("indexing")) {
                continue; // the index catches up with the journal; asked again
            }
            for (JsonNode event : page.get("events")) {
                String request = event.get("request").asText();
                assertThat(seen.add(request + "/" + event.get("i").asInt()))
                        .as("%s is found once", event)
                        .isTrue();
                found.merge(request, 1, Integer::sum);
            }
            after = page.has("next") ? page.get("next").asText() : "end";
        } while (!after.equals("end"));
        return found;
    }

    private JsonNode page(ReceiverChild receiver, String round, String after) throws Exception {
        String query = "?limit=10000&q=round=" + round
                + (after.isEmpty() ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(receiver.url() + "/api/events" + query))
                .header("Authorization", "Bearer " + ReceiverChild.TOKEN)
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }
}
