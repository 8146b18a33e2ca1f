package dev.hec;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The counts of one client at one instant. Immutable.
 *
 * <p>At every instant {@code admitted = buffered + inFlight + delivered + dropped + spooled}. Events refused at the door were
 * never admitted and are counted apart; events logged in all are {@code admitted - recovered + refused}. Of the refused,
 * those {@link Admission#DIVERTED} went elsewhere.
 *
 * <p>Alert when {@link #dropped()} or {@code refused(FULL)} grows: events are being lost. Alert when {@link #heldBytes()}
 * stays above half of {@code bufferBytes}: delivery does not keep up.
 *
 * @param entry what happened at the door
 * @param waiting what is on its way
 * @param settled what became of the rest
 * @param sending what it took
 * @param endpoints the collector's addresses, in the order of the configuration
 */
public record Tally(Entry entry, Waiting waiting, Settled settled, Sending sending, List<EndpointHealth> endpoints) {

    /** Of a client that has not been opened. */
    public static final Tally NONE =
            new Tally(Entry.NONE, new Waiting(0, 0, 0), Settled.NONE, new Sending(0, 0, 0, 0, 0, 0, 0), List.of());

    /** A tally of these parts. */
    public Tally {
        endpoints = List.copyOf(endpoints);
    }

    /**
     * Events at the door.
     *
     * @param admitted events taken in, with those recovered
     * @param recovered events admitted from the spool of an earlier run
     * @param truncated events shortened to fit, before they were admitted or refused
     * @param clashes fields that did not get the name they wanted, since another one of their event has it
     * @param refusedByReason events refused; reasons that never occurred may be missing
     */
    public record Entry(
            long admitted, long recovered, long truncated, long clashes, Map<Admission, Long> refusedByReason) {

        static final Entry NONE = new Entry(0, 0, 0, 0, Map.of());

        /** These counts. */
        public Entry {
            refusedByReason = copy(Admission.class, refusedByReason);
        }
    }

    /**
     * Events that are neither delivered nor given up.
     *
     * @param buffered events waiting to be sent
     * @param inFlight events in a request, or waiting for its retry
     * @param heldBytes encoded bytes of both
     */
    public record Waiting(long buffered, long inFlight, long heldBytes) {}

    /**
     * Events that this client is done with.
     *
     * @param delivered events the collector accepted
     * @param droppedByReason events given up; reasons that never occurred may be missing
     * @param spooled events left in the spool at close, for the next run
     * @param deadLetters of the dropped, those kept in files
     */
    public record Settled(long delivered, Map<DropReason, Long> droppedByReason, long spooled, long deadLetters) {

        static final Settled NONE = new Settled(0, Map.of(), 0, 0);

        /** These counts. */
        public Settled {
            droppedByReason = copy(DropReason.class, droppedByReason);
        }
    }

    /**
     * Requests to the collector.
     *
     * @param requests HTTP requests sent, retries included
     * @param retries requests after the first of the same payload
     * @param maybeDuplicated requests repeated though the collector may have taken the one before
     * @param unsafeCuts batches cut between events of the same millisecond, whose order the collector may not keep
     * @param deliveredBytes encoded bytes of the requests accepted, before compression
     * @param wireBytes body bytes of the requests accepted, after compression
     * @param pace requests a second that delivery now allows itself; 0 if it has no limit of its own
     */
    public record Sending(
            long requests,
            long retries,
            long maybeDuplicated,
            long unsafeCuts,
            long deliveredBytes,
            long wireBytes,
            double pace) {}

    /** In the order of the reasons, which {@code Map.copyOf} would not keep. */
    private static <K extends Enum<K>> Map<K, Long> copy(Class<K> reasons, Map<K, Long> counts) {
        Map<K, Long> copy = new EnumMap<>(reasons);
        copy.putAll(counts);
        return Collections.unmodifiableMap(copy);
    }

    /** Events taken in. */
    public long admitted() {
        return entry.admitted;
    }

    /** Events admitted from the spool of an earlier run. */
    public long recovered() {
        return entry.recovered;
    }

    /** Events shortened to fit. */
    public long truncated() {
        return entry.truncated;
    }

    /** Fields that did not get the name they wanted, since another one of their event has it. */
    public long clashes() {
        return entry.clashes;
    }

    /** Events refused at the door. */
    public Map<Admission, Long> refusedByReason() {
        return entry.refusedByReason;
    }

    /** Events refused at the door, for whatever reason. */
    public long refused() {
        return sum(entry.refusedByReason);
    }

    /** Events refused at the door for one reason. */
    public long refused(Admission reason) {
        return entry.refusedByReason.getOrDefault(reason, 0L);
    }

    /** Events waiting to be sent. */
    public long buffered() {
        return waiting.buffered;
    }

    /** Events in a request, or waiting for its retry. */
    public long inFlight() {
        return waiting.inFlight;
    }

    /** Encoded bytes of events buffered and in flight. */
    public long heldBytes() {
        return waiting.heldBytes;
    }

    /** Events the collector accepted. */
    public long delivered() {
        return settled.delivered;
    }

    /** Events given up. */
    public Map<DropReason, Long> droppedByReason() {
        return settled.droppedByReason;
    }

    /** Events given up, for whatever reason. */
    public long dropped() {
        return sum(settled.droppedByReason);
    }

    /** Events given up for one reason. */
    public long dropped(DropReason reason) {
        return settled.droppedByReason.getOrDefault(reason, 0L);
    }

    /** Events left in the spool at close. */
    public long spooled() {
        return settled.spooled;
    }

    /** Of the events given up, those kept in {@code deadLetterDir}. */
    public long deadLetters() {
        return settled.deadLetters;
    }

    /** HTTP requests sent, retries included. */
    public long requests() {
        return sending.requests;
    }

    /** Requests after the first of the same payload. */
    public long retries() {
        return sending.retries;
    }

    /** Requests repeated though the collector may have taken the one before. */
    public long maybeDuplicated() {
        return sending.maybeDuplicated;
    }

    /** Batches cut between events of the same millisecond. */
    public long unsafeCuts() {
        return sending.unsafeCuts;
    }

    /** Encoded bytes of the requests accepted, before compression. */
    public long deliveredBytes() {
        return sending.deliveredBytes;
    }

    /** Body bytes of the requests accepted, after compression. */
    public long wireBytes() {
        return sending.wireBytes;
    }

    /** Requests a second that delivery now allows itself; 0 if it has no limit of its own. */
    public double pace() {
        return sending.pace;
    }

    private static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** One line for people, with the counts that are not zero by reason. */
    public String summary() {
        StringBuilder line = new StringBuilder(160)
                .append("admitted ")
                .append(admitted())
                .append(", delivered ")
                .append(delivered())
                .append(", waiting ")
                .append(buffered() + inFlight())
                .append(", dropped ")
                .append(dropped());
        if (dropped() > 0) {
            line.append(' ').append(droppedByReason());
        }
        line.append(", refused ").append(refused());
        if (refused() > 0) {
            line.append(' ').append(refusedByReason());
        }
        if (spooled() > 0) {
            line.append(", left in the spool ").append(spooled());
        }
        return line.toString();
    }
}
