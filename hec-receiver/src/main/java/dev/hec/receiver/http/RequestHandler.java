package dev.hec.receiver.http;

/** A part of the receiver that answers requests. Implementations are thread-safe. */
public interface RequestHandler {

    /** Answers a request. Never throws for anything the sender can do. */
    HttpReply handle(HttpRequest request);

    /** From now on requests are refused, so that senders go elsewhere or wait. Idempotent. */
    default void stop() {}
}
