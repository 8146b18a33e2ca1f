package dev.hec.receiver.ingest;

import java.util.List;
import java.util.Optional;

/**
 * The batch id of a request: what a sender writes into the header {@code X-Hec-Batch}, the same whenever it sends the same bytes
 * again. For the receiver it is 1 to 128 visible characters of ASCII without further meaning.
 */
final class BatchId {

    static final String HEADER = "X-Hec-Batch";

    private static final int LONGEST = 128;

    private BatchId() {}

    /** The id among the values of the header; empty if there is not exactly one, or it is no id. */
    static Optional<String> in(List<String> values) {
        return values.size() == 1 ? Optional.of(values.get(0)).filter(BatchId::isOne) : Optional.empty();
    }

    private static boolean isOne(String text) {
        return !text.isEmpty() && text.length() <= LONGEST && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
