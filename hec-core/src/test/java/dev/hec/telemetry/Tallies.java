package dev.hec.telemetry;

import dev.hec.Admission;
import dev.hec.DropReason;
import dev.hec.EndpointHealth;
import dev.hec.Tally;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A tally in which each count is another number. */
public final class Tallies {

    public static final Tally OF_DIFFERENT_COUNTS = new Tally(
            new Tally.Entry(1_000, 30, 31, 32, Map.of(Admission.FULL, 40L, Admission.CLOSED, 2L)),
            new Tally.Waiting(100, 20, 5_000),
            new Tally.Settled(869, Map.of(DropReason.EXPIRED, 3L, DropReason.REJECTED, 1L), 7, 2),
            new Tally.Sending(60, 50, 4, 5, 9_000, 800, 12.5),
            List.of(
                    new EndpointHealth("https://a", true, Instant.EPOCH, 0, null),
                    new EndpointHealth("https://b", false, Instant.EPOCH, 1, "HTTP 503")));

    private Tallies() {}
}
