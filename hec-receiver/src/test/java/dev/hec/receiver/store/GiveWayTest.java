package dev.hec.receiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GiveWayTest {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private long now = Long.MAX_VALUE - 100 * MILLI; // the clock may run over
    private boolean crowded;
    private final GiveWay way = new GiveWay(() -> now);

    GiveWayTest() {
        way.to(() -> crowded);
    }

    @Test
    void nanos_nobodyToGiveWayTo_isNone() {
        assertThat(way.nanos()).isZero();
        now += 1000 * MILLI;
        assertThat(way.nanos()).isZero();
    }

    @Test
    void nanos_requestsEnd_isNoneAtOnce() {
        crowded = true;
        assertThat(way.nanos()).isEqualTo(MILLI);
        crowded = false;
        assertThat(way.nanos()).isZero();
    }

    @Test
    void nanos_requestsForEver_leavesAFifthOfTheTime() {
        crowded = true;
        int worked = 0;
        int paused = 0;
        for (int i = 0; i < 1000; i++) {
            if (way.nanos() == 0) {
                worked++;
            } else {
                paused++;
            }
            now += MILLI;
        }

        assertThat(paused).isBetween(780, 820);
        assertThat(worked).isBetween(180, 220);
    }
}
