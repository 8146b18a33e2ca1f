package dev.hec.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.Background;
import dev.hec.time.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PacerTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualTime time = new ManualTime();
    private final Pacer pacer = new Pacer(time);

    private Background<Void> awaitingTurn() {
        return Background.start(() -> {
            pacer.awaitTurn();
            return null;
        });
    }

    private Background<Void> backingOff(Duration duration) {
        return Background.start(() -> {
            pacer.backOff(duration.toNanos());
            return null;
        });
    }

    @Test
    void awaitTurn_noPause_returnsAtOnce() throws InterruptedException {
        pacer.awaitTurn();
        time.advance(Duration.ofDays(1));
        pacer.awaitTurn();
    }

    @Test
    void pause_holdsEverybodyUntilItsEnd() {
        pacer.pause(SECOND.multipliedBy(3).toNanos());
        Background<Void> one = awaitingTurn();
        Background<Void> other = awaitingTurn();
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

        awaitingTurn();

        time.awaitWaiter(SECOND.multipliedBy(3));
    }

    @Test
    void pause_longerThanTheOneBefore_holdsThoseWhoWaitAlready() {
        pacer.pause(SECOND.toNanos());
        Background<Void> waiting = awaitingTurn();
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

        pacer.awaitTurn();
        time.advance(SECOND);

        waiting.result();
    }

    @Test
    void hurry_endsAllWaitsOfTheMoment() {
        pacer.pause(SECOND.toNanos());
        Background<Void> paused = awaitingTurn();
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

        awaitingTurn();
        backingOff(SECOND);

        time.awaitWaiters(2, SECOND);
    }

    @Test
    void waits_interrupted_endWithThat() {
        pacer.pause(SECOND.toNanos());
        Background<Void> paused = awaitingTurn();
        Background<Void> backingOff = backingOff(SECOND);
        time.awaitWaiters(2, SECOND);

        paused.thread().interrupt();
        backingOff.thread().interrupt();

        assertThat(paused.failure()).isInstanceOf(InterruptedException.class);
        assertThat(backingOff.failure()).isInstanceOf(InterruptedException.class);
    }
}
