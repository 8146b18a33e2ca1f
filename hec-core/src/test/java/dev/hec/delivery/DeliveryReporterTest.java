package dev.hec.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.Background;
import dev.hec.Diagnostics;
import dev.hec.DropReason;
import dev.hec.RecordedDiagnostics;
import dev.hec.buffer.BufferCounts;
import dev.hec.time.ManualTime;
import dev.hec.transport.Trouble;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryReporterTest {

    private static final Trouble BUSY = new Trouble("HTTP 503", "Server is busy");
    private static final Trouble DOWN = new Trouble("ConnectException", "Connection refused");
    private static final String KEPT = "Events are kept.";
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration MOMENT = Duration.ofNanos(1);

    private final ManualTime time = new ManualTime();
    private final RecordedDiagnostics told = new RecordedDiagnostics();
    private final DeliveryReporter reporter = new DeliveryReporter("https://collector", told, time);

    private static BufferCounts refusedFull(long events) {
        return new BufferCounts(0, 0, 0, 0, 0, Map.of(), 0, events, 0, 900, 0);
    }

    private void succeed() {
        reporter.succeeded(refusedFull(0), 1000);
    }

    @Test
    void failed_firstTime_isToldWithItsConsequence() {
        reporter.failed(BUSY, KEPT);

        assertThat(told.news())
                .containsExactly(
                        "WARN Delivery to https://collector failed: HTTP 503: Server is busy. Events are kept.");
    }

    @Test
    void failed_again_isToldAfterOneTwoFourMinutesUpToAnHour() {
        reporter.failed(BUSY, KEPT);
        told.news();

        for (int minutes : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            time.advance(MINUTE.multipliedBy(minutes).minus(MOMENT));
            reporter.failed(BUSY, KEPT);
            assertThat(told.news()).as("before %d minutes", minutes).isEmpty();
            time.advance(MOMENT);
            reporter.failed(BUSY, KEPT);
            assertThat(told.news()).as("after %d minutes", minutes).hasSize(1);
        }
    }

    @Test
    void failed_stillAfterAMinute_saysForHowLongAndHowOften() {
        reporter.failed(BUSY, KEPT);
        time.advance(MINUTE);
        told.news();

        reporter.failed(BUSY, KEPT);

        assertThat(told.news())
                .containsExactly(
                        "WARN Delivery to https://collector still fails, since 2026-03-01T12:00:00Z, after 60 s and 2 attempts, with"
                                + " no event lost so far: HTTP 503: Server is busy. Events are kept.");
    }

    @Test
    void failed_anotherKind_isToldAtOnce() {
        reporter.failed(BUSY, KEPT);
        reporter.failed(DOWN, KEPT);
        reporter.failed(BUSY, KEPT);
        reporter.failed(DOWN, KEPT);

        assertThat(told.news()).hasSize(2).last().asString().contains("ConnectException: Connection refused");
    }

    @Test
    void failed_sameKindWithOtherText_isToldOnce() {
        for (int i = 0; i < 100; i++) {
            reporter.failed(new Trouble("HTTP 503", "request id " + i), KEPT);
        }

        assertThat(told.news()).hasSize(1);
    }

    @Test
    void succeeded_afterFailures_saysForHowLongAndHowOften() {
        reporter.failed(BUSY, KEPT);
        reporter.failed(BUSY, KEPT);
        time.advance(Duration.ofSeconds(90));
        told.news();

        succeed();
        succeed();

        assertThat(told.news())
                .containsExactly(
                        "INFO Delivery to https://collector recovered after 90 s and 2 failed attempts, with no event lost"
                                + " since 2026-03-01T12:00:00Z.");
    }

    @Test
    void succeeded_afterLosses_saysHowManyTheOutageCost() {
        reporter.dropped(DropReason.REJECTED, 100, "HTTP 400");
        reporter.counts(refusedFull(1_000), 1000);
        reporter.failed(BUSY, KEPT);
        reporter.dropped(DropReason.EXPIRED, 3, "too late");
        reporter.counts(refusedFull(1_004), 1000);
        reporter.dropped(DropReason.EXPIRED, 2, "too late");
        time.advance(MINUTE);
        reporter.failed(BUSY, KEPT);
        assertThat(told.news()).last().asString().contains(", with 9 event(s) lost so far: HTTP 503");

        reporter.succeeded(refusedFull(1_010), 1000);

        assertThat(told.news())
                .last()
                .asString()
                .startsWith("INFO")
                .contains(
                        "recovered after 60 s and 2 failed attempts, with 15 event(s) lost since 2026-03-01T12:00:00Z.");
    }

    @Test
    void succeeded_secondOutage_countsOnlyItsOwnLosses() {
        reporter.failed(BUSY, KEPT);
        reporter.succeeded(refusedFull(50), 1000);
        time.advance(MINUTE);
        told.news();
        reporter.failed(BUSY, KEPT);

        reporter.succeeded(refusedFull(52), 1000);

        assertThat(told.news())
                .last()
                .asString()
                .contains(
                        "recovered after 0 s and 1 failed attempts, with 2 event(s) lost since 2026-03-01T12:01:00Z.");
    }

    @Test
    void succeeded_refusalsSinceTheLastCount_areToldBeforeTheRecovery() {
        reporter.failed(BUSY, KEPT);
        told.news();

        reporter.succeeded(refusedFull(4), 1000);

        assertThat(told.news())
                .hasSize(2)
                .satisfies(messages -> assertThat(messages.get(0)).contains("Refused 4 event(s)"))
                .satisfies(messages -> assertThat(messages.get(1)).contains("recovered after"));
    }

    @Test
    void succeeded_healthy_isNoNews() {
        succeed();

        assertThat(told.news()).isEmpty();
    }

    @Test
    void flapping_collector_isToldOncePerMinute() {
        for (int second = 0; second < 300; second++) {
            reporter.failed(BUSY, KEPT);
            succeed();
            time.advance(Duration.ofSeconds(1));
        }

        assertThat(told.news())
                .hasSize(10)
                .satisfies(messages -> assertThat(messages.stream().filter(m -> m.startsWith("WARN")))
                        .hasSize(5));
    }

    @Test
    void failed_newOutageAfterALongOne_isToldWithinAMinute() {
        reporter.failed(BUSY, KEPT);
        for (int i = 0; i < 10; i++) {
            time.advance(Duration.ofHours(1));
            reporter.failed(BUSY, KEPT);
        }
        succeed();
        told.news();
        time.advance(MINUTE);

        reporter.failed(BUSY, KEPT);

        assertThat(told.news())
                .containsExactly(
                        "WARN Delivery to https://collector failed: HTTP 503: Server is busy. Events are kept.");
    }

    @Test
    void dropped_manyTimes_isSummedUpOverAMinute() {
        reporter.dropped(DropReason.REJECTED, 1, "HTTP 400");
        reporter.dropped(DropReason.REJECTED, 2, "HTTP 400");
        reporter.dropped(DropReason.EXPIRED, 5, "too late");
        assertThat(told.news())
                .containsExactly(
                        "WARN Dropped 1 event(s), REJECTED: HTTP 400", "WARN Dropped 5 event(s), EXPIRED: too late");

        time.advance(MINUTE);
        reporter.dropped(DropReason.REJECTED, 3, "HTTP 400 again");

        assertThat(told.news()).containsExactly("WARN Dropped 5 event(s), REJECTED: HTTP 400 again");
    }

    @Test
    void dropped_noFurtherDrop_sumIsToldWithALaterAttempt() {
        reporter.dropped(DropReason.REJECTED, 1, "HTTP 400");
        reporter.dropped(DropReason.REJECTED, 7, "HTTP 400");
        told.news();
        time.advance(MINUTE);

        reporter.counts(refusedFull(0), 1000);
        reporter.counts(refusedFull(0), 1000);

        assertThat(told.news()).containsExactly("WARN Dropped 7 event(s), REJECTED: HTTP 400");
    }

    @Test
    void counts_refusals_areToldOnceAndThenSummedUp() {
        reporter.counts(refusedFull(0), 1000);
        assertThat(told.news()).isEmpty();

        reporter.counts(refusedFull(3), 1000);
        assertThat(told.news()).singleElement().asString().contains("Refused 3 event(s)", "900 of 1000", "bufferBytes");
        reporter.counts(refusedFull(5), 1000);
        reporter.counts(refusedFull(9), 1000);
        assertThat(told.news()).isEmpty();
        time.advance(MINUTE);
        reporter.counts(refusedFull(9), 1000);

        assertThat(told.news()).singleElement().asString().contains("Refused 6 event(s)");
    }

    @Test
    void counts_snapshotsOutOfOrder_areNotCountedTwice() {
        reporter.counts(refusedFull(5), 1000);
        told.news();
        reporter.counts(refusedFull(3), 1000);
        reporter.counts(refusedFull(5), 1000);
        time.advance(MINUTE);

        reporter.counts(refusedFull(5), 1000);

        assertThat(told.news()).isEmpty();
    }

    @Test
    void close_tellsWhatWasHeldBackAndThenNothing() {
        reporter.dropped(DropReason.REJECTED, 1, "HTTP 400");
        reporter.dropped(DropReason.REJECTED, 2, "HTTP 400");
        reporter.failed(BUSY, KEPT);
        told.news();

        reporter.close(refusedFull(4), 1000);

        assertThat(told.news())
                .hasSize(2)
                .anySatisfy(message -> assertThat(message).contains("Refused 4"))
                .anySatisfy(message -> assertThat(message).contains("Dropped 2"));
        time.advance(MINUTE.multipliedBy(2));
        reporter.failed(DOWN, KEPT);
        succeed();
        reporter.dropped(DropReason.EXPIRED, 1, "late");
        reporter.counts(refusedFull(9), 1000);
        reporter.warn("more");
        assertThat(told.news()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"warn", "failed", "dropped"})
    void diagnostics_thatWaitForAnotherReport_doNotLockUp(String method) {
        CountDownLatch telling = new CountDownLatch(1);
        CountDownLatch other = new CountDownLatch(1);
        DeliveryReporter slow = new DeliveryReporter(
                "https://collector",
                new Diagnostics() {
                    @Override
                    public void info(String message) {}

                    @Override
                    public void warn(String message) {
                        telling.countDown();
                        try {
                            other.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                },
                time);
        Background<Void> stuck = Background.start(() -> {
            switch (method) {
                case "warn" -> slow.warn("news");
                case "failed" -> slow.failed(BUSY, KEPT);
                default -> slow.dropped(DropReason.REJECTED, 1, "HTTP 400");
            }
            return null;
        });

        Background.start(() -> {
                    telling.await();
                    slow.succeeded(refusedFull(0), 1000);
                    slow.counts(refusedFull(0), 1000);
                    other.countDown();
                    return null;
                })
                .result();

        stuck.result();
    }
}
