package dev.hec.receiver.http;

import java.io.IOException;
import java.io.OutputStream;

/** A body that is written while it is made. */
@FunctionalInterface
public interface StreamedBody {

    /**
     * Writes the body. Called at most once, on the thread of the request.
     *
     * @param out not to be closed; what is written may already have been sent when this fails
     * @throws IOException if the body cannot be completed; the connection is then broken off, so that nobody takes a part for the
     *     whole
     */
    void writeTo(OutputStream out) throws IOException;
}
