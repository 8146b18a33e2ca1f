package dev.hec.receiver.wire;

import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import java.io.IOException;

/** Handles the requests of a {@link WireServer}. Implementations are thread-safe. */
@FunctionalInterface
public interface WireHandler {

    /**
     * Handles a request, on the thread of its connection.
     *
     * @throws CutConnection to break the connection off
     */
    void handle(HttpRequest request, ReplySink sink) throws IOException;

    /** Sends a reply back. */
    @FunctionalInterface
    interface ReplySink {

        /** Sends it whole; called once. */
        void send(HttpReply reply) throws IOException;
    }
}
