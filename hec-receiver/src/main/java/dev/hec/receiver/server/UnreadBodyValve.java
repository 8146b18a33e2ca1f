package dev.hec.receiver.server;

import dev.hec.receiver.http.BodyPace;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * Reads what a refused sender still sends, for many read the reply only after they wrote the whole body; but for a bounded time, a
 * bounded number of bytes and a bounded number of senders, beyond which the connection is closed. Tomcat by itself would read on for
 * as long as bytes come, so a stranger who sends a byte now and then could hold a thread for years, and a few hundred
 * of them the whole server. Thread-safe.
 */
final class UnreadBodyValve extends ValveBase {

    /** A sender that does not know the limit of a body may send several times that. */
    static final int MOST_BYTES = 64 * 1024 * 1024;

    /** The status for a sender that had its time already. */
    private static final int TOO_SLOW = 408;

    private final Semaphore readers;

    /** @param most senders whose rest is read at the same time */
    UnreadBodyValve(int most) {
        super(true);
        readers = new Semaphore(most);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        org.apache.coyote.Request coyote = request.getCoyoteRequest();
        if (request.isAsync() || coyote.isFinished()) {
            return;
        }
        if (coyote.hasExpectation()) {
            // It was not asked for its body. Some then send it nevertheless and some the next request:
            // nobody can tell, so the connection ends, as the servlet's reply says.
            coyote.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            return;
        }
        response.flushBuffer();
        boolean ended = false;
        if (response.getStatus() != TOO_SLOW && readers.tryAcquire()) {
            try {
                ended = readRest(coyote);
            } finally {
                readers.release();
            }
        }
        if (!ended) {
            response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
        }
    }

    /** Below Tomcat's own stream, which is closed with the response. */
    private static boolean readRest(org.apache.coyote.Request request) {
        BodyPace pace = new BodyPace();
        Dropped dropped = new Dropped();
        long rest = MOST_BYTES;
        try {
            pace.waiting();
            int count = request.doRead(dropped);
            while (count >= 0 && rest > 0) {
                pace.came(count);
                rest -= count;
                pace.waiting();
                count = request.doRead(dropped);
            }
            return count < 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where bytes go that nobody wants. */
    private static final class Dropped implements ApplicationBufferHandler {

        private ByteBuffer buffer = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {
            // Tomcat brings its own.
        }
    }
}
