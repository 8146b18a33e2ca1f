package dev.hec.receiver.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A receiver on a file system that is really full. Skipped where the kernel lets nobody make one of his own. */
@Timeout(300)
class FullDiskTest {

    private static final String MOUNT =
            "mount -t tmpfs -o size=64m tmpfs \"$0\" && head -c 48000000 /dev/zero > \"$0/filler\" && exec \"$@\"";

    @TempDir
    Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void disk_full_isBusyAndUnhealthyUntilThereIsSpaceAndNothingAcknowledgedIsLost() throws Exception {
        assumeTrue(
                run("unshare", "-Urm", "mount", "-t", "tmpfs", "tmpfs", directory.toString()),
                "nothing can be mounted");
        List<String> wrapper = List.of("unshare", "-Urm", "sh", "-c", MOUNT, directory.toString());
        try (ReceiverChild receiver =
                ReceiverChild.start(wrapper, directory, "-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")) {
            List<String> acknowledged = new ArrayList<>();
            assertThat(health(receiver)).startsWith("200");
            HttpResponse<String> response = post(receiver, "e0");
            while (response.statusCode() == 200) {
                acknowledged.add("e" + acknowledged.size());
                response = post(receiver, "e" + acknowledged.size());
            }
            assertThat(acknowledged)
                    .as("16 MB take in many events of half a megabyte")
                    .hasSizeGreaterThan(5);
            assertThat(response.body()).isEqualTo("{\"text\":\"Server is busy\",\"code\":9}");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("Retry-After")).isPresent();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> health(receiver).startsWith("503 {")
                            && health(receiver).contains(":18"));

            // No further request tells it that there is space again.
            Files.delete(Path.of("/proc/" + receiver.pid() + "/root" + directory + "/filler"));
            await().atMost(Duration.ofSeconds(60)).until(() -> health(receiver).startsWith("200"));

            String next = "e" + acknowledged.size();
            assertThat(post(receiver, next).statusCode()).isEqualTo(200);
            acknowledged.add(next);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(found(receiver, "id=*"))
                            .as(receiver.log())
                            .isEqualTo(acknowledged.size()));
            for (String id : acknowledged) {
                assertThat(found(receiver, "id=" + id)).as(id).isEqualTo(1);
            }
        }
    }

    /** An event of half a megabyte, of which the index makes little and the journal all. */
    private HttpResponse<String> post(ReceiverChild receiver, String id) throws Exception {
        String text = "words of an event ".repeat(28_000);
        String body = "{\"event\":{\"id\":\"" + id + "\",\"text\":\"" + text + "\"}}";
        return client.send(
                request(receiver, "/services/collector/event")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private String health(ReceiverChild receiver) throws Exception {
        HttpResponse<String> response =
                client.send(request(receiver, "/services/collector/health").build(), BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    private int found(ReceiverChild receiver, String query) throws Exception {
        HttpResponse<String> response =
                client.send(request(receiver, "/api/events?limit=1&q=" + query).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Integer.parseInt(response.body().replaceAll("(?s).*\"total\":(\\d+).*", "$1"));
    }

    private static HttpRequest.Builder request(ReceiverChild receiver, String path) {
        return HttpRequest.newBuilder(URI.create(receiver.url() + path))
                .header("Authorization", "Bearer " + ReceiverChild.TOKEN);
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }
}
