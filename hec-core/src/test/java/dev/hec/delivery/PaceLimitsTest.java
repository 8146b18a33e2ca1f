package dev.hec.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PaceLimitsTest {

    @Test
    void limits_inRange_areTaken() {
        assertThat(new PaceLimits(1, 1, 0)).isNotNull();
        assertThat(new PaceLimits(100_000, Long.MAX_VALUE, 86_400_000_000_000L)).isNotNull();
    }

    @Test
    void limits_outOfRange_areRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PaceLimits(0, 1, 0))
                .withMessageContaining("requestsPerSecond");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PaceLimits(1, 0, 0))
                .withMessageContaining("bytesPerSecond");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PaceLimits(1, 1, -1))
                .withMessageContaining("maxPauseNanos");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PaceLimits(1, 1, Long.MAX_VALUE))
                .withMessageContaining("maxPauseNanos");
    }
}
