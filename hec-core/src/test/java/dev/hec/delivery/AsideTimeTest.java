package dev.hec.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AsideTimeTest {

    private static final double JUST_BELOW_ONE = Math.nextDown(1.0);

    private final AsideTime time = new AsideTime(10_000, 20_000, 70_000);

    @Test
    void nanos_neverBelowTheFloor() {
        assertThat(time.nanos(1, 0)).isEqualTo(10_000);
        assertThat(time.nanos(100, 0)).isEqualTo(10_000);
    }

    @Test
    void nanos_ceilingDoublesUpToTheLast() {
        assertThat(time.nanos(1, JUST_BELOW_ONE)).isEqualTo(19_999);
        assertThat(time.nanos(2, JUST_BELOW_ONE)).isEqualTo(39_999);
        assertThat(time.nanos(3, JUST_BELOW_ONE)).isEqualTo(69_999);
        assertThat(time.nanos(Integer.MAX_VALUE, JUST_BELOW_ONE)).isEqualTo(69_999);
    }

    @Test
    void nanos_ofTheStandard_staysBelowFiveMinutes() {
        assertThat(AsideTime.STANDARD.nanos(63, JUST_BELOW_ONE)).isBetween(299_000_000_000L, 300_000_000_000L);
    }
}
