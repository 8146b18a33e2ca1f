package dev.hec;

import java.util.Map;

/**
 * A client as JMX shows it: the counts of its {@link Tally}, and a flush.
 *
 * <p>Registered as {@code dev.hec:type=HecClient,name="…"}, with the client's name quoted; a name that is taken gets
 * {@code #2}, {@code #3} and so on. It appears two seconds after the client was opened. The names here are those of the
 * attributes, so they never change. What each count means stands in {@link Tally}.
 *
 * <p>Thread-safe. Reading an attribute takes a snapshot of all counts; two attributes are two snapshots.
 */
public interface HecMXBean {

    /** Events taken in. */
    long getAdmitted();

    /** Events admitted from the spool of an earlier run. */
    long getRecovered();

    /** Events shortened to fit. */
    long getTruncated();

    /** Fields that did not get the name they wanted, since another one of their event has it. */
    long getClashes();

    /** Events refused at the door. */
    long getRefused();

    /** Events refused at the door, by reason. */
    Map<String, Long> getRefusedByReason();

    /** Events waiting to be sent. */
    long getBuffered();

    /** Events in a request, or waiting for its retry. */
    long getInFlight();

    /** Encoded bytes of events buffered and in flight. */
    long getHeldBytes();

    /** Events the collector accepted. */
    long getDelivered();

    /** Events given up. */
    long getDropped();

    /** Events given up, by reason. */
    Map<String, Long> getDroppedByReason();

    /** Events left in the spool at close. */
    long getSpooled();

    /** Of the events given up, those kept in the directory of dead letters. */
    long getDeadLetters();

    /** HTTP requests sent, retries included. */
    long getRequests();

    /** Requests after the first of the same payload. */
    long getRetries();

    /** Requests repeated though the collector may have taken the one before. */
    long getMaybeDuplicated();

    /** Batches cut between events of the same millisecond. */
    long getUnsafeCuts();

    /** Encoded bytes of the requests accepted, before compression. */
    long getDeliveredBytes();

    /** Body bytes of the requests accepted, after compression. */
    long getWireBytes();

    /** Requests a second that delivery now allows itself; 0 if it has no limit of its own. */
    double getPace();

    /** The collector's addresses, and whether requests go there. */
    Map<String, Boolean> getEndpoints();

    /**
     * Sends what is buffered without waiting for linger, and waits until everything taken in before this call is delivered
     * or dropped.
     *
     * @param millis the longest wait
     * @return whether everything is
     */
    boolean flush(long millis);
}
