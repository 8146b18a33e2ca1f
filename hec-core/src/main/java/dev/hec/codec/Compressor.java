package dev.hec.codec;

import java.nio.ByteBuffer;

/**
 * Compresses whole bodies, one after another, into memory of its own that it reuses.
 *
 * <p>Confined to one thread. The result of {@link #compress} is valid until the next call.
 */
public interface Compressor extends AutoCloseable {

    /**
     * Compresses one body.
     *
     * @param body the bytes from position to limit; position and limit are left as they were
     * @return a heap buffer with the compressed bytes between position and limit
     */
    ByteBuffer compress(ByteBuffer body);

    /** Frees native memory. Idempotent; the compressor must not be used afterwards. */
    @Override
    void close();
}
