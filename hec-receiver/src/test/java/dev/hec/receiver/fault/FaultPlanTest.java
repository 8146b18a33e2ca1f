package dev.hec.receiver.fault;

import static dev.hec.receiver.fault.FaultScript.always;
import static dev.hec.receiver.fault.FaultScript.next;
import static dev.hec.receiver.fault.FaultScript.withProbability;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultPlanTest {

    private static final String EVENT = "/services/collector/event";

    private final FaultPlan plan = FaultPlan.withSockets();

    private String taken() {
        return taken("POST", EVENT);
    }

    private String taken(String method, String path) {
        return plan.take(method, path)
                .map(taken -> taken.script().fault().toString())
                .orElse("none");
    }

    @Test
    void scripts_areMetInTheirOrder_eachAsOftenAsItSays() {
        plan.add(next(2).reply(429).retryAfter(Duration.ofMillis(1500)), next(1).hang());
        plan.add(next(1).slowRead(10));

        assertThat(IntStream.range(0, 5).mapToObj(i -> taken()))
                .containsExactly(
                        "reply 429, Retry-After 2", "reply 429, Retry-After 2", "hang", "slowRead 10 bytes/s", "none");
        assertThat(plan.progress())
                .extracting(FaultPlan.Progress::happened, one -> one.left().getAsInt())
                .containsExactly(tuple(2, 0), tuple(1, 0), tuple(1, 0));
    }

    @Test
    void scripts_thatAreUsedUp_areForgottenWhereThereIsNoRoom() {
        plan.add(next(1).hang(), always().delay(Duration.ofMillis(1)));
        taken();

        plan.add(IntStream.range(0, 999).mapToObj(i -> next(1).reply(503)).toArray(FaultScript[]::new));

        assertThat(plan.progress()).hasSize(FaultPlan.MOST_SCRIPTS);
        assertThat(plan.progress().get(0).script().fault().toString()).isEqualTo("delay");
    }

    @Test
    void script_withoutAPath_isForRequestsThatSendEvents() {
        plan.add(always().reply(503));

        assertThat(taken("GET", "/services/collector/health")).isEqualTo("none");
        assertThat(taken("POST", "/services/collector/ack")).isEqualTo("none");
        assertThat(taken("GET", "/api/events")).isEqualTo("none");
        assertThat(taken("POST", "/services/collector")).isEqualTo("reply 503");
        assertThat(taken("POST", "/services/collector/raw")).isEqualTo("reply 503");
    }

    @Test
    void script_withAPath_isForItsEnd() {
        plan.add(next(1).forRequestsTo("/health").reply(503));

        assertThat(taken()).isEqualTo("none");
        assertThat(taken("GET", "/services/collector/health")).isEqualTo("reply 503");
    }

    @Test
    void probability_withTheSameSeed_choosesTheSameRequests() {
        List<String> first = chosen(42);

        assertThat(chosen(42)).isEqualTo(first);
        assertThat(chosen(43)).isNotEqualTo(first);
        assertThat(first).filteredOn("loseReply"::equals).hasSizeBetween(150, 250);
    }

    private List<String> chosen(long seed) {
        plan.replace(List.of(withProbability(0.2, seed).loseReply()));
        return IntStream.range(0, 1000).mapToObj(i -> taken()).toList();
    }

    @Test
    void probability_withABound_endsThere() {
        plan.add(withProbability(0.5, 1).atMost(3).loseReply());

        assertThat(IntStream.range(0, 100).mapToObj(i -> taken()).filter("loseReply"::equals))
                .hasSize(3);
    }

    @Test
    void wrongCertificate_isForConnections_notForRequests() {
        plan.add(next(1).wrongCertificate());

        assertThat(taken()).isEqualTo("none");
        assertThat(plan.context())
                .isSameAs(plan.certificates().orElseThrow().wrong())
                .isNotSameAs(plan.context());
    }

    @Test
    void scripts_thatNeedTheConnection_areRefusedInAContainer() {
        FaultPlan inContainer = FaultPlan.withoutSockets();

        assertThatThrownBy(() -> inContainer.add(next(1).reply(503), next(1).loseReply()))
                .hasMessage(
                        "loseReply needs the connection, which this servlet container keeps to itself; use java -jar"
                                + " or the JUnit extension for it");
        assertThat(inContainer.progress()).isEmpty();
        inContainer.add(next(1).reply(503), next(1).slowRead(5), next(1).delay(Duration.ofMillis(1)));
        assertThat(inContainer.progress()).hasSize(3);
    }

    @Test
    void scripts_thatCannotBe_areRefused() {
        assertThatThrownBy(() -> next(0)).hasMessage("times is 0; expected at least 1");
        assertThatThrownBy(() -> withProbability(1.5, 1)).hasMessageStartingWith("probability is 1.5; ");
        assertThatThrownBy(() -> withProbability(Double.NaN, 1)).hasMessageStartingWith("probability is NaN; ");
        assertThatThrownBy(() -> next(1).reply(100)).hasMessage("status is 100; expected 200 to 599");
        assertThatThrownBy(() -> next(1).hang().retryAfter(Duration.ZERO))
                .hasMessage("retryAfter belongs to a reply, not to hang");
        assertThatThrownBy(() -> next(1).slowRead(0)).hasMessage("bytesPerSecond is 0; expected at least 1");
        assertThatThrownBy(() -> next(1).forRequestsTo("event")).hasMessageContaining("begins with /");
        assertThatThrownBy(() -> next(1).forRequestsTo("/event").wrongCertificate())
                .hasMessageContaining("leave the path out");
        assertThatThrownBy(() -> plan.add(
                        IntStream.range(0, 1001).mapToObj(i -> next(1).hang()).toArray(FaultScript[]::new)))
                .hasMessage("these are more than 1000 scripts");
    }

    @Test
    void json_ofEveryFault_readsAsItWasWritten() throws IOException {
        plan.add(
                next(3).forRequestsTo("/event").reply(429).retryAfter(Duration.ofSeconds(2)),
                always().reply(503).after(Duration.ofMillis(250)),
                withProbability(0.2, 7).loseReply(),
                next(1).delay(Duration.ofMillis(5)),
                next(1).hang(),
                next(1).resetBeforeBody(),
                next(1).resetAfterBody(),
                next(1).slowRead(1000),
                next(1).wrongCertificate());
        List<FaultScript> before =
                plan.progress().stream().map(FaultPlan.Progress::script).toList();
        String json = FaultJson.write(plan.progress());

        assertThat(json)
                .startsWith(
                        "[{\"fault\":\"reply\",\"status\":429,\"retryAfterSeconds\":2,\"times\":3,\"path\":\"/event\","
                                + "\"happened\":0,\"left\":3},{\"fault\":\"reply\",\"status\":503,\"delayMillis\":250,\"happened\":0},");
        assertThat(read(json)).isEqualTo(before);
    }

    private static List<FaultScript> read(String json) throws IOException {
        return FaultJson.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"fault\":\"hang\"},{}] | script 2: \"fault\" is missing; expected one of reply, delay, ",
                "{\"fault\":\"boom\"} | fault \"boom\" is not known; expected one of reply, delay, ",
                "{\"fault\":\"hang\",\"time\":1} | \"time\" is not known; known are bytesPerSecond, ",
                "{\"fault\":\"hang\",\"status\":503} | status belongs to reply, not to hang",
                "{\"fault\":\"reply\"} | reply needs status",
                "{\"fault\":\"reply\",\"status\":100} | status is 100; expected a whole number from 200 to 599",
                "{\"fault\":\"slowRead\"} | slowRead needs bytesPerSecond",
                "{\"fault\":\"slowRead\",\"bytesPerSecond\":0} | bytesPerSecond is 0; expected a whole number from 1 to ",
                "{\"fault\":\"hang\",\"times\":0} | times is 0; expected a whole number from 1 to ",
                "{\"fault\":\"delay\"} | delay needs delayMillis",
                "{\"fault\":\"hang\",\"times\":\"3\"} | times is \"3\"; expected a whole number from 1 to ",
                "{\"fault\":\"hang\",\"probability\":\"1\"} | probability is no number",
                "{\"fault\":\"hang\",\"path\":1} | path is no text",
                "7 | expected an array of scripts such as ",
                "[7] | script 1: expected an object such as ",
                "[{]} | this is no JSON: "
            })
    void json_thatCannotBe_isRefusedWithTheReason(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message.strip());
    }

    @Test
    void clear_whileARequestWaits_letsItGo() throws InterruptedException {
        plan.add(always().delay(Duration.ofHours(1)));
        long generation = plan.take("POST", EVENT).orElseThrow().generation();
        Thread waiting = new Thread(() -> plan.clearings().pause(Duration.ofDays(1), generation));
        waiting.start();
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        plan.clear();
        waiting.join(20_000);

        assertThat(waiting.isAlive()).isFalse();
        plan.clearings().pause(Duration.ofDays(1), generation); // one that comes too late does not wait at all
        assertThat(plan.take("POST", EVENT)).isEqualTo(Optional.empty());
    }

    @Test
    void clear_runsWhatWaitsForIt_onceAndNotWhatWasWithdrawn() {
        plan.add(always().hang());
        long generation = plan.take("POST", EVENT).orElseThrow().generation();
        List<String> ended = new ArrayList<>();
        plan.clearings().whenCleared(generation, () -> ended.add("hanging"));
        plan.clearings().whenCleared(generation, () -> ended.add("gone")).run();

        plan.clear();
        plan.clear();
        plan.clearings().whenCleared(generation, () -> ended.add("too late"));

        assertThat(ended).containsExactly("hanging", "too late");
    }
}
