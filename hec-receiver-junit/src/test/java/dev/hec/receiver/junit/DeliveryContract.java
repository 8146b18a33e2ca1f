package dev.hec.receiver.junit;

import static dev.hec.receiver.fault.FaultScript.next;
import static dev.hec.receiver.fault.FaultScript.withProbability;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.fault.Aim;
import dev.hec.receiver.fault.FaultScript;
import dev.hec.testing.AppenderHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What reaches a receiver that fails, from the log call to the stored event; each adapter's tests inherit it. */
@Timeout(120)
public abstract class DeliveryContract {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** One for the class: it starts once, and forgets between tests. */
    @RegisterExtension
    protected static final HecReceiver RECEIVER = HecReceiver.create();

    private final List<AppenderHost> hosts = new ArrayList<>();

    @TempDir
    private Path directory;

    /** A configuration in the framework's XML: an appender with options, for all levels. */
    protected abstract String xml(Map<String, String> options);

    /** Starts a framework of its own from a file. */
    protected abstract AppenderHost start(Path configuration);

    @AfterEach
    void close() {
        hosts.forEach(AppenderHost::close);
    }

    private AppenderHost configure(String url, String... namesAndTexts) throws IOException {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("url", url);
        options.put("token", RECEIVER.token());
        options.put("linger", "1ms");
        options.put("retryInitial", "1ms");
        options.put("retryMax", "20ms");
        options.put("drainTimeout", "200ms");
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            options.put(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        Path file = directory.resolve("logging.xml");
        Files.writeString(file, xml(options));
        AppenderHost host = start(file);
        hosts.add(host);
        return host;
    }

    private static void deliver(AppenderHost host) throws InterruptedException {
        assertThat(host.flush(PATIENCE).complete())
                .as(() -> "delivered; " + host.status().messages())
                .isTrue();
        assertThat(host.tally().dropped()).isZero();
    }

    private static List<String> messages() {
        return RECEIVER.events().stream().map(ReceivedEvent::message).toList();
    }

    @Test
    void events_endToEnd_areFoundWithTheirFields() throws Exception {
        AppenderHost host = configure(RECEIVER.url(), "source", "shop", "host", "web-1", "index", "main");

        host.logWithContext(Map.of("user", "u7"), "sold");

        ReceivedEvent event = RECEIVER.await().event("sold");
        assertThat(event.field("severity")).isEqualTo("INFO");
        assertThat(event.field("logger")).isEqualTo("test.Logger");
        assertThat(event.field("mdc.user")).isEqualTo("u7");
        assertThat(event.source()).isEqualTo("shop");
        assertThat(event.host()).isEqualTo("web-1");
        assertThat(event.index()).isEqualTo("main");
        deliver(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "zstd"})
    void events_inEachCompression_areFoundInOrder(String codec) throws Exception {
        AppenderHost host = configure(RECEIVER.url(), "compression", codec);
        List<String> logged =
                IntStream.range(0, 200).mapToObj(i -> "event " + i).toList();

        logged.forEach(message -> host.log("INFO", message));
        deliver(host);

        assertThat(messages()).isEqualTo(logged);
        assertThat(RECEIVER.requests())
                .allSatisfy(request -> assertThat(request.codec()).isEqualTo(codec));
    }

    @Test
    void busy_withRetryAfter_isHonoured() throws Exception {
        RECEIVER.faults().add(next(1).reply(429).retryAfter(Duration.ofSeconds(1)));
        AppenderHost host = configure(RECEIVER.url());

        long start = System.nanoTime();
        host.log("INFO", "patient");
        deliver(host);

        // Sooner it must not come; later it may.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(990));
        assertThat(messages()).containsExactly("patient");
        assertThat(RECEIVER.requests()).extracting(ReceivedRequest::status).containsExactly(429, 200);
    }

    @Test
    void unavailable_isTriedAgainWithTheSameBatch() throws Exception {
        RECEIVER.faults().add(next(2).reply(503));
        AppenderHost host = configure(RECEIVER.url());

        host.log("INFO", "patient");
        deliver(host);

        assertThat(messages()).containsExactly("patient");
        assertThat(RECEIVER.requests()).extracting(ReceivedRequest::status).containsExactly(503, 503, 200);
        assertThat(RECEIVER.requests())
                .extracting(request -> request.header("X-Hec-Batch"))
                .doesNotContainNull()
                .containsOnly(RECEIVER.requests().get(0).header("X-Hec-Batch"));
    }

    /** What is done to a connection. */
    enum Cut {
        RESET_BEFORE_BODY(Aim::resetBeforeBody),
        RESET_AFTER_BODY(Aim::resetAfterBody),
        LOSE_REPLY(Aim::loseReply);

        private final Function<Aim, FaultScript> fault;

        Cut(Function<Aim, FaultScript> fault) {
            this.fault = fault;
        }
    }

    @ParameterizedTest
    @EnumSource
    void connection_thatIsCut_losesAndDoublesNothing(Cut cut) throws Exception {
        RECEIVER.faults().add(cut.fault.apply(next(2)));
        AppenderHost host = configure(RECEIVER.url());

        host.log("INFO", "once");
        deliver(host);

        assertThat(messages()).containsExactly("once");
        assertThat(RECEIVER.faults().progress())
                .as("faults that did not happen")
                .allMatch(one -> one.left().orElseThrow() == 0);
        assertThat(RECEIVER.requests()).extracting(ReceivedRequest::status).containsExactly(0, 0, 200);
    }

    @Test
    void faults_ofAllKindsAtRandom_loseAndDoubleNothing() throws Exception {
        long seed = Long.getLong("chaos.seed", System.nanoTime());
        RECEIVER.faults()
                .add(
                        withProbability(0.15, seed).loseReply(),
                        withProbability(0.15, seed + 1).resetAfterBody(),
                        withProbability(0.15, seed + 2).resetBeforeBody(),
                        withProbability(0.15, seed + 3).delay(Duration.ofMillis(2)));
        AppenderHost host = configure(RECEIVER.url(), "batchEvents", "10", "maxInFlight", "2");
        List<String> logged =
                IntStream.range(0, 300).mapToObj(i -> "event " + i).toList();

        logged.forEach(message -> host.log("INFO", message));
        deliver(host);

        assertThat(messages()).as("seed " + seed).containsExactlyInAnyOrderElementsOf(logged);
        assertThat(RECEIVER.requests()).anyMatch(request -> request.status() == 0);
    }

    @Test
    void reply_thatNeverComes_isGivenUpAndTriedAgain() throws Exception {
        RECEIVER.faults().add(next(1).hang());
        AppenderHost host = configure(RECEIVER.url(), "requestTimeout", "200ms");

        host.log("INFO", "patient");
        deliver(host);

        assertThat(messages()).containsExactly("patient");
    }

    @Test
    void certificate_thatIsWrong_isRefused_andTheRightOneTaken() throws Exception {
        RECEIVER.faults().add(next(2).wrongCertificate());
        AppenderHost host = configure(
                RECEIVER.httpsUrl(), "tlsTrust", RECEIVER.certificateFile().toString());

        host.log("INFO", "secret");
        host.status().await("certificate");
        deliver(host);

        assertThat(messages()).containsExactly("secret");
        assertThat(RECEIVER.requests()).as("none by the wrong ones").hasSize(1);
    }
}
