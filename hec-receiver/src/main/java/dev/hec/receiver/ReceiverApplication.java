package dev.hec.receiver;

import dev.hec.format.Reply;
import dev.hec.format.ReplyCode;
import dev.hec.receiver.http.Exchange;
import dev.hec.receiver.http.ExchangeObserver;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.http.Routes;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Everything the receiver answers over HTTP. Thread-safe.
 *
 * <p>Its life: it answers; after {@link #stop} it refuses with "shutting down" and lets the requests that run finish.
 */
public final class ReceiverApplication {

    private static final System.Logger LOG = System.getLogger(ReceiverApplication.class.getName());

    private final Routes routes;
    private final ExchangeObserver observer;
    private final RunningRequests running;

    /** An application that answers at once. */
    public ReceiverApplication(Routes routes) {
        this(routes, new RunningRequests(), ExchangeObserver.NONE);
    }

    /**
     * An application that answers at once.
     *
     * @param running counts the requests
     * @param observer is told of each request that was answered
     */
    ReceiverApplication(Routes routes, RunningRequests running, ExchangeObserver observer) {
        this.routes = routes;
        this.running = running;
        this.observer = observer;
    }

    /**
     * Answers a request; it counts as running until its reply is sent.
     *
     * @param rim sends the reply
     */
    public <X extends Exception> void handle(HttpRequest request, ReplyRim<X> rim) throws X {
        running.begin();
        try {
            HttpReply reply = reply(request);
            try {
                rim.send(reply);
            } finally {
                reply.release();
            }
        } finally {
            running.end();
        }
    }

    /** An Error is answered as well; who asked can do no better than to ask again later, if at all. */
    private HttpReply reply(HttpRequest request) {
        try {
            return routes.of(request.path()).handle(request);
        } catch (OutOfMemoryError e) {
            LOG.log(Level.ERROR, "There was no memory for a request to " + request.shownPath(), e);
            return error(ReplyCode.SERVER_BUSY, Map.of("Retry-After", "5"));
        } catch (Error e) {
            LOG.log(Level.ERROR, "A request to " + request.shownPath() + " failed; the fault is the receiver's", e);
            return error(ReplyCode.INTERNAL_ERROR, Map.of());
        }
    }

    private static HttpReply error(ReplyCode code, Map<String, String> headers) {
        return new HttpReply(code.status(), "application/json", Reply.of(code).toJson(), headers);
    }

    /** Takes note of a request that was answered, here or by the container. Never throws. */
    public void observe(Exchange exchange) {
        observer.observe(exchange);
    }

    /** How many requests are being answered. */
    int running() {
        return running.count();
    }

    /** The paths, and beginnings of paths, that are answered by more than the collector. */
    List<String> paths() {
        return routes.paths();
    }

    /** Sends a reply back. */
    @FunctionalInterface
    public interface ReplyRim<X extends Exception> {

        /** Sends it whole, its streamed body too. */
        void send(HttpReply reply) throws X;
    }

    /**
     * Refuses further requests and waits for those that run. Idempotent.
     *
     * @param timeout how long to wait
     * @return how many requests still run when the time is up
     */
    public int stop(Duration timeout) {
        routes.stop();
        return running.awaitNone(timeout);
    }
}
