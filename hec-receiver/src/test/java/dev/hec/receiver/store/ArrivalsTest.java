package dev.hec.receiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private final Arrivals arrivals = new Arrivals();

    @Test
    void arrivedBy_betweenMarks_isTheEarlierOne() {
        arrivals.note(10, 1000);
        arrivals.note(20, 2000);

        assertThat(arrivals.arrivedBy(999)).isZero();
        assertThat(arrivals.arrivedBy(1000)).isEqualTo(10);
        assertThat(arrivals.arrivedBy(1999)).isEqualTo(10);
        assertThat(arrivals.arrivedBy(5000)).isEqualTo(20);
    }

    @Test
    void note_tenYearsOfCommits_staysSmallAndIsNeverEarlyAndAFewPercentLate() {
        Random random = new Random(5);
        long now = 0;
        long day = 86_400_000L;
        for (long sequence = 1; now < 3650 * day; sequence++) {
            now += sequence < 10_000 ? 5000 : random.nextInt(6_000_000);
            arrivals.note(now, now); // so that the number of an event is the time of its arrival
        }
        assertThat(arrivals.size()).isLessThan(800);
        for (long age = 60_000; age < 3000 * day; age = age * 5 / 4) {
            long oldest = now - age;
            assertThat(arrivals.arrivedBy(oldest))
                    .isLessThanOrEqualTo(oldest)
                    .isGreaterThanOrEqualTo(oldest - age / 16 - 12_000_000);
        }
    }

    @Test
    void note_clockIsSetBack_forgetsTheFuture() {
        arrivals.note(10, 1000);
        arrivals.note(20, 900_000);
        arrivals.note(30, 2000);

        assertThat(arrivals.arrivedBy(1999)).isEqualTo(10);
        assertThat(arrivals.arrivedBy(2000)).isEqualTo(30);
    }

    @Test
    void forget_marksOfRemovedEvents_areGone() {
        arrivals.note(10, 1000);
        arrivals.note(20, 2000);
        arrivals.forget(10);

        assertThat(arrivals.arrivedBy(1500)).isZero();
        assertThat(arrivals.arrivedBy(2000)).isEqualTo(20);
    }

    @Test
    void parse_ofItsText_isTheSame() {
        assertThat(Arrivals.parse("").toString()).isEmpty();
        arrivals.note(10, 1000);
        arrivals.note(20, 2000);

        assertThat(Arrivals.parse(arrivals.toString()).toString()).isEqualTo(arrivals.toString());
        assertThat(Arrivals.parse(arrivals.toString()).arrivedBy(1000)).isEqualTo(10);
    }
}
