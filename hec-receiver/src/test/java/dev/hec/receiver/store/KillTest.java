package dev.hec.receiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that appends, again and again on the same directory. {@code -Dkills=200} does it more often,
 * {@code -Dkill.seed} repeats a run.
 */
@Timeout(3600)
class KillTest {

    private static final int KILLS = Integer.getInteger("kills", 5);

    @TempDir
    Path directory;

    @Test
    void kill_atRandomInstants_everyAcknowledgedEventIsFoundOnce() throws Exception {
        long seed = Long.getLong("kill.seed", System.nanoTime());
        Random random = new Random(seed);
        Map<String, Integer> acknowledged = new LinkedHashMap<>();
        Path data = directory.resolve("data");
        for (int round = 0; round < KILLS; round++) {
            String settings = round % 2 == 0 ? "small" : "default";
            acknowledged.putAll(killAfter(data, "r" + round, settings, random.nextInt(1500)));

            try (EventStore store = EventStore.open(data, Events.SETTINGS)) {
                Map<String, Long> found = Events.ids(store, Events.request("", 10_000)).stream()
                        .collect(Collectors.groupingBy(id -> id, Collectors.counting()));
                String round0 = "seed " + seed + ", round " + round;
                assertThat(found.values()).as(round0).allMatch(count -> count == 1);
                for (Map.Entry<String, Integer> request : acknowledged.entrySet()) {
                    for (int i = 0; i < request.getValue(); i++) {
                        assertThat(found).as(round0).containsKey(request.getKey() + "/" + i);
                    }
                }
                assertThat(store.health().missingEvents()).as(round0).isZero();
            }
        }
        assertThat(acknowledged).isNotEmpty();
    }

    /** Starts a child, lets it append some requests, kills it, and gives back what it was told is stored. */
    private Map<String, Integer> killAfter(Path data, String round, String settings, int requests) throws Exception {
        Path errors = Files.createTempFile(directory, "child", ".err");
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        AppendingChild.class.getName(),
                        data.toString(),
                        round,
                        settings))
                .redirectError(errors.toFile())
                .start();
        Map<String, Integer> acknowledged = new HashMap<>();
        try (BufferedReader out = child.inputReader()) {
            assertThat(out.readLine()).as(Files.readString(errors)).isEqualTo("ready");
            assertThatThrownBy(() -> EventStore.open(data, Events.SETTINGS))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by another receiver");
            for (int i = 0; i < requests; i++) {
                note(out.readLine(), acknowledged);
            }
            child.toHandle().destroyForcibly(); // Process.destroyForcibly would close the pipe and lose what is in it
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                note(line, acknowledged);
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        return acknowledged;
    }

    private static void note(String line, Map<String, Integer> acknowledged) {
        assertThat(line).isNotNull();
        int space = line.indexOf(' ');
        acknowledged.put(line.substring(0, space), Integer.parseInt(line.substring(space + 1)));
    }
}
