package dev.hec.delivery;

import dev.hec.codec.Codec;
import java.nio.ByteBuffer;

/**
 * The body of a request, the same bytes on every attempt.
 *
 * @param bytes heap buffer with the compressed body from position to limit; not changed while the payload is in use
 * @param codec what compressed it
 * @param rawBytes length before compression
 * @param batchId the same on every retry of these bytes, so that a receiver can recognise a repetition
 */
record Payload(ByteBuffer bytes, Codec codec, int rawBytes, String batchId) {}
