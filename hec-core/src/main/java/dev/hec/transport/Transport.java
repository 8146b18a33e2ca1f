package dev.hec.transport;

import java.io.IOException;
import java.net.URI;

/** Sends a payload once: no retry, no policy. Used by one thread at a time per instance. */
public interface Transport extends AutoCloseable {

    /**
     * One attempt.
     *
     * @param url complete address
     * @param authorization value of the {@code Authorization} header
     * @return the answer, whatever its status
     * @throws IOException if no complete answer came
     * @throws InterruptedException if interrupted; the exchange is abandoned
     */
    Answer post(URI url, Payload payload, String authorization) throws IOException, InterruptedException;

    /** Frees connections. Idempotent. */
    @Override
    void close();
}
