package dev.hec.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.status.Status;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.Tally;
import dev.hec.testing.ScriptedCollector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logback reads its configuration again, and the appender is stopped and another one started. */
class ReconfigurationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final ScriptedCollector collector = ScriptedCollector.up();
    private final LoggerContext context = new LoggerContext();
    private final List<HecAppender> appenders = new ArrayList<>();
    private Instant written = Instant.now();

    @AfterEach
    void close() throws Exception {
        context.stop();
        collector.close();
    }

    /** Writes the configuration, always newer than before, whatever the clock of the file system. */
    private Path write(String source, String ending) throws IOException {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("url", collector.url());
        options.put("token", "t");
        options.put("source", source);
        // Sent when the appender stops, or never.
        options.put("linger", "10min");
        String xml = LogbackXml.of(options, Map.of())
                .replace("<configuration>", "<configuration scan=\"true\" scanPeriod=\"20 milliseconds\">")
                .replace("\"HEC\"", "\"SCAN\"")
                .replace("</configuration>", ending);
        Path next = Files.writeString(directory.resolve("next"), xml);
        written = written.plusSeconds(10);
        Files.setLastModifiedTime(next, FileTime.from(written));
        Path file = directory.resolve("logback.xml");
        return Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private void configure(Path file) throws Exception {
        context.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator joran = new JoranConfigurator();
        joran.setContext(context);
        joran.doConfigure(file.toFile());
        awaitNextAppender();
    }

    private void awaitNextAppender() {
        HecAppender last = appenders.isEmpty() ? null : appenders.get(appenders.size() - 1);
        Awaitility.await().atMost(PATIENCE).until(() -> {
            HecAppender found = attached();
            return found != null && found != last && found.isStarted();
        });
        appenders.add(attached());
    }

    private @Nullable HecAppender attached() {
        Appender<ILoggingEvent> found =
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("SCAN");
        return (HecAppender) found;
    }

    private List<String> sources() {
        return collector.events().stream()
                .filter(event -> event.path("event").path("thread").asText().equals("main"))
                .map(event -> event.path("source").asText() + " "
                        + event.path("event").path("message").asText())
                .toList();
    }

    @Test
    void scan_ofAFileThatIsChangedAndBroken_losesNothingThatWasTakenIn() throws Exception {
        configure(write("one", "</configuration>"));
        AtomicBoolean enough = new AtomicBoolean();
        Thread busy = new Thread(() -> {
            while (!enough.get()) {
                context.getLogger("busy").info("m");
                Thread.onSpinWait();
            }
        });
        busy.start();
        try {
            context.getLogger("x").info("first");
            write("two", "</configuration>");
            awaitNextAppender();
            context.getLogger("x").info("second");
            // Logback falls back to what it last read without an error.
            write("three", "</nonsense>");
            awaitNextAppender();
            context.getLogger("x").info("third");
            write("four", "</configuration>");
            awaitNextAppender();
            context.getLogger("x").info("fourth");
        } finally {
            enough.set(true);
            busy.join();
        }
        Instant before = Instant.now();
        context.stop();

        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(8));
        assertThat(sources()).containsExactly("one first", "two second", "two third", "four fourth");
        long admitted = appenders.stream()
                .map(HecAppender::tally)
                .mapToLong(Tally::admitted)
                .sum();
        assertThat(collector.events()).hasSize((int) admitted);
        assertNoThreadIsLeft();
        assertThat(context.getStatusManager().getCopyOfStatusList())
                .filteredOn(status -> status.getOrigin() instanceof HecAppender)
                .extracting(Status::getEffectiveLevel)
                .doesNotContain(Status.ERROR);
    }

    private static void assertNoThreadIsLeft() {
        // A worker of the HTTP client has been told to end, and needs a moment.
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("hec-SCAN")));
    }

    @Test
    void reset_severalTimesInARow_losesNothing() throws Exception {
        Path file = write("one", "</configuration>");
        for (int i = 0; i < 20; i++) {
            configure(file);
            context.getLogger("x").info("event " + i);
            context.reset();
        }

        assertThat(collector.events().stream().map(ReconfigurationTest::message))
                .containsExactlyElementsOf(
                        IntStream.range(0, 20).mapToObj(i -> "event " + i).toList());
        assertNoThreadIsLeft();
    }

    private static String message(JsonNode envelope) {
        return envelope.path("event").path("message").asText();
    }
}
