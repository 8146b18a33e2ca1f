package dev.hec.receiver.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.StreamedBody;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Writes replies as HTTP/1.1. Confined to the thread of its connection. */
final class ReplyWriter {

    private final OutputStream out;

    ReplyWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Writes a reply and flushes it.
     *
     * @param withBody false for the reply to HEAD
     * @param last whether the connection is closed afterwards
     */
    void write(HttpReply reply, boolean withBody, boolean last) throws IOException {
        boolean hasBody = hasBody(reply.status());
        StringBuilder head = new StringBuilder("HTTP/1.1 ")
                .append(reply.status())
                .append(reply.status() < 400 ? " OK" : " Refused")
                .append("\r\n");
        header(head, "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        reply.headers().forEach((name, value) -> header(head, name, value));
        if (hasBody && !reply.contentType().isEmpty()) {
            header(head, "Content-Type", reply.contentType());
        }
        if (last && !reply.headers().containsKey("Connection")) {
            header(head, "Connection", "close");
        }
        StreamedBody stream = reply.stream();
        byte[] body = reply.body().getBytes(UTF_8);
        if (hasBody && stream != null) {
            header(head, "Transfer-Encoding", "chunked");
        } else if (hasBody) {
            header(head, "Content-Length", Integer.toString(body.length));
        }
        out.write(head.append("\r\n").toString().getBytes(ISO_8859_1));
        if (hasBody && withBody && stream != null) {
            stream.writeTo(new Chunks());
            out.write("0\r\n\r\n".getBytes(ISO_8859_1));
        } else if (hasBody && withBody) {
            out.write(body);
        }
        out.flush();
    }

    /** By HTTP these two have none, whatever their headers say: bytes behind them would be taken for the next reply. */
    private static boolean hasBody(int status) {
        return status != 204 && status != 304;
    }

    private static void header(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    private final class Chunks extends OutputStream {

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > 0) { // a chunk of nothing would be the end
                out.write((Integer.toHexString(length) + "\r\n").getBytes(ISO_8859_1));
                out.write(bytes, offset, length);
                out.write("\r\n".getBytes(ISO_8859_1));
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
