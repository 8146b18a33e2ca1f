package dev.hec.buffer;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Names a run of records on its way, the same on every attempt with the same records, so that a receiver can recognise a
 * repetition. Immutable.
 *
 * @param instance of the client that first sent the run; random, so that no two ever share one
 * @param number of the run within that instance, from 1
 */
public record BatchId(long instance, long number) {

    /** An instance for a new client. */
    public static long newInstance() {
        return ThreadLocalRandom.current().nextLong();
    }

    /** An instance as 16 hexadecimal digits. */
    public static String instanceText(long instance) {
        return HexFormat.of().toHexDigits(instance);
    }

    /** {@code <instance>-<number>}, as sent in {@code X-Hec-Batch}. */
    @Override
    public String toString() {
        return instanceText(instance) + "-" + number;
    }
}
