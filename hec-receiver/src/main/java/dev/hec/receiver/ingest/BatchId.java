package dev.hec.receiver.ingest;

import dev.hec.receiver.access.Sender;
import dev.hec.receiver.event.BatchKey;
import dev.hec.receiver.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /** What a request is known by if it is sent again; null if its sender gave it no batch id. */
    static @Nullable BatchKey key(HttpRequest request, Sender sender, byte[] body, IngestCounters counters) {
        List<String> values = request.header(HEADER);
        Optional<String> id = in(values);
        if (id.isEmpty() && !values.isEmpty()) {
            counters.badBatchId();
        }
        return id.map(text -> sender.batchKey(text, body)).orElse(null);
    }

    private static boolean isOne(String text) {
        return !text.isEmpty() && text.length() <= LONGEST && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
