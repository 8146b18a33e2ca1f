package dev.hec.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.testing.ChildJvm;
import dev.hec.testing.ScriptedCollector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All loggers asynchronous, whose events and messages are used again for the next ones. */
class AsyncLoggersTest {

    @TempDir
    private Path directory;

    @Test
    void events_ofSeveralThreads_arriveOnceEachWithWhatTheyHadThen() throws Exception {
        try (ScriptedCollector collector = ScriptedCollector.up()) {
            Map<String, String> options = new LinkedHashMap<>();
            options.put("url", collector.url());
            options.put("token", "t");
            options.put("linger", "10ms");
            Path file = Files.writeString(directory.resolve("log4j2.xml"), Log4jXml.of(options, Map.of()));

            ChildJvm application = ChildJvm.run(
                    directory,
                    AsyncApplication.class,
                    Map.of(),
                    "-Dlog4j2.configurationFile=" + file,
                    "-Dlog4j2.contextSelector=org.apache.logging.log4j.core.async.AsyncLoggerContextSelector",
                    "-Dlog4j2.enableThreadlocals=true",
                    // Room for all: with a full ring Log4j 2.26.1 loses events of several threads itself, whatever the
                    // appender.
                    "-Dlog4j2.asyncLoggerRingBufferSize=16384");

            int all = AsyncApplication.THREADS * AsyncApplication.EVENTS_OF_A_THREAD;
            assertThat(application.exitCode()).as(application.output()).isZero();
            assertThat(application.output()).contains("context AsyncLoggerContext", "delivered " + all);
            Map<String, List<JsonNode>> ofThreads = collector.events().stream()
                    .map(envelope -> envelope.path("event"))
                    .collect(Collectors.groupingBy(event -> event.path("thread").asText()));
            assertThat(ofThreads).hasSize(AsyncApplication.THREADS);
            IntStream.range(0, AsyncApplication.THREADS)
                    .forEach(thread -> assertComplete(thread, ofThreads.get("logging-" + thread)));
        }
    }

    private static void assertComplete(int thread, List<JsonNode> events) {
        assertThat(events)
                .extracting(event -> event.path("logger").asText() + " "
                        + event.path("message").asText() + " "
                        + event.path("mdc").path("event").asText())
                .isEqualTo(IntStream.range(0, AsyncApplication.EVENTS_OF_A_THREAD)
                        .mapToObj(i -> thread + "-" + i)
                        .map(text -> "logger-" + thread + " event " + text + " " + text)
                        .toList());
    }
}
