package dev.hec.codec;

import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes as they are. */
final class IdentityCodec implements Codec {

    @Override
    public String name() {
        return "none";
    }

    @Override
    public @Nullable String contentEncoding() {
        return null;
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public Compressor compressor(int level) {
        return new Compressor() {
            private final HeapInput input = new HeapInput();

            @Override
            public ByteBuffer compress(ByteBuffer body) {
                return input.of(body);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public InputStream decompress(InputStream compressed) {
        return compressed;
    }
}
