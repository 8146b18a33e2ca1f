package dev.hec.receiver.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Locale;

/** A connection on which tests write and read HTTP byte for byte. Confined to one thread. */
final class RawHttp implements Closeable {

    private final Socket socket;
    private final InputStream in;

    RawHttp(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(30_000);
        in = socket.getInputStream();
    }

    /** What came back. */
    record Response(int status, String head, String body) {

        /** Whether the head has this line. */
        boolean hasHeader(String line) {
            return head.lines().anyMatch(line::equalsIgnoreCase);
        }
    }

    RawHttp send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return this;
    }

    /** Reads one response; a request by HEAD gets none of the body that its head declares. */
    Response read(String method) throws IOException {
        StringBuilder head = new StringBuilder();
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.append(line).append('\n');
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length: ")) {
                length = Integer.parseInt(lower.substring("content-length: ".length()));
            }
        }
        String body = method.equals("HEAD") ? "" : new String(in.readNBytes(length), UTF_8);
        return new Response(Integer.parseInt(head.substring(9, 12)), head.toString(), body);
    }

    Response read() throws IOException {
        return read("");
    }

    /** What comes until the other side closes the connection. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
