package dev.hec;

import dev.hec.format.EventWriter;

/**
 * Makes a record of an event, whatever the event is: one that is too large has its longest texts cut, one that fails or
 * cannot be cut is replaced by a notice that says so.
 *
 * <p>Stateless and thread-safe; encodes on the caller's thread, with the writer that the caller owns. An event that fits is
 * mapped once, and nothing is allocated here.
 *
 * <p><b>Invariant.</b> A record has at most {@code recordBytes} bytes, so it always fits into an empty batch.
 */
final class RecordEncoder {

    private final int recordBytes;

    /**
     * An encoder.
     *
     * @param recordBytes the most bytes of a record; enough for the metadata and a notice
     */
    RecordEncoder(int recordBytes) {
        this.recordBytes = recordBytes;
    }

    /**
     * Encodes an event; throws nothing but {@link OutOfMemoryError}.
     *
     * @param epochMillis time of the event, milliseconds since the epoch
     * @param writer receives the record
     * @param id number of the event, or {@link EventWriter#NO_ID}
     * @return the record's length in bytes
     */
    <E> int encode(E event, EventMapper<? super E> mapper, long epochMillis, EventWriter writer, long id) {
        // A text of more characters than a record has bytes needs no try: cut at once, it costs no memory of its size.
        int length = attempt(event, mapper, epochMillis, writer, id, recordBytes);
        return length <= recordBytes ? length : shorten(event, mapper, epochMillis, writer, id, length);
    }

    private <E> int shorten(
            E event, EventMapper<? super E> mapper, long epochMillis, EventWriter writer, long id, int tooLong) {
        Truncation truncation = new Truncation(recordBytes, recordBytes, tooLong);
        int length = tooLong;
        for (int chars = truncation.next(); chars > 0; chars = truncation.next()) {
            length = attempt(event, mapper, epochMillis, writer, id, chars);
            truncation.tried(chars, length);
        }
        if (length > recordBytes && truncation.best() > 0) {
            length = attempt(event, mapper, epochMillis, writer, id, truncation.best());
        }
        // Also an event that is another one each time it is mapped ends here.
        return length <= recordBytes
                ? length
                : notice(
                        epochMillis,
                        writer,
                        id,
                        true,
                        "event left out: " + length + " bytes, and no long text to shorten");
    }

    private static <E> int attempt(
            E event, EventMapper<? super E> mapper, long epochMillis, EventWriter writer, long id, int maxTextChars) {
        writer.begin(epochMillis, maxTextChars);
        try {
            mapper.map(event, writer);
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            // The user's code runs in there, and may throw an error of its own kind.
            return notice(
                    epochMillis,
                    writer,
                    id,
                    false,
                    "event could not be encoded: " + e.getClass().getName());
        }
        return writer.end(id);
    }

    private static int notice(long epochMillis, EventWriter writer, long id, boolean truncated, String notice) {
        writer.begin(epochMillis, Integer.MAX_VALUE);
        writer.string(notice);
        if (truncated) {
            writer.markTruncated();
        }
        return writer.end(id);
    }
}
