package dev.hec.codec;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Reads gzip (RFC 1952), all members of it. Confined to one thread.
 *
 * <p>{@link java.util.zip.GZIPInputStream} asks {@code available()} whether another member follows, which on a network
 * stream means little, and takes a member whose header is damaged for the end of the data. Here the data ends only where
 * the bytes do; anything else after a member that is no further member is an error.
 */
final class GzipInput extends InputStream {

    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int DEFLATE = 8;
    private static final int HEADER_CRC = 1 << 1;
    private static final int EXTRA = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;
    private static final int RESERVED = 0xe0;

    private final InputStream compressed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private boolean ended;

    GzipInput(InputStream compressed) throws IOException {
        this.compressed = compressed;
        boolean opened = false;
        try {
            readHeader(next());
            opened = true;
        } finally {
            if (!opened) {
                inflater.end();
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            int count = inflate(out, offset, length);
            if (count > 0) {
                crc.update(out, offset, count);
                return count;
            }
            if (inflater.finished()) {
                position = limit - inflater.getRemaining();
                readTrailer();
                startNextMember();
            } else {
                refill();
                inflater.setInput(buffer, 0, limit);
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        inflater.end();
        compressed.close();
    }

    private int inflate(byte[] out, int offset, int length) throws IOException {
        try {
            int count = inflater.inflate(out, offset, length);
            if (count == 0 && inflater.needsDictionary()) {
                throw new ZipException("gzip data asks for a preset dictionary");
            }
            return count;
        } catch (DataFormatException e) {
            throw new ZipException("damaged gzip data: " + e.getMessage());
        }
    }

    private void startNextMember() throws IOException {
        int first = nextOrEnd();
        if (first < 0) {
            ended = true;
        } else {
            readHeader(first);
        }
    }

    private void readHeader(int first) throws IOException {
        if (first != 0x1f || next() != 0x8b || next() != DEFLATE) {
            throw new ZipException("not gzip data");
        }
        int flags = next();
        if ((flags & RESERVED) != 0) {
            throw new ZipException("gzip header with unknown flags");
        }
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            skip(2);
        }
        crc.reset();
        inflater.reset();
        inflater.setInput(buffer, position, limit - position);
    }

    private void readTrailer() throws IOException {
        if (nextInt() != (int) crc.getValue() || nextInt() != (int) inflater.getBytesWritten()) {
            throw new ZipException("gzip checksum or length does not match");
        }
    }

    private int nextInt() throws IOException {
        return next() | next() << 8 | next() << 16 | next() << 24;
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            next();
        }
    }

    private void skipText() throws IOException {
        while (next() != 0) {
            // the text is for people
        }
    }

    private int next() throws IOException {
        int value = nextOrEnd();
        if (value < 0) {
            throw new EOFException("gzip data ends too early");
        }
        return value;
    }

    private int nextOrEnd() throws IOException {
        if (position == limit) {
            position = 0;
            limit = Math.max(0, compressed.read(buffer, 0, buffer.length));
            if (limit == 0) {
                return -1;
            }
        }
        return buffer[position++] & 0xff;
    }

    private void refill() throws IOException {
        position = 0;
        limit = compressed.read(buffer, 0, buffer.length);
        if (limit <= 0) {
            limit = 0;
            throw new EOFException("gzip data ends too early");
        }
    }
}
