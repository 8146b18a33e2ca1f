package dev.hec.it.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hec.codec.Codec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request or reply as it came, with a {@code Content-Length} or without a body. Immutable.
 *
 * @param head to the blank line
 * @param body as on the wire
 */
public record HttpMessage(byte[] head, byte[] body) {

    private static final int MAX_HEAD_BYTES = 64 * 1024;

    /** The head; the body is still to be read. */
    public static HttpMessage readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ended = 0;
        while (ended < 4) {
            int next = in.read();
            if (next < 0 || head.size() > MAX_HEAD_BYTES) {
                throw new EOFException();
            }
            head.write(next);
            ended = next == "\r\n\r\n".charAt(ended) ? ended + 1 : next == '\r' ? 1 : 0;
        }
        return new HttpMessage(head.toByteArray(), new byte[0]);
    }

    /** The message with its body, which may come slowly. */
    public HttpMessage withBody(InputStream in, Pause pause) throws IOException {
        byte[] whole = new byte[Integer.parseInt(header("content-length", "0"))];
        for (int read = 0; read < whole.length; ) {
            int more = in.read(whole, read, Math.min(pause.step(), whole.length - read));
            if (more < 0) {
                throw new EOFException();
            }
            read += more;
            pause.afterStep();
        }
        return new HttpMessage(head, whole);
    }

    public static HttpMessage read(InputStream in) throws IOException {
        return readHead(in).withBody(in, Pause.NONE);
    }

    /** How fast bytes are taken. */
    public interface Pause {

        /** As fast as they come. */
        Pause NONE = new Pause() {
            @Override
            public int step() {
                return Integer.MAX_VALUE;
            }

            @Override
            public void afterStep() {}
        };

        int step();

        void afterStep();
    }

    /** The first value of a header. */
    public String header(String name, String otherwise) {
        return new String(head, ISO_8859_1)
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse(otherwise);
    }

    /** The body as text, decompressed. */
    String text() throws IOException {
        @Nullable String coding = header("content-encoding", "");
        Codec codec = Codec.forContentEncoding(coding.isEmpty() ? null : coding).orElseThrow();
        try (InputStream in = codec.decompress(new ByteArrayInputStream(body))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    public byte[] bytes() {
        byte[] bytes = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, bytes, head.length, body.length);
        return bytes;
    }
}
