package dev.hec.receiver.wire;

import dev.hec.receiver.http.BodyPace;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The body of a request, of a declared length or in chunks, that has to come at a {@link BodyPace}. Confined to the thread of its connection. */
final class RequestBody extends InputStream {

    private static final int LONGEST_LINE = 1024;
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final OutputStream out;
    private final boolean chunked;
    private final BodyPace pace = new BodyPace();

    /** Whether the sender waits to be asked for the body. */
    private boolean awaited;

    /** Bytes until the end of the body or of the chunk. */
    private long left;

    private boolean begun;
    private boolean ended;

    RequestBody(RequestHead head, InputStream in, OutputStream out) throws BadRequest {
        this.in = in;
        this.out = out;
        chunked = head.chunked();
        long declared = head.contentLength();
        if (chunked && declared >= 0) {
            throw new BadRequest(400, "both Content-Length and Transfer-Encoding");
        }
        left = chunked ? 0 : Math.max(0, declared);
        ended = !chunked && left == 0;
        awaited = !ended && head.header("Expect").stream().anyMatch("100-continue"::equalsIgnoreCase);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (awaited) {
            awaited = false;
            out.write(CONTINUE);
            out.flush();
        }
        pace.waiting();
        if (!ended && chunked && left == 0) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int count = in.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the peer closed within the body");
        }
        pace.came(count);
        left -= count;
        ended = !chunked && left == 0;
        return count;
    }

    private void nextChunk() throws IOException {
        if (begun) {
            line(); // the end of the chunk before
        }
        begun = true;
        String size = line().split(";", 2)[0].strip();
        if (!size.matches("[0-9a-fA-F]{1,15}")) {
            throw new BadRequest(400, "a chunk without its size");
        }
        left = Long.parseLong(size, 16);
        if (left == 0) {
            int trailers = 0;
            while (!line().isEmpty()) {
                if (++trailers > 100) {
                    throw new BadRequest(431, "too many trailers");
                }
            }
            ended = true;
        }
    }

    private String line() throws IOException {
        String line = RequestHead.line(in, LONGEST_LINE);
        if (line == null) {
            throw new EOFException("the peer closed within the body");
        }
        return line;
    }

    /**
     * Reads and drops what is left, so that the next request can be found.
     *
     * @return false if that is not worth it: the sender was never asked for the body, or too much is left
     */
    boolean drain(long most) throws IOException {
        if (awaited) {
            return false;
        }
        byte[] bytes = new byte[8192];
        long dropped = 0;
        for (int count = read(bytes, 0, bytes.length); count >= 0; count = read(bytes, 0, bytes.length)) {
            dropped += count;
            if (dropped > most) {
                return false;
            }
        }
        return true;
    }
}
