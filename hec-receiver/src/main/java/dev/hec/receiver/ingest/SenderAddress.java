package dev.hec.receiver.ingest;

import dev.hec.receiver.http.HttpRequest;
import java.util.List;

/** Where a request came from: the first address that a proxy noted, else the peer's. It is what the sender says, and no proof. */
final class SenderAddress {

    private static final int LONGEST_HOST = 255;

    private SenderAddress() {}

    static String of(HttpRequest request) {
        List<String> forwarded = request.header("X-Forwarded-For");
        String first =
                forwarded.isEmpty() ? "" : forwarded.get(0).split(",", 2)[0].strip();
        return first.isEmpty() || first.length() > LONGEST_HOST ? request.remoteAddress() : first;
    }
}
