package dev.hec.receiver.ingest;

import dev.hec.codec.Codec;
import dev.hec.format.ReplyCode;
import dev.hec.receiver.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Reads a body whole and inflates it, within the limit. Stateless and thread-safe.
 *
 * <p>The limit counts uncompressed bytes while they come out of the decompressor, so a small body that inflates without end
 * costs no more memory than a large one. The vendor's article says "10 MB of uncompressed data"; this reads it as 2<sup>20</sup>
 * bytes each, the wider of the two readings, because refusing is the worse mistake.
 *
 * <p>A body is inflated to its end before any of it is interpreted: a body whose end is missing stores nothing.
 */
final class RequestBody {

    /** The largest body, uncompressed. */
    static final int MAX_BYTES = 10 * 1024 * 1024;

    /** The largest body as sent: what does not compress grows by a few bytes per block. */
    static final int MAX_COMPRESSED_BYTES = MAX_BYTES + 64 * 1024;

    private static final int FIRST_BYTES = 16 * 1024;

    /** A body is held as bytes, then as text as well, then its values again in events, and those as a record of the journal. */
    private static final int HEAP_BYTES_PER_BYTE = 4;

    private RequestBody() {}

    /** The codec the request names, or a 415. */
    static Codec codecOf(HttpRequest request) throws Refusal {
        List<String> codings = request.header("Content-Encoding");
        return Codec.forContentEncoding(String.join(",", codings))
                .filter(Codec::available)
                .orElseThrow(() -> new Refusal(
                        415,
                        "Content-Encoding is not supported; use gzip, zstd or none",
                        Map.of("Accept-Encoding", "gzip, zstd")));
    }

    /**
     * The uncompressed bytes of a request's body.
     *
     * @param memory pays for what is read, while it is read
     * @param turns is asked before anything costly
     * @throws Refusal if the body is too large, is not what its {@code Content-Encoding} says, or cannot be read
     */
    static byte[] read(HttpRequest request, Codec codec, MemoryBudget.Share memory, Turns turns) throws Refusal {
        int wireLimit = codec == Codec.NONE ? MAX_BYTES : MAX_COMPRESSED_BYTES;
        if (request.contentLength() > wireLimit) {
            throw tooLarge();
        }
        InputStream body = new TurnedInput(request.body(), turns);
        byte[] sent = receive(body, wireLimit, memory);
        if (codec == Codec.NONE || sent.length == 0) {
            return sent;
        }
        turns.take();
        try {
            return inflate(new ByteArrayInputStream(sent), codec, MAX_BYTES, memory);
        } finally {
            turns.give();
        }
    }

    private static byte[] receive(InputStream body, int limit, MemoryBudget.Share memory) throws Refusal {
        try {
            return atMost(body, limit, memory);
        } catch (IOException e) {
            Map<String, String> headers = Map.of("Connection", "close");
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SocketTimeoutException) {
                    throw new Refusal(408, "The request body did not arrive in time", headers);
                }
            }
            throw new Refusal(400, "The request body could not be read", headers);
        }
    }

    /**
     * Bytes that were compressed.
     *
     * @param limit uncompressed bytes; more are refused
     */
    static byte[] inflate(InputStream compressed, Codec codec, int limit, MemoryBudget.Share memory) throws Refusal {
        try (InputStream inflated = codec.decompress(compressed)) {
            return atMost(inflated, limit, memory);
        } catch (IOException e) {
            throw new Refusal(ReplyCode.INVALID_DATA_FORMAT);
        }
    }

    private static byte[] atMost(InputStream in, int limit, MemoryBudget.Share memory) throws IOException, Refusal {
        byte[] bytes = new byte[0];
        int size = 0;
        while (true) {
            if (size == bytes.length) {
                int grown = Math.min(Math.max(FIRST_BYTES, 2 * size), limit + 1);
                memory.take((long) (grown - size) * HEAP_BYTES_PER_BYTE);
                bytes = Arrays.copyOf(bytes, grown);
            }
            int count = in.read(bytes, size, bytes.length - size);
            if (count < 0) {
                return Arrays.copyOf(bytes, size);
            }
            size += count;
            if (size > limit) {
                throw tooLarge();
            }
        }
    }

    private static Refusal tooLarge() {
        return new Refusal(
                413,
                "The request body is larger than " + MAX_BYTES + " bytes uncompressed; send smaller batches",
                Map.of());
    }
}
