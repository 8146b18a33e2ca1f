package dev.hec.receiver.ack;

import dev.hec.receiver.access.AccessDenied;
import dev.hec.receiver.access.Sender;
import dev.hec.receiver.access.Tokens;
import java.util.List;
import java.util.Map;

/** Senders for tests. */
final class Senders {

    private Senders() {}

    /** The sender with a token; equal to any other with it. */
    static Sender sender(String token) {
        try {
            return new Tokens(List.of(token)).writer(List.of("Splunk " + token), Map.of());
        } catch (AccessDenied e) {
            throw new AssertionError(e);
        }
    }
}
