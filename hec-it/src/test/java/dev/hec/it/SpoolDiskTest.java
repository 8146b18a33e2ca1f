package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.demo.ReceiverProcess;
import dev.hec.demo.SearchClient;
import dev.hec.it.Application.Framework;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A spool on a file system that fills up or cannot be written. Skipped where nothing can be mounted. */
@Timeout(300)
class SpoolDiskTest {

    private static final String TOKEN = "disk-token";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void disk_full_isToldOnceAndEventsAreDeliveredFromMemoryUntilThereIsSpaceAgain(Framework framework)
            throws Exception {
        try (SmallDisk disk = mount("size=512k");
                Relay relay = new Relay();
                ReceiverProcess receiver = startReceiver();
                SpoolLogger logger = SpoolLogger.open(framework, settings(disk, relay))) {
            disk.fill();
            // Nobody answers: what the files made ahead cannot hold has to go to memory.
            int events = 2_000;
            IntStream.range(0, events).forEach(n -> logger.log(0, n));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> !spoolWarnings(logger).isEmpty());
            assertThat(logger.tally().admitted()).isEqualTo(events);
            assertThat(spoolFiles(disk)).isNotEmpty();

            relay.leadTo(receiver.url());
            assertThat(logger.flush(PATIENCE).complete()).isTrue();
            assertThat(spoolWarnings(logger))
                    .singleElement()
                    .asString()
                    .contains("cannot be written", "No space left on device");

            relay.leadTo(URI.create("http://127.0.0.1:1"));
            disk.clear();
            // Events that go to files again show that the spool has recovered; the first ones may still go to memory.
            int[] more = {events};
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                IntStream.range(0, 100).forEach(n -> logger.log(0, more[0]++));
                assertThat(spoolFiles(disk)).as("files; %s", logger.tally()).hasSizeGreaterThan(8);
            });
            relay.leadTo(receiver.url());
            assertThat(logger.flush(PATIENCE).complete()).isTrue();
            assertThat(spoolWarnings(logger)).hasSize(1);
            assertThat(logger.tally().refused() + logger.tally().dropped()).isZero();
            assertThat(found(receiver))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, more[0]).boxed().toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void directory_readOnly_isToldOnceAndEventsAreDeliveredFromMemory(Framework framework) throws Exception {
        try (SmallDisk disk = mount("size=512k,ro");
                ReceiverProcess receiver = startReceiver();
                Relay relay = new Relay();
                SpoolLogger logger = SpoolLogger.open(framework, settings(disk, relay))) {
            relay.leadTo(receiver.url());
            IntStream.range(0, 500).forEach(n -> logger.log(0, n));

            assertThat(logger.flush(PATIENCE).complete()).isTrue();
            assertThat(found(receiver))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 500).boxed().toList());
            assertThat(spoolWarnings(logger))
                    .singleElement()
                    .asString()
                    .contains("cannot be written", "Read-only file system");
        }
    }

    private SmallDisk mount(String options) throws Exception {
        return SmallDisk.mount(directory.resolve("disk"), options);
    }

    private ReceiverProcess startReceiver() throws Exception {
        return ReceiverProcess.start(TestFiles.receiverWar(), directory.resolve("receiver"), "--token", TOKEN);
    }

    private Map<String, String> settings(SmallDisk disk, Relay relay) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("url", relay.url().toString());
        settings.put("token", TOKEN);
        settings.put("spoolDir", disk.root().toString());
        settings.put("bufferBytes", "8MB");
        settings.put("batchBytes", "16KB");
        settings.put("linger", "20ms");
        settings.put("retryInitial", "50ms");
        settings.put("retryMax", "500ms");
        return settings;
    }

    private static List<Path> spoolFiles(SmallDisk disk) throws IOException {
        try (Stream<Path> files = Files.list(disk.root())) {
            return files.filter(file -> file.toString().endsWith(".spool")).toList();
        }
    }

    private static List<String> spoolWarnings(SpoolLogger logger) {
        return logger.warnings().stream()
                .filter(warning -> warning.contains("The spool"))
                .toList();
    }

    private static List<Integer> found(ReceiverProcess receiver) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        new SearchClient(receiver.url(), TOKEN)
                .all("n=*")
                .forEach(event -> numbers.add(event.get("n").asInt()));
        return numbers;
    }
}
