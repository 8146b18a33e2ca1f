package dev.hec.receiver.wire;

import dev.hec.format.Reply;
import dev.hec.format.ReplyCode;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.http.RequestNotes;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * A connection from its start to its end, with or without TLS, as its first byte tells. Runs on a thread of its own; {@link #close}
 * may be called from any.
 */
final class WireConnection implements Runnable, Closeable {

    private static final System.Logger LOG = System.getLogger(WireConnection.class.getName());

    private static final int IDLE_MILLIS = 60_000;
    private static final int FIRST_BYTE_OF_TLS = 0x16;

    /** A sender of a body that is refused reads the reply only after it wrote the body, so the rest is read and dropped. */
    private static final long DROPPED_BYTES = 64L << 20;

    private final Socket socket;
    private final Supplier<SSLContext> tls;
    private final WireHandler handler;

    WireConnection(Socket socket, Supplier<SSLContext> tls, WireHandler handler) {
        this.socket = socket;
        this.tls = tls;
        this.handler = handler;
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(IDLE_MILLIS);
            PushbackInputStream in = new PushbackInputStream(socket.getInputStream());
            int first = in.read();
            if (first == FIRST_BYTE_OF_TLS) {
                InputStream consumed = new ByteArrayInputStream(new byte[] {(byte) first});
                try (Socket secured = tls.get().getSocketFactory().createSocket(socket, consumed, true)) {
                    serve(secured.getInputStream(), secured.getOutputStream());
                }
            } else if (first >= 0) {
                in.unread(first);
                serve(in, socket.getOutputStream());
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a connection ended", e);
        }
    }

    private void serve(InputStream socketIn, OutputStream socketOut) throws IOException {
        InputStream in = new BufferedInputStream(socketIn);
        OutputStream out = new BufferedOutputStream(socketOut);
        try {
            while (serveOne(in, out)) {}
        } catch (BadRequest e) {
            new ReplyWriter(out).write(error(e.status(), e.text()), true, true);
        } catch (CutConnection e) {
            Silence silence = e.silence();
            if (silence != null) {
                beSilent(in, silence);
            }
            reset();
        }
    }

    /** Reads and drops what comes, for only by reading does one learn that the peer has gone. */
    private void beSilent(InputStream in, Silence silence) throws IOException {
        socket.setKeepAlive(true); // a peer whose machine is gone says nothing
        socket.setSoTimeout(0);
        Runnable withdraw = silence.whenOver(this::end);
        try {
            byte[] dropped = new byte[8192];
            while (in.read(dropped) >= 0) {}
        } finally {
            withdraw.run();
        }
    }

    /** Makes the thread of the connection notice that it is over. */
    private void end() {
        try {
            reset();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a connection was closed already", e);
        }
    }

    /** @return whether another request may follow */
    private boolean serveOne(InputStream in, OutputStream out) throws IOException {
        RequestHead head = RequestHead.read(in);
        if (head == null) {
            return false;
        }
        RequestBody body = new RequestBody(head, in, out);
        HttpRequest request = new HttpRequest(
                head.method(),
                head.path(),
                head.query(),
                head::header,
                head.contentLength(),
                body,
                socket.getInetAddress().getHostAddress(),
                new RequestNotes(),
                head.protocol());
        boolean[] last = {!head.persistent()};
        ReplyWriter writer = new ReplyWriter(out);
        try {
            handler.handle(request, reply -> {
                last[0] |= "close".equalsIgnoreCase(reply.headers().get("Connection"));
                writer.write(reply, !head.method().equals("HEAD"), last[0]);
            });
        } catch (CutConnection e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "A request to " + request.shownPath() + " failed", e);
            writer.write(error(ReplyCode.INTERNAL_ERROR.status(), ReplyCode.INTERNAL_ERROR.text()), true, true);
            return false;
        }
        return drained(body) && !last[0];
    }

    private static boolean drained(RequestBody body) throws IOException {
        try {
            return body.drain(DROPPED_BYTES);
        } catch (BadRequest e) {
            return false; // it has its reply already
        }
    }

    private static HttpReply error(int status, String text) {
        return HttpReply.json(status, Reply.ofStatus(status, text).toJson());
    }

    /** Ends the connection so that the peer gets a reset, whatever was sent or received before. */
    private void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
