package dev.hec.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.it.ApplicationProcess;
import dev.hec.it.chaos.ChaosApplication.Work;
import dev.hec.it.soak.Fault;
import java.time.Duration;
import java.util.Random;

/** Plays a cell on its stage: the application logs, the fault comes and goes, the application ends. Confined to one thread. */
final class Play {

    private static final Duration FAULT = Duration.ofMillis(1_500);
    /** Longer than a request may take. */
    private static final Duration LONG_FAULT = Duration.ofMillis(2_600);

    private static final Duration AFTERWARDS = Duration.ofMillis(300);

    private final Stage stage;
    private final Cell cell;
    private final Random random;

    /** @param random decides the instants of kills */
    Play(Stage stage, Cell cell, Random random) {
        this.stage = stage;
        this.cell = cell;
        this.random = random;
    }

    /** Returns what the application said that went to its end; nothing, if there is none. */
    String play() throws Exception {
        boolean pressure = cell.chaos() == Chaos.OUT_OF_MEMORY;
        ApplicationProcess application = stage.startApplication(pressure ? Work.LOG_UNDER_PRESSURE : Work.LOG);
        if (cell.chaos() == Chaos.APPLICATION_KILLED) {
            return killApplication(application);
        }
        strike();
        stage.pass(AFTERWARDS);
        stage.stopLogging();
        int exit = application.awaitEnd();
        assertThat(exit).as(application::output).isZero();
        checkMet(application.output());
        return application.output();
    }

    private void strike() throws Exception {
        switch (cell.chaos()) {
            case BAD_CERTIFICATE -> {
                stage.pass(AFTERWARDS);
                stage.tls().showRight(false);
                stage.pass(FAULT);
                assertThat(stage.tls().refusals()).isPositive();
                stage.tls().showRight(true);
            }
            case DNS_FAILURE -> {
                stage.pass(AFTERWARDS);
                stage.resolve(false);
                // What was on its way when the lines were cut.
                stage.pass(AFTERWARDS);
                long before = stage.forwarded();
                stage.pass(FAULT);
                assertThat(stage.forwarded()).isEqualTo(before);
                stage.resolve(true);
            }
            case RECEIVER_KILLED -> {
                stage.pass(Duration.ofMillis(random.nextInt(500)));
                stage.killReceiver();
                stage.pass(AFTERWARDS);
                stage.restartReceiver();
            }
            case DISK_FULL -> {
                stage.disk().fill();
                stage.hold(Fault.BUSY, LONG_FAULT);
                stage.calm();
                stage.pass(AFTERWARDS);
                stage.disk().clear();
            }
            case CLOCK_JUMP -> jump();
            case OUT_OF_MEMORY -> stage.pass(LONG_FAULT);
            default -> {
                boolean hangs = cell.chaos() == Chaos.HANG || cell.chaos() == Chaos.HALF_OPEN;
                stage.hold(cell.chaos().relay, hangs ? LONG_FAULT : FAULT);
                stage.calm();
            }
        }
    }

    /** Also while the receiver names a moment for the next attempt, which then is hours away. */
    private void jump() throws Exception {
        stage.pass(AFTERWARDS);
        for (int hours : new int[] {5, -7}) {
            stage.clock().shift(Duration.ofHours(hours));
            stage.hold(Fault.BUSY_UNTIL_DATE, AFTERWARDS);
            stage.calm();
            stage.pass(AFTERWARDS.multipliedBy(2));
        }
        stage.clock().shift(Duration.ZERO);
        stage.pass(AFTERWARDS);
    }

    private String killApplication(ApplicationProcess application) throws Exception {
        if (cell.durable()) {
            stage.hold(Fault.LOSE_REPLY, Duration.ofMillis(100 + random.nextInt(500)));
        } else {
            stage.pass(Duration.ofMillis(300 + random.nextInt(500)));
        }
        application.kill();
        stage.calm();
        if (!cell.durable()) {
            return "";
        }
        ApplicationProcess next = stage.startApplication(Work.DRAIN);
        int exit = next.awaitEnd();
        assertThat(exit).as(next::output).isZero();
        return next.output();
    }

    private void checkMet(String output) {
        switch (cell.chaos()) {
            case OUT_OF_MEMORY -> assertThat(output).containsPattern("exhausted [1-9]");
            case DISK_FULL -> assertThat(output).contains("No space left on device");
            default -> assertThat(output).contains("exhausted 0");
        }
    }
}
