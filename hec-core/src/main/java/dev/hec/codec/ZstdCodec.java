package dev.hec.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.util.Native;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Zstandard by zstd-jni, with the native context and the output kept between bodies. */
final class ZstdCodec implements Codec {

    /** Smaller and faster than zstd's own default of 3 for events; see docs/decisions/0027-level-of-zstd.md. */
    private static final int DEFAULT_LEVEL = 1;

    /** A sender chooses how much memory its frames need; 8 MiB is what RFC 8878 asks every decoder to support. */
    private static final int MAX_WINDOW_LOG = 23;

    @Override
    public String name() {
        return "zstd";
    }

    @Override
    public String contentEncoding() {
        return "zstd";
    }

    @Override
    public boolean available() {
        return Loaded.YES;
    }

    @Override
    public Compressor compressor(int level) {
        return new ZstdCompressor(level == 0 ? DEFAULT_LEVEL : level);
    }

    @Override
    public InputStream decompress(InputStream compressed) throws IOException {
        return Input.of(compressed);
    }

    /** Apart, so that without zstd's jar this codec still loads, to say that it is not available. */
    private static final class Input {

        static InputStream of(InputStream compressed) throws IOException {
            ZstdInputStreamNoFinalizer stream = new ZstdInputStreamNoFinalizer(compressed);
            stream.setLongMax(MAX_WINDOW_LOG);
            return stream;
        }
    }

    /** Loads the native library on first use only. */
    private static final class Loaded {

        static final boolean YES = load();

        private static boolean load() {
            try {
                Native.load();
                return Native.isLoaded();
            } catch (LinkageError | RuntimeException e) {
                return false;
            }
        }
    }

    private static final class ZstdCompressor implements Compressor {

        private final ZstdCompressCtx context = new ZstdCompressCtx();
        private final HeapInput input = new HeapInput();
        private byte[] out = new byte[0];

        ZstdCompressor(int level) {
            context.setLevel(level);
        }

        @Override
        public ByteBuffer compress(ByteBuffer body) {
            ByteBuffer heap = input.of(body);
            int bound = Math.toIntExact(Zstd.compressBound(heap.remaining()));
            if (out.length < bound) {
                out = new byte[bound];
            }
            int size = context.compressByteArray(
                    out, 0, out.length, heap.array(), heap.arrayOffset() + heap.position(), heap.remaining());
            return ByteBuffer.wrap(out, 0, size);
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
