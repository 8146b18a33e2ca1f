package dev.hec.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AdaptivePaceTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final double LIMIT = 1_000;

    private final AdaptivePace pace = new AdaptivePace(LIMIT);

    /** The reading wraps around during the tests: only differences count. */
    private long now = Long.MAX_VALUE - SECOND;

    private double current() {
        return pace.perSecond(now);
    }

    private long send() {
        pace.sent(now);
        return now;
    }

    /** Sends at a rate; the last one goes out at the new time. */
    private void sendSteadily(int requests, double perSecond) {
        for (int i = 0; i < requests; i++) {
            now += (long) (SECOND / perSecond);
            send();
        }
    }

    private void rejected() {
        long sentAt = send();
        now += MILLI;
        pace.busy(sentAt, now);
    }

    private void accepted() {
        now += MILLI;
        long sentAt = send();
        pace.succeeded(sentAt, now);
    }

    private double afterOneEventAt(double perSecond) {
        sendSteadily(30, perSecond);
        pace.busy(now, ++now);
        return current();
    }

    @Test
    void pace_nothingRejected_isTheLimit() {
        assertThat(current()).isEqualTo(LIMIT);
        sendSteadily(10, 3);
        accepted();
        assertThat(current()).isEqualTo(LIMIT);
    }

    @Test
    void busy_sendingAtTheLimit_lowersItByTheFactor() {
        sendSteadily(100, LIMIT);
        pace.busy(now, ++now);

        assertThat(current()).isCloseTo(AdaptivePace.FACTOR * LIMIT, within(1e-6));
    }

    @Test
    void busy_sendingBelowTheLimit_lowersWhatWasSent() {
        sendSteadily(100, 16);
        pace.busy(now, ++now);

        assertThat(current()).isCloseTo(AdaptivePace.FACTOR * 16, within(0.01));
    }

    @Test
    void busy_afterALongSilence_countsItAsOneSecond() {
        sendSteadily(100, 0.001);
        pace.busy(now, ++now);

        assertThat(current()).isCloseTo(AdaptivePace.FACTOR, within(1e-6));
    }

    @Test
    void busy_firstRequestOfAll_countsAsOneInASecond() {
        rejected();

        assertThat(current()).isCloseTo(AdaptivePace.FACTOR, within(1e-6));
    }

    @Test
    void busy_limitBelowOneInASecondNeverExceeded() {
        AdaptivePace slow = new AdaptivePace(0.5);
        slow.sent(now);
        slow.busy(now, ++now);

        assertThat(slow.perSecond(now)).isCloseTo(0.35, within(1e-9));
    }

    @Test
    void busy_pauseAfterIt_isNoGapThatCounts() {
        sendSteadily(30, 10);
        pace.busy(now, now + MILLI);
        assertThat(current()).isCloseTo(7, within(0.01));
        now += 10 * SECOND;
        accepted();
        now += SECOND / 10;
        long sentAt = send();
        pace.busy(sentAt, now);

        // With a gap of a second in the mean it would have been a half of that.
        assertThat(current()).isCloseTo(4.9, within(0.05));
    }

    @Test
    void busy_requestSentBeforeTheLastEvent_changesNothing() {
        sendSteadily(30, 100);
        long early = now;
        long late = send();
        pace.busy(late, ++now);
        double lowered = current();
        pace.busy(early, ++now);
        assertThat(current()).isEqualTo(lowered);

        accepted();
        pace.busy(early, now);

        assertThat(current()).isEqualTo(lowered);
    }

    @Test
    void busy_retriesInARow_areOneEvent() {
        double lowered = afterOneEventAt(10);
        for (int i = 0; i < 20; i++) {
            now += 10 * SECOND;
            rejected();
        }

        assertThat(current()).isEqualTo(lowered);
    }

    @Test
    void busy_afterSomethingWasAccepted_lowersAgain() {
        double lowered = afterOneEventAt(10);
        accepted();
        rejected();

        assertThat(current()).isCloseTo(AdaptivePace.FACTOR * lowered, within(0.01));
    }

    @Test
    void busy_everSoOften_keepsTheFloor() {
        for (int i = 0; i < 100; i++) {
            rejected();
            accepted();
        }
        rejected();

        assertThat(current()).isEqualTo(AdaptivePace.FLOOR);
    }

    @Test
    void held_timeAlone_doesNotRecover() {
        double lowered = afterOneEventAt(10);
        now += 3_600 * SECOND;

        assertThat(current()).isEqualTo(lowered);
    }

    @Test
    void succeeded_requestSentBeforeTheEvent_doesNotRecover() {
        sendSteadily(30, 10);
        long early = now;
        rejected();
        double lowered = current();
        pace.succeeded(early, ++now);
        now += 60 * SECOND;

        assertThat(current()).isEqualTo(lowered);
    }

    @Test
    void succeeded_again_doesNotStartRecoveryAnew() {
        afterOneEventAt(10);
        accepted();
        now += 30 * SECOND;
        double recovered = current();
        accepted();

        assertThat(current()).isGreaterThanOrEqualTo(recovered);
    }

    @Test
    void recovery_rises_firstByEqualStepsThenFaster() {
        double lowered = afterOneEventAt(10);
        accepted();
        long start = now;

        assertThat(pace.perSecond(start) - lowered).isZero();
        assertThat(pace.perSecond(start + 4 * SECOND) - lowered).isCloseTo(0.2, within(0.01));
        assertThat(pace.perSecond(start + 18 * SECOND) - lowered).isCloseTo(1.8, within(0.01));
        assertThat(pace.perSecond(start + 36 * SECOND) - lowered).isCloseTo(59.4, within(0.1));
    }

    @Test
    void recovery_fromTheBottom_isCompleteInAMinute() {
        for (int i = 0; i < 100; i++) {
            rejected();
            accepted();
        }
        long start = now;

        assertThat(pace.perSecond(start + 50 * SECOND)).isLessThan(LIMIT);
        assertThat(pace.perSecond(start + 60 * SECOND)).isEqualTo(LIMIT);
        assertThat(pace.perSecond(start + 365L * 86_400 * SECOND)).isEqualTo(LIMIT);
    }

    @Test
    void recovery_sameForSlowAndFast_bringsThemCloser() {
        AdaptivePace fast = new AdaptivePace(LIMIT);
        AdaptivePace slow = new AdaptivePace(LIMIT);
        long at = 0;
        double ratio = Double.MAX_VALUE;
        for (int i = 0; i < 100; i++) {
            fast.sent(at);
            at += 10 * MILLI;
        }
        slow.sent(at);
        for (int event = 0; event < 12; event++) {
            fast.busy(at, at + 1);
            slow.busy(at, at + 1);
            fast.succeeded(at + 2, at + 2);
            slow.succeeded(at + 2, at + 2);
            at += 10 * SECOND;
            // The two use what they have, so that the pace itself is what the next event lowers.
            for (int i = 0; i < 100; i++) {
                fast.sent(at += MILLI);
                slow.sent(at);
            }
            double next = fast.perSecond(at) / slow.perSecond(at);
            assertThat(next).isLessThan(ratio).isGreaterThan(1);
            ratio = next;
        }
        assertThat(ratio).isLessThan(2);
    }

    @Test
    void release_endsTheEventAndAllLaterOnes() {
        afterOneEventAt(10);
        pace.release();
        assertThat(current()).isEqualTo(LIMIT);
        rejected();

        assertThat(current()).isEqualTo(LIMIT);
    }

    @Test
    void pace_whateverHappens_staysBetweenFloorAndLimit() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            AdaptivePace any = new AdaptivePace(LIMIT);
            long at = random.nextLong();
            long sentAt = at;
            for (int i = 0; i < 500; i++) {
                at += (long) (Math.exp(random.nextDouble() * 26));
                switch (random.nextInt(3)) {
                    case 0 -> any.busy(sentAt, at);
                    case 1 -> any.succeeded(sentAt, at);
                    default -> {
                        any.sent(at);
                        sentAt = at;
                    }
                }
                assertThat(any.perSecond(at)).as("seed %d", seed).isBetween(AdaptivePace.FLOOR, LIMIT);
            }
        }
    }
}
