package dev.hec.receiver.junit;

import dev.hec.receiver.event.Event;
import dev.hec.receiver.http.HttpRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request from its head to its reply. Confined to its thread. */
final class RunningRequest {

    private final HttpRequest request;
    private final Arrivals arrivals;
    private final Epoch epoch;
    private final List<ReceivedEvent> events = new ArrayList<>();
    private long bodyBytes;
    private boolean ended;

    RunningRequest(HttpRequest request, Arrivals arrivals) {
        this.request = request;
        this.arrivals = arrivals;
        epoch = arrivals.epoch();
    }

    /** The request with a body that is counted. */
    HttpRequest counted() {
        return request.withBody(new Counted(request.body()));
    }

    /** When it began. */
    Epoch epoch() {
        return epoch;
    }

    /** Keeps events of the request; false if there is no room for them. */
    boolean store(List<Event> stored) {
        if (!epoch.take(stored.size())) {
            return false;
        }
        stored.forEach(event -> events.add(ReceivedEvent.of(event)));
        return true;
    }

    /** Makes it known, once; the first call counts. */
    void end(int status, @Nullable String cut) {
        if (!ended) {
            ended = true;
            arrivals.add(
                    epoch,
                    new ReceivedRequest(
                            request.method(),
                            request.path(),
                            request.query(),
                            request.headers(),
                            bodyBytes,
                            events.size(),
                            status,
                            cut),
                    events);
        }
    }

    private final class Counted extends FilterInputStream {

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            bodyBytes += next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            bodyBytes += Math.max(0, count);
            return count;
        }
    }
}
