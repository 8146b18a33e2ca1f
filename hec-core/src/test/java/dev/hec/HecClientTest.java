package dev.hec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.delivery.DeliveryThreads;
import dev.hec.settings.ConfigException;
import dev.hec.settings.HecConfig;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client as a whole, with a collector on loopback. */
class HecClientTest {

    private static final long TIME = 1_537_538_443_001L;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final EventMapper<String> TEXT = (event, out) -> out.string(event);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final RecordedDiagnostics diagnostics = new RecordedDiagnostics();

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    private LocalCollector collector() throws IOException {
        return opened(LocalCollector.accepting());
    }

    static HecConfig config(String url, String... settings) {
        HecConfig config = new HecConfig();
        config.set("url", url);
        config.set("token", "s3cr3t");
        config.set("host", "web-1");
        config.set("retryInitial", "5ms");
        config.set("retryMax", "20ms");
        for (int i = 0; i < settings.length; i += 2) {
            config.set(settings[i], settings[i + 1]);
        }
        return config;
    }

    private HecClient client(LocalCollector collector, String... settings) throws ConfigException {
        return opened(HecClient.open("test", config(collector.url(), settings).parse(), diagnostics));
    }

    private static Admission offer(HecClient client, String text) {
        return client.offer(text, TEXT, TIME, Severity.INFO);
    }

    private static void flush(HecClient client) throws InterruptedException {
        assertThat(client.flush(PATIENCE).complete()).as("flushed").isTrue();
    }

    private static List<String> texts(LocalCollector collector) {
        return collector.events().stream().map(JsonNode::asText).toList();
    }

    // The way of an event

    @Test
    void offer_event_arrivesWithWhatTheSettingsAdd() throws Exception {
        LocalCollector collector = collector();
        HecClient client =
                client(collector, "source", "app", "sourcetype", "p", "index", "main", "fields", "region=eu");

        assertThat(offer(client, "hello")).isEqualTo(Admission.ADMITTED);
        FlushResult result = client.flush(PATIENCE);

        assertThat(result).isEqualTo(new FlushResult(true, 1, 0, 0));
        assertThat(collector.envelopes())
                .singleElement()
                .hasToString("{\"time\":1.537538443001E9,\"host\":\"web-1\",\"source\":\"app\",\"sourcetype\":\"p\","
                        + "\"index\":\"main\",\"event\":\"hello\",\"fields\":{\"region\":\"eu\"}}");
        assertThat(client.tally())
                .returns(1L, Tally::admitted)
                .returns(1L, Tally::delivered)
                .returns(0L, Tally::heldBytes)
                .returns(1L, Tally::requests)
                .returns(0L, Tally::dropped)
                .returns(0L, Tally::refused)
                .satisfies(tally -> assertThat(tally.deliveredBytes())
                        .isEqualTo(collector.bodyBytes().get(0).longValue()));
        assertThat(client.tally().summary()).isEqualTo("admitted 1, delivered 1, waiting 0, dropped 0, refused 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "gzip", "none"})
    void offer_anyCompression_arrives(String compression) throws Exception {
        LocalCollector collector = collector();
        HecClient client = client(collector, "compression", compression);

        offer(client, "a");
        flush(client);

        assertThat(texts(collector)).containsExactly("a");
    }

    @Test
    void offer_manyThreads_eachArrivesOnceAndInOrderOfItsThread() throws Exception {
        LocalCollector collector = collector();
        HecClient client = client(collector, "batchBytes", "20KB", "bufferBytes", "10MB");
        int threads = 200;
        int each = 50;
        CountDownLatch start = new CountDownLatch(1);
        List<Background<Void>> offering = IntStream.range(0, threads)
                .mapToObj(thread -> Background.<Void>start(() -> {
                    start.await();
                    for (int i = 0; i < each; i++) {
                        assertThat(offer(client, thread + ":" + i)).isEqualTo(Admission.ADMITTED);
                    }
                    return null;
                }))
                .toList();
        start.countDown();
        offering.forEach(Background::result);
        flush(client);

        Map<String, Integer> next = new HashMap<>();
        for (String text : texts(collector)) {
            String[] parts = text.split(":");
            assertThat(Integer.parseInt(parts[1])).as(text).isEqualTo(next.getOrDefault(parts[0], 0));
            next.merge(parts[0], 1, Integer::sum);
        }
        assertThat(next)
                .hasSize(threads)
                .allSatisfy((thread, count) -> assertThat(count).isEqualTo(each));
        assertThat(client.tally().refused()).isZero();
    }

    @Test
    void offer_collectorHangs_returnsAllTheSame() throws Exception {
        LocalCollector collector = opened(LocalCollector.hanging());
        HecClient client = client(collector, "linger", "0ms", "drainTimeout", "0ms");
        offer(client, "first");
        collector.awaitRequest();

        // Nothing but the end of the test would let these calls return if one of them waited for the network.
        for (int i = 0; i < 10_000; i++) {
            assertThat(offer(client, "more")).isEqualTo(Admission.ADMITTED);
        }

        assertThat(client.tally()).returns(0L, Tally::delivered).returns(10_001L, Tally::admitted);
    }

    @Test
    void offer_bufferFull_isRefusedCountedAndTold() throws Exception {
        LocalCollector collector = opened(LocalCollector.hanging());
        HecClient client =
                client(collector, "linger", "0ms", "drainTimeout", "0ms", "batchBytes", "1KB", "bufferBytes", "2KB");
        offer(client, "first");
        collector.awaitRequest();

        while (offer(client, "x".repeat(100)) == Admission.ADMITTED) {
            continue;
        }
        long admitted = client.tally().admitted() + 1;
        assertThat(client.offer("x".repeat(100), TEXT, TIME, Severity.ERROR))
                .as("the last room is kept for errors")
                .isEqualTo(Admission.ADMITTED);
        client.close();

        assertThat(client.tally())
                .returns(admitted, Tally::admitted)
                .returns(admitted, tally -> tally.dropped(DropReason.SHUTDOWN))
                .returns(1L, tally -> tally.refused(Admission.FULL))
                .returns(0L, Tally::heldBytes);
        assertThat(diagnostics.messages())
                .anySatisfy(told -> assertThat(told).startsWith("WARN Refused 1 event(s)"))
                .anySatisfy(told -> assertThat(told).startsWith("WARN Closed with " + admitted + " event(s)"));
    }

    @Test
    void offer_overflowBlocks_waitsForRoomAndLosesNothing() throws Exception {
        LocalCollector collector = collector();
        HecClient client =
                client(collector, "overflow", "block", "maxBlock", "10min", "batchBytes", "1KB", "bufferBytes", "2KB");

        for (int i = 0; i < 200; i++) {
            assertThat(offer(client, i + "x".repeat(200))).isEqualTo(Admission.ADMITTED);
        }
        flush(client);

        assertThat(collector.events()).hasSize(200);
    }

    @Test
    void collector_restarted_losesNothing() throws Exception {
        LocalCollector collector = collector();
        HecClient client = client(collector, "linger", "0ms");
        offer(client, "before");
        flush(client);
        collector.stop();
        for (int i = 0; i < 100; i++) {
            offer(client, "during" + i);
        }
        awaitRetry(client);
        collector.restart();
        offer(client, "after");
        flush(client);

        // A request that died with the collector may have been stored before: then it is there twice.
        assertThat(Set.copyOf(texts(collector))).hasSize(102).contains("before", "during0", "during99", "after");
        assertThat(client.tally()).returns(102L, Tally::delivered).returns(0L, Tally::dropped);
        client.close();
        assertThat(diagnostics.messages())
                .anySatisfy(told -> assertThat(told)
                        .startsWith("WARN Delivery to http://127.0.0.1")
                        .contains("failed: "))
                .anySatisfy(
                        told -> assertThat(told).startsWith("INFO Delivery to").contains("recovered"));
    }

    private static void awaitRetry(HecClient client) {
        await().atMost(PATIENCE).until(() -> client.tally().retries() > 2);
    }

    // Events that are hard to encode

    @Test
    void offer_textLargerThanABatch_isCutAndMarked() throws Exception {
        LocalCollector collector = collector();
        HecClient client = client(collector, "batchBytes", "1KB");

        offer(client, "begin" + "é".repeat(5_000_000));
        flush(client);

        JsonNode envelope = collector.envelopes().get(0);
        assertThat(envelope.get("event").textValue())
                .startsWith("beginé")
                .endsWith("é…")
                .hasSizeGreaterThan(200);
        assertThat(envelope.at("/fields/truncated").booleanValue()).isTrue();
        assertThat(collector.bodyBytes())
                .singleElement()
                .satisfies(bytes -> assertThat(bytes).isLessThanOrEqualTo(1_000));
    }

    @Test
    void offer_recordOfExactlyABatch_isNotCut() throws Exception {
        LocalCollector collector = collector();
        HecClient client = client(collector, "batchBytes", "1KB");
        int overhead = "{\"time\":1537538443.001,\"host\":\"web-1\",\"event\":\"\"}".length();

        offer(client, "x".repeat(1_000 - overhead));
        offer(client, "x".repeat(1_001 - overhead));
        flush(client);

        assertThat(collector.envelopes())
                .extracting(envelope -> envelope.has("fields"))
                .containsExactly(false, true);
        assertThat(collector.bodyBytes().get(0)).isEqualTo(1_000);
    }

    @Test
    void offer_nothingToShorten_isReplacedByANotice() throws Exception {
        LocalCollector collector = collector();
        HecClient client = client(collector);
        EventMapper<String> manyKeys = (event, out) -> {
            out.beginObject();
            for (int i = 0; i < 100_000; i++) {
                out.field("key" + i, "v");
            }
            out.endObject();
        };

        assertThat(client.offer("x", manyKeys, TIME, Severity.INFO)).isEqualTo(Admission.ADMITTED);
        flush(client);

        assertThat(texts(collector))
                .singleElement()
                .asString()
                .matches("event left out: \\d+ bytes, and no long text to shorten");
    }

    /** A kind of error that nobody has heard of. */
    static final class OwnError extends Error {
        private static final long serialVersionUID = 1L;
    }

    static List<Throwable> failures() {
        return List.of(
                new IllegalStateException("secret"),
                new OwnError(),
                new StackOverflowError(),
                new NoClassDefFoundError("x"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void offer_mapperThrows_deliversThatInstead(Throwable failure) throws Exception {
        LocalCollector collector = collector();
        HecClient client = client(collector);
        EventMapper<String> failing = (event, out) -> {
            out.beginObject();
            out.field("half", "done");
            sneakyThrow(failure);
        };

        assertThat(client.offer("x", failing, TIME, Severity.INFO)).isEqualTo(Admission.ADMITTED);
        offer(client, "next");
        flush(client);

        assertThat(texts(collector))
                .containsExactly(
                        "event could not be encoded: " + failure.getClass().getName(), "next");
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneakyThrow(Throwable failure) throws T {
        throw (T) failure;
    }

    // Recursion

    @Test
    void offer_fromInsideAnEvent_isRecursiveAndTheOuterOneArrives() throws Exception {
        LocalCollector collector = collector();
        HecClient client = client(collector);
        AtomicReference<Admission> inner = new AtomicReference<>();
        EventMapper<String> logging = (event, out) -> {
            out.beginObject();
            out.value("argument", new Object() {
                @Override
                public String toString() {
                    inner.set(offer(client, "inner"));
                    return "outer";
                }
            });
            out.endObject();
        };

        assertThat(client.offer("x", logging, TIME, Severity.INFO)).isEqualTo(Admission.ADMITTED);
        flush(client);

        assertThat(inner).hasValue(Admission.RECURSIVE);
        assertThat(collector.events()).singleElement().hasToString("{\"argument\":\"outer\"}");
        assertThat(client.tally().refused(Admission.RECURSIVE)).isEqualTo(1);
    }

    @Test
    void offer_fromADeliveryThreadOfAnyClient_isRecursive() throws Exception {
        HecClient client = client(collector());
        AtomicReference<Admission> admission = new AtomicReference<>();
        Thread thread = new DeliveryThreads("other").newThread(() -> admission.set(offer(client, "x")));

        thread.start();
        thread.join();

        assertThat(admission).hasValue(Admission.RECURSIVE);
    }

    // The end

    @Test
    void close_deliversWhatIsLeft() throws Exception {
        LocalCollector collector = collector();
        HecClient client = client(collector, "linger", "10min");
        offer(client, "a");
        offer(client, "b");

        client.close();

        assertThat(texts(collector)).containsExactly("a", "b");
        assertThat(client.tally()).returns(2L, Tally::delivered).returns(0L, Tally::dropped);
        assertThat(diagnostics.messages()).isEmpty();
    }

    @Test
    void close_again_doesNothing() throws Exception {
        HecClient client = client(collector());
        client.close();
        Tally tally = client.tally();

        client.close();

        assertThat(client.tally()).isEqualTo(tally);
    }

    @Test
    void offer_afterClose_isRefusedAndCounted() throws Exception {
        HecClient client = client(collector());
        client.close();

        assertThat(offer(client, "late")).isEqualTo(Admission.CLOSED);
        assertThat(client.tally())
                .returns(1L, tally -> tally.refused(Admission.CLOSED))
                .returns(0L, Tally::admitted);
        assertThat(client.flush(Duration.ZERO)).isEqualTo(new FlushResult(true, 0, 0, 0));
    }

    @Test
    void close_interruptFlagSet_deliversAllTheSame() throws Exception {
        LocalCollector collector = collector();
        HecClient client = client(collector, "linger", "10min");
        offer(client, "a");

        Thread.currentThread().interrupt();
        client.close();

        assertThat(Thread.interrupted()).as("the flag is left").isTrue();
        assertThat(texts(collector)).containsExactly("a");
    }

    static List<Duration> longDurations() {
        return List.of(
                Duration.ofDays(365 * 300),
                Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
                Duration.ofNanos(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("longDurations")
    void close_andFlush_longerThanNanosecondsCanSay_work(Duration forever) throws Exception {
        LocalCollector collector = collector();
        HecClient client = client(collector, "linger", "10min");
        offer(client, "a");
        assertThat(client.flush(forever).complete()).isTrue();
        offer(client, "b");

        client.close(forever);

        assertThat(texts(collector)).containsExactly("a", "b");
    }

    @Test
    void close_negativeTime_dropsAtOnce() throws Exception {
        LocalCollector collector = opened(LocalCollector.hanging());
        HecClient client = client(collector);
        offer(client, "a");

        client.close(Duration.ofSeconds(Long.MIN_VALUE));

        assertThat(client.tally().dropped(DropReason.SHUTDOWN)).isEqualTo(1);
    }

    @Test
    void close_leavesNoDeliveryThread() throws Exception {
        HecClient client = opened(HecClient.open(
                "leaves-no-thread",
                config(collector().url(), "maxInFlight", "3").parse(),
                diagnostics));
        offer(client, "a");
        flush(client);
        assertThat(threads("hec-leaves-no-thread")).isNotEmpty();

        client.close();

        // Threads of the connection end with it, within moments; those of delivery have ended.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(threads("hec-leaves-no-thread")).isEmpty());
    }

    private static Set<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toSet());
    }

    @Test
    void close_diagnosticsThrow_isNoTrouble() throws Exception {
        LocalCollector collector = opened(LocalCollector.hanging());
        HecClient client = HecClient.open("test", config(collector.url()).parse(), new Diagnostics() {
            @Override
            public void info(String message) {
                throw new IllegalStateException();
            }

            @Override
            public void warn(String message) {
                throw new OwnError();
            }
        });
        offer(client, "a");

        client.close(Duration.ZERO);

        assertThat(client.tally().dropped()).isEqualTo(1);
    }

    @Test
    void close_inAShutdownHook_deliversWhatIsLeft(@TempDir Path directory) throws Exception {
        LocalCollector collector = collector();
        Process application = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Application.class.getName(),
                        collector.url())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("application.log").toFile())
                .start();
        assertThat(application.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();

        assertThat(directory.resolve("application.log")).content().isEmpty();
        assertThat(application.exitValue()).isEqualTo(3);
        assertThat(collector.events()).hasSize(1_000);
    }

    /** Logs and exits, with closing left to a shutdown hook. */
    static final class Application {

        private Application() {}

        public static void main(String[] arguments) throws ConfigException {
            // Newer JDKs comment on the native library of zstd, and this output is checked.
            HecClient client = HecClient.open(
                    "child",
                    config(arguments[0], "linger", "10min", "compression", "gzip")
                            .parse(),
                    Diagnostics.SILENT);
            Runtime.getRuntime().addShutdownHook(new Thread(client::close));
            for (int i = 0; i < 1_000; i++) {
                offer(client, "event " + i);
            }
            System.exit(3);
        }
    }

    // The start

    @Test
    void open_tokenFileMissing_saysSoAndLeavesNoThread(@TempDir Path directory) throws Exception {
        HecConfig config =
                config("http://localhost:1", "token", "", "tokenFile", directory + File.separator + "absent");

        assertThatThrownBy(() -> HecClient.open("never-opened", config.parse(), diagnostics))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("absent");
        assertThat(threads("hec-never-opened")).isEmpty();
    }

    @Test
    void open_collectorDown_doesNoHarm() throws Exception {
        LocalCollector collector = collector();
        collector.stop();
        HecClient client = client(collector, "linger", "0ms");

        assertThat(offer(client, "early")).isEqualTo(Admission.ADMITTED);
        awaitRetry(client);
        collector.restart();
        flush(client);

        assertThat(texts(collector)).containsExactly("early");
    }

    @Test
    void toString_hasCountsAndNoSecret() throws Exception {
        assertThat(client(collector()).toString())
                .startsWith("HecClient(admitted 0")
                .doesNotContain("s3cr3t");
    }
}
