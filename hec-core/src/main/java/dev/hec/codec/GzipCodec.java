package dev.hec.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;

/** gzip by the JDK's zlib, with the deflater and the output kept between bodies. */
final class GzipCodec implements Codec {

    private static final int DEFAULT_LEVEL = 6;
    private static final int INFLATE_BUFFER_BYTES = 16 * 1024;

    @Override
    public String name() {
        return "gzip";
    }

    @Override
    public String contentEncoding() {
        return "gzip";
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public Compressor compressor(int level) {
        return new GzipCompressor(level == 0 ? DEFAULT_LEVEL : level);
    }

    @Override
    public InputStream decompress(InputStream compressed) throws IOException {
        return new GZIPInputStream(new HonestInput(compressed), INFLATE_BUFFER_BYTES);
    }

    /**
     * Says that bytes are available until the end was seen. {@link GZIPInputStream} looks for a further member only then, and
     * a stream from a network may say 0 in the middle of a body.
     */
    private static final class HonestInput extends PushbackInputStream {

        HonestInput(InputStream source) {
            super(source);
        }

        @Override
        public int available() throws IOException {
            int available = super.available();
            if (available > 0) {
                return available;
            }
            int next = read();
            if (next < 0) {
                return 0;
            }
            unread(next);
            return 1;
        }
    }

    private static final class GzipCompressor implements Compressor {

        /** Magic, method deflate, no flags, no time, no extra flags, unknown operating system. */
        private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

        private static final int TRAILER_BYTES = 8;

        private final Deflater deflater;
        private final CRC32 crc = new CRC32();
        private byte[] out = new byte[64 * 1024];

        GzipCompressor(int level) {
            deflater = new Deflater(level, true);
            System.arraycopy(HEADER, 0, out, 0, HEADER.length);
        }

        @Override
        public ByteBuffer compress(ByteBuffer body) {
            int length = body.remaining();
            deflater.reset();
            deflater.setInput(body.duplicate());
            deflater.finish();
            crc.reset();
            crc.update(body.duplicate());
            int size = HEADER.length;
            while (!deflater.finished()) {
                if (out.length - size <= TRAILER_BYTES) {
                    out = Arrays.copyOf(out, out.length * 2);
                }
                size += deflater.deflate(out, size, out.length - size - TRAILER_BYTES);
            }
            ByteBuffer trailer = ByteBuffer.wrap(out, size, TRAILER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            trailer.putInt((int) crc.getValue()).putInt(length);
            return ByteBuffer.wrap(out, 0, size + TRAILER_BYTES);
        }

        @Override
        public void close() {
            deflater.end();
        }
    }
}
