package dev.hec.receiver.accesslog;

import java.io.Closeable;
import java.io.IOException;

/** Where lines go. Used by one thread at a time. */
interface LogTarget extends Closeable {

    /**
     * Writes lines, all or none as far as that is possible.
     *
     * @throws IOException if they are not there now; the next call tries anew
     */
    void write(byte[] lines) throws IOException;
}
