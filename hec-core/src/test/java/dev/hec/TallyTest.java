package dev.hec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {

    @Test
    void summary_healthy_isShort() {
        Tally tally = new Tally(7, 2, 1, 4, Map.of(), Map.of(), 300, 5, 1, 400, 100);

        assertThat(tally.summary()).isEqualTo("admitted 7, delivered 4, waiting 3, dropped 0, refused 0");
    }

    @Test
    void summary_losses_areNamedByReason() {
        Tally tally = new Tally(9, 0, 0, 4, Map.of(DropReason.EXPIRED, 5L), Map.of(Admission.FULL, 6L), 0, 0, 0, 0, 0);

        assertThat(tally.summary())
                .isEqualTo("admitted 9, delivered 4, waiting 0, dropped 5 {EXPIRED=5}, refused 6 {FULL=6}");
        assertThat(tally)
                .returns(5L, Tally::dropped)
                .returns(5L, one -> one.dropped(DropReason.EXPIRED))
                .returns(0L, one -> one.dropped(DropReason.REJECTED))
                .returns(6L, Tally::refused)
                .returns(0L, one -> one.refused(Admission.CLOSED));
    }
}
