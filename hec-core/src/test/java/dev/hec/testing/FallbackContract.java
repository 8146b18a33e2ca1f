package dev.hec.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hec.Admission;
import dev.hec.DropReason;
import dev.hec.EndpointHealth;
import dev.hec.Tally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of events that the appender does not take, where the configuration has another one for them. */
public abstract class FallbackContract {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long PAUSE_NANOS = 1_000_000;

    /** For configurations and the files of fallbacks. */
    @TempDir
    protected Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();

    /** A configuration in the framework's XML: an appender named HEC, and a file for the bare messages that it does not take. */
    protected abstract String xml(Map<String, String> options, Path file);

    /** Starts a framework of its own from a file. */
    protected abstract AppenderHost start(Path configuration);

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    /** Closes something after the test. */
    protected <T extends AutoCloseable> T opened(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    /** Options that work, and work fast. */
    protected static Map<String, String> options(ScriptedCollector collector) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("url", collector.url());
        options.put("token", "t");
        options.put("linger", "10ms");
        options.put("retryInitial", "1ms");
        options.put("retryMax", "20ms");
        options.put("parkInterval", "20ms");
        options.put("drainTimeout", "0ms");
        return options;
    }

    /** A framework with these options, closed after the test. */
    protected AppenderHost configure(Map<String, String> options) throws IOException {
        return configure(xml(options, file()));
    }

    /** A framework with this configuration, closed after the test. */
    protected AppenderHost configure(String xml) throws IOException {
        return opened(start(Files.writeString(directory.resolve("logging.xml"), xml)));
    }

    private Path file() {
        return directory.resolve("fallback.log");
    }

    /** What is in the file of the fallback. */
    protected List<String> fallback() {
        try {
            return Files.exists(file()) ? Files.readAllLines(file()) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The messages that the collector has. */
    protected static List<String> delivered(ScriptedCollector collector) {
        return collector.events().stream()
                .map(event -> event.path("event").path("message").asText())
                .toList();
    }

    private static boolean works(AppenderHost host) {
        return host.tally().endpoints().stream().anyMatch(EndpointHealth::healthy);
    }

    /** Logs "before", and waits until no address of the collector works for the appender. */
    protected static void logUntilDown(AppenderHost host) {
        host.log("INFO", "before");
        await().atMost(PATIENCE).until(() -> !works(host));
    }

    /** Waits until the collector works again for the appender. */
    protected static void awaitWorking(AppenderHost host) {
        await().atMost(PATIENCE).until(() -> works(host));
    }

    private static void flush(AppenderHost host) throws InterruptedException {
        assertThat(host.flush(PATIENCE).complete()).isTrue();
    }

    @Test
    void fallback_collectorUp_getsNothing() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.up());
        AppenderHost host = configure(options(collector));

        host.log("INFO", "m");
        flush(host);

        assertThat(delivered(collector)).containsExactly("m");
        assertThat(fallback()).isEmpty();
    }

    @Test
    void fallback_collectorDown_getsEventsUntilItIsBack() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.down());
        AppenderHost host = configure(options(collector));

        logUntilDown(host);
        host.log("INFO", "meanwhile {}", 1);
        host.log("ERROR", "meanwhile {}", 2);
        assertThat(fallback()).containsExactly("meanwhile 1", "meanwhile 2");
        collector.start();
        awaitWorking(host);
        host.log("INFO", "after");
        flush(host);

        assertThat(delivered(collector)).containsExactly("before", "after");
        assertThat(fallback()).containsExactly("meanwhile 1", "meanwhile 2");
        assertThat(host.tally())
                .returns(2L, tally -> tally.refused(Admission.DIVERTED))
                .returns(2L, Tally::admitted);
    }

    @Test
    void fallback_senderRefused_getsEventsUntilTheTokenIsTaken() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.up());
        collector.requireToken("another");
        AppenderHost host = configure(options(collector));

        logUntilDown(host);
        host.log("INFO", "meanwhile");
        assertThat(fallback()).containsExactly("meanwhile");
        collector.requireToken("t");
        awaitWorking(host);
        flush(host);

        assertThat(delivered(collector)).containsExactly("before");
    }

    @Test
    void fallback_collectorComesAndGoes_eachEventIsInOneOfBothPlaces() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.up());
        Map<String, String> options = options(collector);
        options.putAll(Map.of("linger", "0ms", "parkInterval", "1ms", "maxInFlight", "2"));
        AppenderHost host = configure(options);
        AtomicBoolean ended = new AtomicBoolean();
        ExecutorService executor = Executors.newFixedThreadPool(3);
        opened(executor::shutdownNow);

        List<Future<List<String>>> logging = new ArrayList<>();
        for (int thread = 0; thread < 3; thread++) {
            String prefix = "event " + thread + " ";
            logging.add(executor.submit(() -> {
                List<String> logged = new ArrayList<>();
                while (!ended.get()) {
                    logged.add(prefix + logged.size());
                    host.log("INFO", logged.get(logged.size() - 1));
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                return logged;
            }));
        }
        for (int turn = 0; turn < 5; turn++) {
            collector.requireToken("another");
            await().atMost(PATIENCE).until(() -> !works(host));
            collector.requireToken("t");
            awaitWorking(host);
        }
        ended.set(true);
        List<String> all = new ArrayList<>();
        for (Future<List<String>> one : logging) {
            all.addAll(one.get());
        }
        flush(host);

        List<String> found = new ArrayList<>(delivered(collector));
        found.addAll(fallback());
        assertThat(found.stream().sorted().toList())
                .isEqualTo(all.stream().sorted().toList());
        assertThat(host.tally().refused(Admission.DIVERTED))
                .isEqualTo(fallback().size());
    }

    @Test
    void fallback_collectorDownForLong_getsAllButTheProbes() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.down());
        Map<String, String> options = options(collector);
        options.putAll(Map.of("retryFor", "0ms", "linger", "0ms", "retryMax", "1ms"));
        AppenderHost host = configure(options);

        logUntilDown(host);
        int events = 300;
        IntStream.range(0, events).forEach(i -> host.log("INFO", "event " + i));
        flush(host);

        Tally tally = host.tally();
        assertThat(tally.admitted()).as("the first, and probes").isEqualTo(tally.dropped(DropReason.EXPIRED));
        assertThat(fallback()).hasSize((int) (events + 1 - tally.admitted()));

        collector.start();
        await().atMost(PATIENCE).until(() -> {
            host.log("INFO", "late");
            return works(host);
        });
        flush(host);
        assertThat(delivered(collector)).contains("late");
    }

    @Test
    void fallback_bufferFull_getsWhatDoesNotFit() throws Exception {
        Map<String, String> options = options(opened(ScriptedCollector.down()));
        options.putAll(Map.of("batchBytes", "1KB", "bufferBytes", "2KB", "linger", "10min"));
        options.put("url", opened(SilentCollector.open()).url());
        AppenderHost host = configure(options);

        List<String> logged =
                IntStream.range(0, 100).mapToObj(i -> "event " + i).toList();
        logged.forEach(message -> host.log("INFO", message));

        Tally tally = host.tally();
        assertThat(tally.admitted()).isBetween(1L, 99L);
        assertThat(tally.refused(Admission.FULL)).isEqualTo(100 - tally.admitted());
        assertThat(fallback())
                .hasSize((int) (100 - tally.admitted()))
                .isSubsetOf(logged)
                .doesNotHaveDuplicates();
    }

    @Test
    void fallback_withASpool_getsNothingWhileTheSpoolHasRoom() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.down());
        Map<String, String> options = options(collector);
        options.put("spoolDir", directory.resolve("spool").toString());
        AppenderHost host = configure(options);

        logUntilDown(host);
        host.log("INFO", "meanwhile");
        assertThat(fallback()).isEmpty();
        collector.start();
        flush(host);

        assertThat(delivered(collector)).containsExactly("before", "meanwhile");
        assertThat(host.tally().refused()).isZero();
    }

    @Test
    void reconfigure_whileDown_goesOnWithTheFallback() throws Exception {
        ScriptedCollector collector = opened(ScriptedCollector.down());
        AppenderHost host = configure(options(collector));

        for (int i = 0; i < 3; i++) {
            host.log("INFO", "unknown " + i);
            await().atMost(PATIENCE).until(() -> !works(host));
            host.log("INFO", "known " + i);
            host.reconfigure();
        }

        assertThat(fallback()).contains("known 0", "known 1", "known 2");
        assertThat(Collections.frequency(fallback(), "known 1")).isEqualTo(1);
    }
}
