package dev.hec.receiver.ingest;

import dev.hec.codec.Codec;
import dev.hec.codec.Compressor;
import java.nio.ByteBuffer;

/** Compressed bodies for tests. */
final class Compressed {

    private Compressed() {}

    static byte[] with(Codec codec, byte[] body) {
        try (Compressor compressor = codec.compressor(0)) {
            ByteBuffer out = compressor.compress(ByteBuffer.wrap(body));
            byte[] bytes = new byte[out.remaining()];
            out.get(bytes);
            return bytes;
        }
    }

    static byte[] join(byte[] first, byte[] second) {
        byte[] joined = new byte[first.length + second.length];
        System.arraycopy(first, 0, joined, 0, first.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
