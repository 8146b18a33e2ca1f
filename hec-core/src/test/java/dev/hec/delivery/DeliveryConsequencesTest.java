package dev.hec.delivery;

import static dev.hec.delivery.ScriptedTransport.answer;
import static dev.hec.delivery.ScriptedTransport.badEvent;
import static dev.hec.delivery.ScriptedTransport.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hec.Background;
import dev.hec.DropReason;
import dev.hec.RecordedDiagnostics;
import dev.hec.Severity;
import dev.hec.auth.Credentials;
import dev.hec.buffer.BufferLimits;
import dev.hec.buffer.EventBuffer;
import dev.hec.deadletter.DeadLetters;
import dev.hec.delivery.ScriptedTransport.Sent;
import dev.hec.time.ManualTime;
import dev.hec.transport.Answer;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What delivery leaves behind beside delivered events: dead letters, events about losses, ids, counts. */
@Timeout(60)
class DeliveryConsequencesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration RETRY_FOR = Duration.ofMinutes(1);
    private static final Duration PARK = Duration.ofSeconds(40);
    private static final long EVENT_TIME =
            Instant.parse("2026-01-02T03:04:05.006Z").toEpochMilli();

    @TempDir
    Path directory;

    private final ManualTime time = new ManualTime();
    private final ScriptedTransport collector = new ScriptedTransport();
    private final RecordedDiagnostics diagnostics = new RecordedDiagnostics();
    private final EventBuffer buffer = new EventBuffer(BufferLimits.onHeap(10_000_000, 1_000_000, 200_000, 0, 0), time);
    private final DeliveryFixture fixture = new DeliveryFixture(time);
    private Delivery delivery;

    private void start() {
        fixture.diagnostics = diagnostics;
        delivery = fixture.start(
                buffer,
                new RetryPolicy(
                        RETRY_FOR.toNanos(),
                        Duration.ofMillis(250).toNanos(),
                        Duration.ofSeconds(30).toNanos(),
                        Duration.ofMinutes(5).toNanos(),
                        PARK.toNanos()),
                collector);
    }

    @AfterEach
    void close() {
        buffer.close();
        assertThat(delivery.close(0)).as("delivery threads end").isTrue();
    }

    private void offer(Severity severity, String... records) {
        for (String record : records) {
            byte[] bytes = (record + "\n").getBytes(StandardCharsets.UTF_8);
            buffer.append(bytes, bytes.length, EVENT_TIME, severity);
        }
    }

    private void awaitSettled() {
        Background.start(() -> buffer.flush(Long.MAX_VALUE)).result();
    }

    private List<JsonNode> deadLetters() throws IOException {
        List<JsonNode> letters = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    letters.add(JSON.readTree(line));
                }
            }
        }
        return letters;
    }

    // Dead letters

    @Test
    void deadLetters_ofEachReason_haveTheRecordAndTheWhy() throws IOException {
        fixture.deadLetters = DeadLetters.open(directory, 1_000_000, "test", diagnostics);
        collector.then(badEvent(1), answer(413));
        offer(Severity.INFO, "{\"event\":\"good\"}", "{\"event\":\"bad\"}", "{\"event\":\"large\"}");
        start();
        awaitSettled();
        collector.otherwise(fails(new HttpTimeoutException("no answer")));
        offer(Severity.INFO, "{\"event\":\"old\"}");
        time.awaitWaiterWithEnd();
        time.advance(RETRY_FOR);
        awaitSettled();
        fixture.deadLetters.close();

        assertThat(deadLetters())
                .extracting(
                        letter -> letter.path("reason").asText(),
                        letter -> letter.path("record").asText())
                .containsExactly(
                        tuple("REJECTED", "{\"event\":\"bad\"}\n"),
                        tuple("OVERSIZE", "{\"event\":\"large\"}\n"),
                        tuple("EXPIRED", "{\"event\":\"old\"}\n"));
        assertThat(deadLetters().get(0).path("why").asText()).contains("HTTP 400");
    }

    // Losses

    @Test
    void loss_wholeBatchRejected_isToldWithItsTimesAfterTheNextSuccess() throws IOException {
        fixture.losses = new Losses(DeliveryFixture.lossWriter(), time);
        collector.then(badEvent(0));
        offer(Severity.ERROR, "bad");
        start();
        awaitSettled();
        offer(Severity.INFO, "good");
        awaitSettled();
        awaitSettled();

        List<Sent> sent = List.of(collector.next(), collector.next(), collector.next());
        JsonNode loss = JSON.readTree(sent.get(2).body()).path("event").path("loss");
        assertThat(loss)
                .hasToString("{\"count\":1,\"by_reason\":{\"REJECTED\":1},\"by_severity\":{\"ERROR\":1},"
                        + "\"first\":\"2026-01-02T03:04:05.006Z\",\"last\":\"2026-01-02T03:04:05.006Z\"}");
    }

    @Test
    void loss_eventAboutItIsRejectedToo_isNotToldAgainAtOnce() {
        fixture.losses = new Losses(DeliveryFixture.lossWriter(), time);
        collector.otherwise(DeliveryConsequencesTest::rejectWhatIsNotGood);
        offer(Severity.ERROR, "bad");
        start();
        awaitSettled();
        for (int i = 0; i < 20; i++) {
            offer(Severity.INFO, "good");
            awaitSettled();
            awaitSettled();
        }

        assertThat(collector.unseen().stream().filter(sent -> sent.body().contains("hec.loss")))
                .hasSize(1);
        time.advance(Duration.ofSeconds(10));
        offer(Severity.INFO, "good");
        awaitSettled();
        awaitSettled();
        assertThat(collector.unseen().stream().filter(sent -> sent.body().contains("hec.loss")))
                .hasSize(2);
    }

    private static Answer rejectWhatIsNotGood(Sent request) throws IOException, InterruptedException {
        List<String> records = request.records();
        for (int i = 0; i < records.size(); i++) {
            if (!records.get(i).equals("good")) {
                return badEvent(i).to(request);
            }
        }
        return answer(200).to(request);
    }

    @Test
    void loss_damagedRecordsOfAnEarlierProcess_areToldToo() {
        fixture.losses = new Losses(DeliveryFixture.lossWriter(), time);
        fixture.losses.damaged(3);
        offer(Severity.INFO, "good");
        start();
        awaitSettled();
        awaitSettled();

        assertThat(collector.next().body()).isEqualTo("good\n");
        assertThat(collector.next().body()).contains("\"DAMAGED\":3");
    }

    // Tokens

    @Test
    void refused_sourceMakesANewTokenEachTime_parksAllTheSame() {
        AtomicInteger made = new AtomicInteger();
        fixture.credentials = new Credentials(() -> "token-" + made.incrementAndGet(), "Bearer");
        collector.then(answer(403), answer(403), answer(403), answer(403));
        offer(Severity.INFO, "a");
        start();

        assertThat(List.of(collector.next(), collector.next()))
                .extracting(Sent::authorization)
                .containsExactly("Bearer token-1", "Bearer token-2");
        time.awaitWaiter(PARK);
        assertThat(collector.unseen()).isEmpty();
        time.advance(PARK);
        assertThat(collector.next().authorization()).isEqualTo("Bearer token-2");
    }

    @Test
    void refused_addressIsWrong_doesNotAskForAnotherToken() {
        AtomicInteger made = new AtomicInteger();
        fixture.credentials = new Credentials(() -> "token-" + made.incrementAndGet(), "Bearer");
        collector.then(answer(404));
        offer(Severity.INFO, "a");
        start();
        collector.next();
        time.awaitWaiter(PARK);

        assertThat(made).hasValue(1);
    }

    // Failures of our own

    @Test
    void failureOfOurOwn_sameRecordsAgain_keepTheirId() {
        collector.then(request -> {
            throw new IllegalStateException("ours");
        });
        offer(Severity.INFO, "a", "b");
        start();

        Sent first = collector.next();
        time.skipWait();
        Sent second = collector.next();

        assertThat(second).isEqualTo(first);
    }

    // Raw lines

    @Test
    void raw_collectorNamesAnEvent_countsOfTheCollectorMeanNothing() {
        fixture.raw = true;
        collector.otherwise(request -> (request.body().contains("bad") ? badEvent(2) : answer(200)).to(request));
        offer(Severity.INFO, "one", "two", "three", "bad");
        start();
        awaitSettled();

        assertThat(buffer.counts().delivered()).isEqualTo(3);
        assertThat(buffer.counts().dropped()).containsEntry(DropReason.REJECTED, 1L);
    }

    // Counts

    @Test
    void retry_afterALostAnswer_isCountedAsMaybeDuplicated() {
        collector.then(fails(new HttpTimeoutException("no answer")));
        offer(Severity.INFO, "a");
        start();
        collector.next();
        time.skipWait();
        awaitSettled();

        assertThat(delivery.counters().maybeDuplicated()).isEqualTo(1);
    }

    @Test
    void divided_eventsOfOneTime_isCounted() {
        collector.then(answer(413));
        offer(Severity.INFO, "a", "b");
        start();
        awaitSettled();

        assertThat(delivery.counters().unsafeDivisions()).isEqualTo(1);
    }
}
