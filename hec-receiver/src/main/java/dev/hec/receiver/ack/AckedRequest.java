package dev.hec.receiver.ack;

import org.jspecify.annotations.Nullable;

/** A request while it runs, as its channel sees it. Confined to the thread of the request. */
public interface AckedRequest extends AutoCloseable {

    /** A request of a sender that has acknowledgements off. */
    AckedRequest OFF = new AckedRequest() {
        @Override
        public @Nullable Long stored() {
            return null;
        }

        @Override
        public void close() {}
    };

    /**
     * Events of the request are durable; called at most once.
     *
     * @return the id that acknowledges them; null where acknowledgements are off
     */
    @Nullable
    Long stored();

    /** The request is over. Idempotent. */
    @Override
    void close();
}
