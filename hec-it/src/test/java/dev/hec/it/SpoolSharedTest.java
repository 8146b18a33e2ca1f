package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.demo.ReceiverProcess;
import dev.hec.demo.SearchClient;
import dev.hec.it.Application.Framework;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Applications with the same appender name that share a spool directory. */
@Timeout(300)
class SpoolSharedTest {

    private static final String TOKEN = "shared-token";
    private static final int WRITERS = 2;
    private static final long CALLS = 3_000;

    @TempDir
    Path directory;

    @Test
    void directory_sharedByLivingDeadAndNew_everyEventIsFoundOnce() throws Exception {
        try (ReceiverProcess receiver = ReceiverProcess.start(
                        TestFiles.receiverWar(), directory.resolve("receiver"), "--token", TOKEN);
                Relay relay = new Relay();
                SpoolProcess lives = start(relay, "lives", Framework.LOGBACK, CALLS);
                SpoolProcess dies = start(relay, "dies", Framework.LOG4J2, SpoolProcess.ENDLESS)) {
            // Nobody answers yet, so all that is logged is in the spool when one of them dies.
            lives.awaitReady();
            dies.awaitReady().awaitCalls(1_000);
            lives.awaitCalls(1_000);
            dies.kill();
            try (SpoolProcess adopts = start(relay, "adopts", Framework.LOGBACK, CALLS)) {
                adopts.awaitReady().awaitCalls(1_000);
                relay.leadTo(receiver.url());
                adopts.awaitEnd();
                lives.awaitEnd();

                SearchClient search = new SearchClient(receiver.url(), TOKEN);
                assertFoundOnce(search, "lives", lives.returned());
                assertFoundOnce(search, "adopts", adopts.returned());
                assertFoundOnce(search, "dies", dies.returned());
                assertThat(List.of(lives.output(), adopts.output(), dies.output()))
                        .noneMatch(output -> output.contains("The spool"));
            }
        }
        try (Stream<Path> files = Files.list(directory.resolve("spool"))) {
            assertThat(files).isEmpty();
        }
    }

    /** The events before the number of returned calls, and perhaps the one whose call had not returned, once each. */
    private static void assertFoundOnce(SearchClient search, String application, long[] returned) throws Exception {
        Map<Integer, List<Integer>> found = search.all("application=" + application).stream()
                .collect(Collectors.groupingBy(
                        event -> event.get("w").asInt(),
                        Collectors.mapping(event -> event.get("n").asInt(), Collectors.toList())));
        for (int writer = 0; writer < WRITERS; writer++) {
            int calls = Math.toIntExact(returned[writer]);
            List<Integer> numbers = found.get(writer);
            assertThat(numbers).as("%s, writer %d", application, writer).isNotNull();
            assertThat(numbers.size()).as("%s, writer %d", application, writer).isBetween(calls, calls + 1);
            assertThat(numbers)
                    .as("%s, writer %d", application, writer)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, numbers.size()).boxed().toList());
        }
    }

    private SpoolProcess start(Relay relay, String application, Framework framework, long calls) throws Exception {
        return SpoolProcess.start(
                directory,
                application,
                framework,
                WRITERS,
                calls,
                Map.ofEntries(
                        Map.entry("url", relay.url().toString()),
                        Map.entry("token", TOKEN),
                        Map.entry("fields", "application=" + application),
                        Map.entry("spoolDir", directory.resolve("spool").toString()),
                        Map.entry("overflow", "block"),
                        Map.entry("maxBlock", "10min"),
                        Map.entry("batchBytes", "32KB"),
                        Map.entry("batchEvents", "100"),
                        Map.entry("linger", "20ms"),
                        Map.entry("retryInitial", "50ms"),
                        Map.entry("retryMax", "500ms")));
    }
}
