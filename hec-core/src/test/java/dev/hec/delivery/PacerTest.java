package dev.hec.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.Background;
import dev.hec.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PacerTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final ManualTime time = new ManualTime();
    private final Pacer pacer = new Pacer(time, new PaceLimits(10, 1_000, SECOND.toNanos() * 100), () -> 0.5);

    /** No debt, and no time unused but what 50 bytes take. */
    @BeforeEach
    void useWhatIsThereInTheBeginning() throws InterruptedException {
        pacer.awaitTurn(0);
        time.advance(Duration.ofMillis(50));
    }

    private Background<Void> awaitingOpen() {
        return Background.start(() -> {
            pacer.awaitOpen();
            return null;
        });
    }

    private Background<Long> takingTurn(int rawBytes) {
        return Background.start(() -> pacer.awaitTurn(rawBytes));
    }

    private Background<Void> backingOff(Duration duration) {
        return Background.start(() -> {
            pacer.backOff(duration.toNanos());
            return null;
        });
    }

    @Test
    void awaits_nothingHolds_returnAtOnce() throws InterruptedException {
        pacer.awaitOpen();
        pacer.awaitTurn(1);
        time.advance(Duration.ofDays(1));
        pacer.awaitOpen();
        assertThat(pacer.awaitTurn(1)).isEqualTo(time.nanos());
    }

    @Test
    void awaitOpen_takesNothing() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            pacer.awaitOpen();
        }
        pacer.awaitTurn(1);
    }

    @Test
    void awaitTurn_takesATurn_andHoldsWhoeverIsNext() throws InterruptedException {
        long first = pacer.awaitTurn(1);
        Background<Long> second = takingTurn(1);
        time.awaitWaiter(INTERVAL);
        Background<Void> open = awaitingOpen();
        time.awaitWaiters(2, INTERVAL);

        time.advance(INTERVAL);

        assertThat(second.result() - first).isEqualTo(INTERVAL.toNanos());
        // Whether it looked before or after the second turn was taken, it ends without another one.
        time.advance(INTERVAL);
        open.result();
    }

    @Test
    void awaitTurn_severalThreads_neverLeaveOnOnePermit() throws InterruptedException {
        long first = pacer.awaitTurn(1);
        Set<Long> left = ConcurrentHashMap.newKeySet();
        List<Background<Boolean>> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Background.start(() -> left.add((pacer.awaitTurn(1) - first) / INTERVAL.toNanos())));
        }
        for (int waiting = 4; waiting > 0; waiting--) {
            time.awaitWaiters(waiting, INTERVAL);
            time.advance(INTERVAL);
        }

        threads.forEach(Background::result);
        assertThat(left).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    }

    @Test
    void awaitTurn_largeRequest_holdsTheNextForItsBytes() throws InterruptedException {
        pacer.awaitTurn(3_050);
        takingTurn(1);

        time.awaitWaiter(SECOND.multipliedBy(3));
    }

    @Test
    void busy_pausesEverybodyAndLowersThePace() throws InterruptedException {
        long sentAt = pacer.awaitTurn(1);
        time.advance(SECOND);

        pacer.busy(sentAt, Optional.of(SECOND.multipliedBy(10)), 0);

        assertThat(pacer.requestsPerSecond()).isLessThan(10);
        awaitingOpen();
        takingTurn(1);
        // The draw is one half, of a tenth.
        time.awaitWaiters(2, Duration.ofMillis(10_500));
    }

    @Test
    void succeeded_afterBusy_bringsThePaceBack() throws InterruptedException {
        pacer.busy(pacer.awaitTurn(1), Optional.empty(), 0);
        double lowered = pacer.requestsPerSecond();
        time.advance(SECOND.multipliedBy(3));
        pacer.succeeded(pacer.awaitTurn(1));
        assertThat(pacer.requestsPerSecond()).isEqualTo(lowered);

        time.advance(SECOND.multipliedBy(60));

        assertThat(pacer.requestsPerSecond()).isEqualTo(10);
    }

    @Test
    void hurry_endsDebtToo() throws InterruptedException {
        pacer.awaitTurn(50_050);
        Background<Long> taking = takingTurn(1);
        time.awaitWaiter(SECOND.multipliedBy(50));

        pacer.hurry();

        taking.result();
    }

    @Test
    void pause_holdsEverybodyUntilItsEnd() {
        pacer.pause(SECOND.multipliedBy(3).toNanos());
        Background<Void> one = awaitingOpen();
        Background<Void> other = awaitingOpen();
        time.awaitWaiters(2, SECOND.multipliedBy(3));

        time.advance(SECOND.multipliedBy(2));
        time.awaitWaiters(2, SECOND);
        assertThat(one.isDone() || other.isDone()).isFalse();
        time.advance(SECOND);

        one.result();
        other.result();
    }

    @Test
    void pause_shorterThanTheOneBefore_changesNothing() {
        pacer.pause(SECOND.multipliedBy(3).toNanos());
        pacer.pause(SECOND.toNanos());

        awaitingOpen();

        time.awaitWaiter(SECOND.multipliedBy(3));
    }

    @Test
    void pause_longerThanTheOneBefore_holdsThoseWhoWaitAlready() {
        pacer.pause(SECOND.toNanos());
        Background<Void> waiting = awaitingOpen();
        time.awaitWaiter(SECOND);
        pacer.pause(SECOND.multipliedBy(3).toNanos());

        time.advance(SECOND);

        time.awaitWaiter(SECOND.multipliedBy(2));
        assertThat(waiting.isDone()).isFalse();
    }

    @Test
    void backOff_holdsOneCallerOnly() throws InterruptedException {
        Background<Void> waiting = backingOff(SECOND);
        time.awaitWaiter(SECOND);

        pacer.awaitTurn(1);
        time.advance(SECOND);

        waiting.result();
    }

    @Test
    void hurry_endsAllWaitsOfTheMoment() {
        pacer.pause(SECOND.toNanos());
        Background<Void> paused = awaitingOpen();
        Background<Void> backingOff = backingOff(SECOND);
        time.awaitWaiters(2, SECOND);

        pacer.hurry();

        paused.result();
        backingOff.result();
    }

    @Test
    void hurry_laterWaits_areNotEnded() {
        pacer.hurry();
        pacer.pause(SECOND.toNanos());

        awaitingOpen();
        backingOff(SECOND);

        time.awaitWaiters(2, SECOND);
    }

    @Test
    void waits_interrupted_endWithThat() {
        pacer.pause(SECOND.toNanos());
        Background<Void> paused = awaitingOpen();
        Background<Void> backingOff = backingOff(SECOND);
        time.awaitWaiters(2, SECOND);

        paused.thread().interrupt();
        backingOff.thread().interrupt();

        assertThat(paused.failure()).isInstanceOf(InterruptedException.class);
        assertThat(backingOff.failure()).isInstanceOf(InterruptedException.class);
    }
}
