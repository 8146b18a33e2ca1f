package dev.hec.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.Admission;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happens if the user's code logs while an event of it is being encoded; each adapter's tests inherit it. The event
 * inside may be left out, by the framework or by us, but the one outside arrives, once, and it ends.
 */
public abstract class RecursionContract {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final ScriptedCollector collector = ScriptedCollector.up();
    private AppenderHost host;

    /** A configuration in the framework's XML: an appender with options, for all levels. */
    protected abstract String xml(Map<String, String> options);

    /** Starts a framework of its own from a file. */
    protected abstract AppenderHost start(Path configuration);

    @BeforeEach
    void start() throws Exception {
        host = configured();
    }

    private AppenderHost configured() throws Exception {
        Map<String, String> options = AppenderContract.options(collector.url());
        return start(Files.writeString(directory.resolve("logging.xml"), xml(options)));
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
        collector.close();
    }

    private List<JsonNode> delivered() throws InterruptedException {
        assertThat(host.flush(PATIENCE).complete()).isTrue();
        // Whatever was refused is counted, and nothing is left waiting.
        assertThat(host.tally().admitted()).isEqualTo(collector.events().size());
        assertThat(host.tally().refused()).isEqualTo(host.tally().refused(Admission.RECURSIVE));
        return collector.events().stream()
                .map(envelope -> envelope.path("event"))
                .toList();
    }

    /** Logs itself as soon as somebody asks for its text, which without a guard never ends. */
    private Object logsItself() {
        return new Object() {
            @Override
            public String toString() {
                host.logPairs(Map.of("key", this));
                return "text";
            }
        };
    }

    @Test
    void pair_thatLogsItself_arrivesOnce() throws Exception {
        host.logPairs(Map.of("key", logsItself()));

        assertThat(delivered())
                .singleElement()
                .extracting(event -> event.path("key").asText())
                .isEqualTo("text");
    }

    @Test
    void throwable_whoseMessageLogs_arrivesOnce() throws Exception {
        RuntimeException thrown = new RuntimeException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                host.log("INFO", "inner");
                return "text";
            }
        };

        host.logException("outer", thrown);

        // Logback asks for the message before an appender sees the event, so the inner event may be one like any other.
        assertThat(messages()).containsOnlyOnce("outer");
        assertThat(delivered())
                .filteredOn(event -> event.has("exception"))
                .singleElement()
                .extracting(event -> event.path("exception").path("message").asText())
                .isEqualTo("text");
    }

    @Test
    void argument_thatLogsOnAnotherThreadAndWaits_bothArrive() throws Exception {
        host.log("INFO", "outer {}", new Object() {
            @Override
            public String toString() {
                CompletableFuture.runAsync(() -> host.log("INFO", "inner")).join();
                return "text";
            }
        });

        assertThat(messages()).containsExactlyInAnyOrder("inner", "outer text");
        assertThat(host.tally().refused()).isZero();
    }

    @Test
    void log_afterRecursion_isAsEver() throws Exception {
        for (int i = 0; i < 100; i++) {
            host.logPairs(Map.of("key", logsItself()));
        }
        host.log("INFO", "after");

        assertThat(messages()).hasSize(101).endsWith("after");
    }

    /** The framework and its appender. */
    protected AppenderHost host() {
        return host;
    }

    /** The messages of all events, after flushing. */
    protected List<String> messages() throws InterruptedException {
        return delivered().stream().map(event -> event.path("message").asText()).toList();
    }
}
