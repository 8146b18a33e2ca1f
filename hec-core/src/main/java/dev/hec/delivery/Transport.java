package dev.hec.delivery;

import java.io.IOException;

/** Sends a payload once: no retry, no policy. Used by one thread at a time per instance. */
interface Transport extends AutoCloseable {

    /**
     * One attempt.
     *
     * @param authorization value of the {@code Authorization} header
     * @return the answer, whatever its status
     * @throws IOException if no complete answer came; {@link Outcome#of(IOException)} says what that means
     * @throws InterruptedException if interrupted; the exchange is abandoned
     */
    Answer post(Payload payload, String authorization) throws IOException, InterruptedException;

    /** Frees connections. Idempotent. */
    @Override
    void close();
}
