package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.Admission;
import dev.hec.DropReason;
import dev.hec.Tally;
import dev.hec.demo.ReceiverProcess;
import dev.hec.demo.SearchClient;
import dev.hec.it.Application.Framework;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both appenders, from XML, against the packaged receiver in a JVM of its own. */
class AppenderEndToEndTest {

    private static final String TOKEN = "end-to-end-token";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void event_withEverything_isFoundByEachOfItsParts(Framework framework) throws Exception {
        try (ReceiverProcess receiver = startReceiver(0);
                Application application = framework.start(receiver.url(), TOKEN)) {
            application.logEverything();
            assertThat(application.flush(PATIENCE).complete()).isTrue();

            List<JsonNode> found = search(receiver)
                    .all("message=\"payment of 7.50 failed\" severity=ERROR logger=shop.Orders mdc.user=u1 source=it"
                            + " markers=AUDIT markers=SECURITY exception.class=java.lang.IllegalStateException"
                            + " exception.message=\"card declined\" framework=" + framework);
            assertThat(found).hasSize(1);
            JsonNode event = found.get(0);
            assertThat(event.get("thread").asText())
                    .isEqualTo(Thread.currentThread().getName());
            assertThat(event.has("serverHost")).isTrue();
            assertThat(event.get("exception.stack").asText())
                    .contains("logEverything", "Caused by: java.io.IOException: bank away");
            if (framework == Framework.LOGBACK) {
                assertThat(event.get("order_id").isNumber()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void receiver_downAtStart_eventsArriveOnceItIsUp(Framework framework) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (Application application = framework.start(URI.create("http://127.0.0.1:" + port), TOKEN)) {
            IntStream.range(0, 100).forEach(application::log);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(application.status())
                            .contains("Delivery to http://127.0.0.1:" + port + " failed: ConnectException"));
            assertThat(application.flush(Duration.ZERO).pending()).isEqualTo(100);

            try (ReceiverProcess receiver = startReceiver(port)) {
                assertThat(application.flush(PATIENCE).complete()).isTrue();
                assertThat(numbers(receiver)).containsExactlyElementsOf(upTo(100));
            }
            assertThat(application.status()).contains("recovered after");
        }
    }

    @ParameterizedTest
    @EnumSource
    void receiver_killedAndRestartedMidRun_losesNothing(Framework framework) throws Exception {
        int events = 20_000;
        ReceiverProcess receiver = startReceiver(0);
        int port = receiver.url().getPort();
        try (Application application = framework.start(receiver.url(), TOKEN)) {
            CountDownLatch halfLogged = new CountDownLatch(events / 2);
            Thread logging = new Thread(() -> IntStream.range(0, events).forEach(n -> {
                application.log(n);
                halfLogged.countDown();
            }));
            logging.start();
            halfLogged.await();
            receiver.kill();
            logging.join();
            // With the receiver gone this cannot end early: the second half is still to be sent.
            assertThat(application.flush(Duration.ofSeconds(1)).complete()).isFalse();
            receiver = startReceiver(port);

            assertThat(application.flush(PATIENCE).complete()).isTrue();
            Tally tally = application.tally();
            assertThat(tally.delivered()).isEqualTo(events);
            assertThat(tally.retries()).isPositive();
            assertThat(tally.dropped() + tally.refused()).isZero();
            // A request may have been stored without its reply having arrived; then it comes twice.
            assertThat(numbers(receiver).stream().distinct()).containsExactlyElementsOf(upTo(events));
        } finally {
            receiver.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void token_wrong_eventsAreKeptThenCountedAndTheReasonIsTold(Framework framework) throws Exception {
        try (ReceiverProcess receiver = startReceiver(0)) {
            Application application = framework.start(receiver.url(), "not-the-token");
            try (application) {
                IntStream.range(0, 10).forEach(application::log);
                awaitRefusals(application);
                assertThat(application.flush(Duration.ZERO).pending()).isEqualTo(10);
                assertThat(application.tally().dropped()).isZero();
            }
            assertThat(application.tally().dropped(DropReason.SHUTDOWN)).isEqualTo(10);
            assertThat(application.status())
                    .contains("HTTP 403", "Invalid token", "Check url and token", "10 event(s) undelivered")
                    .doesNotContain("not-the-token");
            assertThat(search(receiver).count("")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void url_ofAnotherPath_isToldAndEventsAreKept(Framework framework) throws Exception {
        try (ReceiverProcess receiver = startReceiver(0)) {
            Application application = framework.start(receiver.url().resolve("/elsewhere"), TOKEN);
            try (application) {
                application.log(1);
                awaitRefusals(application);
                assertThat(application.flush(Duration.ZERO).pending()).isEqualTo(1);
            }
            assertThat(application.status()).contains("HTTP 404", "Check url and token");
            assertThat(application.tally().refused(Admission.FULL)).isZero();
        }
    }

    /** Waits until the receiver is asked for the third time, and so has refused twice. */
    private static void awaitRefusals(Application application) {
        Awaitility.await().atMost(PATIENCE).until(() -> application.tally().requests() >= 3);
    }

    private ReceiverProcess startReceiver(int port) throws Exception {
        return ReceiverProcess.start(
                TestFiles.receiverWar(), directory, "--token", TOKEN, "--port", Integer.toString(port));
    }

    private static SearchClient search(ReceiverProcess receiver) {
        return new SearchClient(receiver.url(), TOKEN);
    }

    private static List<Integer> numbers(ReceiverProcess receiver) throws Exception {
        return search(receiver).all("n=*").stream()
                .map(event -> event.get("n").asInt())
                .toList();
    }

    private static List<Integer> upTo(int end) {
        return IntStream.range(0, end).boxed().toList();
    }
}
