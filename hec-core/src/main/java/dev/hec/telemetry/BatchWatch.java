package dev.hec.telemetry;

/** A batch in delivery being measured, see {@link JfrEvents#watchBatch}. Confined to one delivery thread. */
public interface BatchWatch {

    /** All records of the batch are settled. */
    void ended(Facts facts);

    /**
     * What is known of the batch in the end.
     *
     * @param client name of the client
     * @param endpoint address it went to last, without path and query
     * @param records number of its events
     * @param rawBytes their encoded bytes
     * @param wireBytes body bytes of all its requests
     * @param attempts number of its requests
     * @param cut why it was closed for further events
     * @param outcome of the last attempt
     */
    record Facts(
            String client,
            String endpoint,
            int records,
            long rawBytes,
            long wireBytes,
            int attempts,
            String cut,
            String outcome) {}
}
