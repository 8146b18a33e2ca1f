package dev.hec.receiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that appends, again and again on the same directory, and sends again what it sent. {@code -Pkill} does it fifty times,
 * {@code -Dhec.kill.seed} repeats a run.
 */
@Timeout(3600)
class KillTest {

    private static final int KILLS = Integer.getInteger("hec.receiver.kills", 5);

    @TempDir
    Path directory;

    @Test
    void kill_atRandomInstants_everyEventIsFoundOnceAlsoWhenItIsSentAgain() throws Exception {
        long seed = Long.getLong("hec.kill.seed", System.nanoTime());
        Random random = new Random(seed);
        Set<String> acknowledged = new LinkedHashSet<>();
        Path data = directory.resolve("data");
        for (int round = 0; round < KILLS; round++) {
            String settings = round % 2 == 0 ? "small" : "default";
            acknowledged.addAll(killAfter(data, "r" + round, settings, random.nextInt(1500)));

            try (EventStore store = EventStore.open(data, Events.SETTINGS)) {
                for (String request : acknowledged) {
                    assertThat(store.append(List.of(Events.withId("again/" + request)), Events.batch(request)))
                            .as("seed %d, round %d: %s is stored again", seed, round, request)
                            .isFalse();
                }
                for (String request : unanswered(acknowledged, "r" + round)) {
                    store.append(AppendingChild.events(request), Events.batch(request));
                    acknowledged.add(request);
                }
                Map<String, Long> found = Events.ids(store, Events.request("", 10_000)).stream()
                        .collect(Collectors.groupingBy(id -> id, Collectors.counting()));
                String round0 = "seed " + seed + ", round " + round;
                assertThat(found.values()).as(round0).allMatch(count -> count == 1);
                Set<String> expected = new HashSet<>();
                for (String request : acknowledged) {
                    for (int i = 0; i < AppendingChild.events(request).size(); i++) {
                        expected.add(request + "/" + i);
                    }
                }
                assertThat(found.keySet()).as(round0).isEqualTo(expected);
                assertThat(store.health().missingEvents()).as(round0).isZero();
            }
        }
        assertThat(acknowledged).isNotEmpty();
    }

    private static String contentOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The requests that were under way at the kill: a sender would not know whether they are stored. */
    private static List<String> unanswered(Set<String> acknowledged, String round) {
        List<String> requests = new ArrayList<>();
        for (int t = 0; t < AppendingChild.THREADS; t++) {
            int n = 0;
            while (acknowledged.contains(round + "-" + t + "-" + n)) {
                n++;
            }
            requests.add(round + "-" + t + "-" + n);
        }
        return requests;
    }

    /** Starts a child, lets it append some requests, kills it, and gives back what it said is stored. */
    private List<String> killAfter(Path data, String round, String settings, int requests) throws Exception {
        Path errors = Files.createTempFile(directory, "child", ".err");
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        AppendingChild.class.getName(),
                        data.toString(),
                        round,
                        settings))
                .redirectError(errors.toFile())
                .start();
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader out = child.inputReader()) {
            assertThat(out.readLine()).as(Files.readString(errors)).isEqualTo("ready");
            assertThatThrownBy(() -> EventStore.open(data, Events.SETTINGS))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by another receiver");
            for (int i = 0; i < requests; i++) {
                String line = out.readLine();
                assertThat(line).as(() -> contentOf(errors)).isNotNull();
                acknowledged.add(line);
            }
            child.toHandle().destroyForcibly(); // Process.destroyForcibly would close the pipe and lose what is in it
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                acknowledged.add(line);
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        return acknowledged;
    }
}
