package dev.hec.doctor;

import dev.hec.transport.Answer;
import dev.hec.transport.JdkTransport;
import dev.hec.transport.Payload;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** One request and its complete answer, sent as the appender sends. Used by one thread. */
final class Exchange {

    private final JdkTransport transport;

    Exchange(JdkTransport transport) {
        this.transport = transport;
    }

    /**
     * An answer. Immutable.
     *
     * @param millis how long it took
     */
    record Timed(Answer answer, long millis) {}

    /**
     * Asks, without a token.
     *
     * @throws IOException if no complete answer came
     */
    Answer get(URI url) throws IOException {
        try {
            return transport.get(url);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Sends a body.
     *
     * @throws IOException if no complete answer came
     */
    Timed post(URI url, Payload payload, String authorization) throws IOException {
        long start = System.nanoTime();
        try {
            Answer answer = transport.post(url, payload, authorization);
            return new Timed(answer, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        IOException told = new InterruptedIOException("interrupted");
        told.initCause(e);
        return told;
    }
}
