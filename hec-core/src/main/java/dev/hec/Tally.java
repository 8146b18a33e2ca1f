package dev.hec;

import java.util.Map;

/**
 * The counts of one client at one instant. Immutable.
 *
 * <p>At every instant {@code admitted = buffered + inFlight + delivered + dropped()}. Events refused at the door were never
 * admitted and are counted apart; events logged in all are {@code admitted + refused()}.
 *
 * <p>Alert when {@link #dropped()} or {@code refused(FULL)} grows: events are being lost. Alert when {@code bufferedBytes}
 * stays above half of {@code bufferBytes}: delivery does not keep up.
 *
 * @param admitted events taken in
 * @param buffered events waiting to be sent
 * @param inFlight events in a request, or waiting for its retry
 * @param delivered events the collector accepted
 * @param droppedByReason events given up
 * @param refusedByReason events refused at the door
 * @param heldBytes encoded bytes of events buffered and in flight
 * @param requests HTTP requests sent, retries included
 * @param retries requests after the first of the same payload
 * @param deliveredBytes encoded bytes of the requests accepted, before compression
 * @param wireBytes body bytes of the requests accepted, after compression
 */
public record Tally(
        long admitted,
        long buffered,
        long inFlight,
        long delivered,
        Map<DropReason, Long> droppedByReason,
        Map<Admission, Long> refusedByReason,
        long heldBytes,
        long requests,
        long retries,
        long deliveredBytes,
        long wireBytes) {

    /** Of a client that has not been opened. */
    public static final Tally NONE = new Tally(0, 0, 0, 0, Map.of(), Map.of(), 0, 0, 0, 0, 0);

    /** Events given up, for whatever reason. */
    public long dropped() {
        return droppedByReason.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Events given up for one reason. */
    public long dropped(DropReason reason) {
        return droppedByReason.getOrDefault(reason, 0L);
    }

    /** Events refused at the door, for whatever reason. */
    public long refused() {
        return refusedByReason.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Events refused at the door for one reason. */
    public long refused(Admission reason) {
        return refusedByReason.getOrDefault(reason, 0L);
    }

    /** One line for people, with the counts that are not zero by reason. */
    public String summary() {
        StringBuilder line = new StringBuilder(160)
                .append("admitted ")
                .append(admitted)
                .append(", delivered ")
                .append(delivered)
                .append(", waiting ")
                .append(buffered + inFlight)
                .append(", dropped ")
                .append(dropped());
        if (dropped() > 0) {
            line.append(' ').append(droppedByReason);
        }
        line.append(", refused ").append(refused());
        if (refused() > 0) {
            line.append(' ').append(refusedByReason);
        }
        return line.toString();
    }
}
