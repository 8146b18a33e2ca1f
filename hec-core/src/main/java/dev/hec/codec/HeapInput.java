package dev.hec.codec;

import java.nio.ByteBuffer;

/** Shows a body as heap memory: the body itself where it is, else a copy in memory that is reused. One thread. */
final class HeapInput {

    private byte[] copy = new byte[0];

    ByteBuffer of(ByteBuffer body) {
        if (body.hasArray()) {
            return body.duplicate();
        }
        int length = body.remaining();
        if (copy.length < length) {
            copy = new byte[length];
        }
        body.duplicate().get(copy, 0, length);
        return ByteBuffer.wrap(copy, 0, length);
    }
}
