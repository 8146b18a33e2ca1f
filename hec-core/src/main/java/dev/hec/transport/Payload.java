package dev.hec.transport;

import dev.hec.codec.Codec;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, the same bytes on every attempt.
 *
 * @param bytes heap buffer with the compressed body from position to limit; not changed while the payload is in use
 * @param codec what compressed it
 * @param rawBytes length before compression
 * @param batchId sent as {@code X-Hec-Batch}, the same on every retry of these bytes, so that a receiver can recognise a
 *     repetition; null for a request that carries no events
 * @param contentType value of the {@code Content-Type} header
 */
public record Payload(
        ByteBuffer bytes,
        Codec codec,
        int rawBytes,
        @Nullable String batchId,
        String contentType) {}
