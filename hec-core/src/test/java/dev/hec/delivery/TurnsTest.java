package dev.hec.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final long START = Long.MAX_VALUE - SECOND / 2;
    private static final Optional<Duration> NO_ADVICE = Optional.empty();

    private final Turns turns = drained();

    /** What may go out at once in the beginning is gone: 5 requests, 500 bytes. */
    private static Turns drained() {
        Turns turns = new Turns(new PaceLimits(100, 10_000, 60 * SECOND), START);
        for (int i = 0; i < 5; i++) {
            turns.take(100, START);
        }
        return turns;
    }

    private static Optional<Duration> seconds(long seconds) {
        return Optional.of(Duration.ofSeconds(seconds));
    }

    @Test
    void wait_nothingHolds_isNone() {
        assertThat(turns.waitNanos(START)).isZero();
        assertThat(turns.paused(START)).isFalse();
        assertThat(turns.requestsPerSecond(START)).isEqualTo(100);
    }

    @Test
    void take_smallRequest_isHeldByTheLimitOfRequests() {
        turns.take(10, START);

        assertThat(turns.waitNanos(START)).isEqualTo(10 * MILLI);
    }

    @Test
    void take_largeRequest_isHeldByTheLimitOfBytes() {
        turns.take(25_000, START);

        assertThat(turns.waitNanos(START)).isEqualTo(2_500 * MILLI);
    }

    @Test
    void busy_retryAfter_isTheFloorOfThePause() {
        turns.busy(START, seconds(7), SECOND, 0, START);

        assertThat(turns.waitNanos(START)).isEqualTo(7 * SECOND);
        assertThat(turns.paused(START + 7 * SECOND - 1)).isTrue();
        assertThat(turns.paused(START + 7 * SECOND)).isFalse();
    }

    @Test
    void busy_retryAfter_isSpreadUpwards() {
        turns.busy(START, seconds(10), SECOND, 0.5, START);

        assertThat(turns.waitNanos(START)).isEqualTo(10_500 * MILLI);
    }

    @Test
    void busy_retryAfterBeyondMaxPause_isCapped() {
        turns.busy(START, seconds(999_999_999_999_999_999L), SECOND, 0, START);

        assertThat(turns.waitNanos(START)).isEqualTo(60 * SECOND);
    }

    @Test
    void busy_backoffLongerThanRetryAfter_isTaken() {
        turns.busy(START, seconds(1), 3 * SECOND, 0.5, START);

        assertThat(turns.waitNanos(START)).isEqualTo(3 * SECOND);
    }

    @Test
    void busy_noAdvice_pausesForTheBackoff() {
        turns.busy(START, NO_ADVICE, 3 * SECOND, 0.5, START);

        assertThat(turns.waitNanos(START)).isEqualTo(3 * SECOND);
    }

    @Test
    void busy_shorterThanAPauseBefore_changesNothing() {
        turns.busy(START, seconds(7), 0, 0, START);
        turns.busy(START, seconds(1), 0, 0, START + SECOND);

        assertThat(turns.waitNanos(START + SECOND)).isEqualTo(6 * SECOND);
    }

    @Test
    void busy_lowersThePaceOfLaterRequests() {
        turns.take(1, START);
        turns.busy(START, NO_ADVICE, 0, 0, START + 10 * MILLI);
        long now = START + SECOND;
        assertThat(turns.requestsPerSecond(now)).isCloseTo(70, within(1e-9));
        for (int i = 0; i < 4; i++) {
            turns.take(1, now);
        }

        // Four intervals of a seventieth, less the 50 ms of allowance.
        assertThat(turns.waitNanos(now)).isBetween(7 * MILLI, 8 * MILLI);
    }

    @Test
    void succeeded_afterAnEvent_recovers() {
        turns.take(1, START);
        turns.busy(START, NO_ADVICE, 0, 0, START + 10 * MILLI);
        turns.take(1, START + SECOND);
        turns.succeeded(START + SECOND, START + SECOND);

        assertThat(turns.requestsPerSecond(START + 61 * SECOND)).isEqualTo(100);
    }

    @Test
    void pause_holdsWithoutChangingThePace() {
        turns.pause(SECOND, START);

        assertThat(turns.waitNanos(START)).isEqualTo(SECOND);
        assertThat(turns.requestsPerSecond(START)).isEqualTo(100);
    }

    @Test
    void hurry_endsPauseDebtAndLowPaceButNotTheConfiguredLimits() {
        turns.take(100_000, START);
        turns.busy(START, seconds(60), 0, 0, START);
        turns.hurry(START);
        assertThat(turns.waitNanos(START)).isZero();
        assertThat(turns.requestsPerSecond(START)).isEqualTo(100);

        turns.take(10, START);
        assertThat(turns.waitNanos(START)).isEqualTo(10 * MILLI);
    }

    @Test
    void hurry_pauseAskedForLater_holds() {
        turns.hurry(START);
        turns.busy(START, seconds(5), 0, 0, START);

        assertThat(turns.waitNanos(START)).isEqualTo(5 * SECOND);
        assertThat(turns.requestsPerSecond(START)).isEqualTo(100);
    }
}
