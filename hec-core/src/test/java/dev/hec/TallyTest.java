package dev.hec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final Tally.Sending NOTHING_SENT = new Tally.Sending(0, 0, 0, 0, 0, 0, 0);

    @Test
    void summary_healthy_isShort() {
        Tally tally = tally(7, 2, 1, 4, Map.of(), 0, Map.of());

        assertThat(tally.summary()).isEqualTo("admitted 7, delivered 4, waiting 3, dropped 0, refused 0");
    }

    @Test
    void summary_losses_areNamedByReason() {
        Tally tally = tally(
                9, 0, 0, 4, Map.of(DropReason.EXPIRED, 3L, DropReason.REJECTED, 2L), 0, Map.of(Admission.FULL, 6L));

        assertThat(tally.summary())
                .isEqualTo("admitted 9, delivered 4, waiting 0, dropped 5 {REJECTED=2, EXPIRED=3}, refused 6 {FULL=6}");
        assertThat(tally)
                .returns(5L, Tally::dropped)
                .returns(3L, one -> one.dropped(DropReason.EXPIRED))
                .returns(0L, one -> one.dropped(DropReason.OVERSIZE))
                .returns(6L, Tally::refused)
                .returns(0L, one -> one.refused(Admission.CLOSED));
    }

    @Test
    void summary_eventsLeftInTheSpool_areNamed() {
        Tally tally = tally(9, 0, 0, 4, Map.of(), 5, Map.of());

        assertThat(tally.summary())
                .isEqualTo("admitted 9, delivered 4, waiting 0, dropped 0, refused 0, left in the spool 5");
    }

    @Test
    void accessors_ofTheWhole_areThoseOfTheParts() {
        Tally tally = new Tally(
                new Tally.Entry(1, 2, 3, 4, Map.of()),
                new Tally.Waiting(4, 5, 6),
                new Tally.Settled(7, Map.of(), 8, 0),
                new Tally.Sending(9, 10, 11, 12, 13, 14, 15.5),
                List.of(endpoint("https://a", true)));

        assertThat(tally)
                .returns(1L, Tally::admitted)
                .returns(2L, Tally::recovered)
                .returns(3L, Tally::truncated)
                .returns(4L, Tally::clashes)
                .returns(4L, Tally::buffered)
                .returns(5L, Tally::inFlight)
                .returns(6L, Tally::heldBytes)
                .returns(7L, Tally::delivered)
                .returns(8L, Tally::spooled)
                .returns(9L, Tally::requests)
                .returns(10L, Tally::retries)
                .returns(11L, Tally::maybeDuplicated)
                .returns(12L, Tally::unsafeCuts)
                .returns(13L, Tally::deliveredBytes)
                .returns(14L, Tally::wireBytes)
                .returns(15.5, Tally::pace);
    }

    @Test
    void counts_theirSourceChangesLater_stay() {
        Map<DropReason, Long> dropped = new HashMap<>(Map.of(DropReason.EXPIRED, 1L));
        Map<Admission, Long> refused = new HashMap<>(Map.of(Admission.FULL, 1L));
        List<EndpointHealth> endpoints = new ArrayList<>(List.of(endpoint("https://a", true)));
        Tally tally = new Tally(
                new Tally.Entry(1, 0, 0, 0, refused),
                new Tally.Waiting(0, 0, 0),
                new Tally.Settled(0, dropped, 0, 0),
                NOTHING_SENT,
                endpoints);

        dropped.put(DropReason.EXPIRED, 2L);
        refused.clear();
        endpoints.clear();

        assertThat(tally)
                .returns(1L, Tally::dropped)
                .returns(1L, Tally::refused)
                .returns(1, one -> one.endpoints().size());
        assertThatThrownBy(() -> tally.droppedByReason().put(DropReason.EXPIRED, 3L))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static Tally tally(
            long admitted,
            long buffered,
            long inFlight,
            long delivered,
            Map<DropReason, Long> dropped,
            long spooled,
            Map<Admission, Long> refused) {
        return new Tally(
                new Tally.Entry(admitted, 0, 0, 0, refused),
                new Tally.Waiting(buffered, inFlight, 0),
                new Tally.Settled(delivered, dropped, spooled, 0),
                NOTHING_SENT,
                List.of());
    }

    private static EndpointHealth endpoint(String address, boolean healthy) {
        return new EndpointHealth(address, healthy, Instant.EPOCH, 0, null);
    }
}
