package dev.hec.receiver.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** A body that is written while it is made. It may hold something until it is closed, which happens also if it is never written. */
@FunctionalInterface
public interface StreamedBody extends Closeable {

    /**
     * Writes the body. Called at most once, on the thread of the request.
     *
     * @param out not to be closed; what is written may already have been sent when this fails
     * @throws IOException if the body cannot be completed; the connection is then broken off, so that nobody takes a part for the
     *     whole
     */
    void writeTo(OutputStream out) throws IOException;

    /** Gives back what it holds. Idempotent. */
    @Override
    default void close() throws IOException {}
}
