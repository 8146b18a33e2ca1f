package dev.hec.receiver.event;

/** The receiver has as much unfinished work as it may hold. The sender should retry after a pause. */
public final class BusyException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int retryAfterSeconds;

    /**
     * @param message what is full
     * @param retryAfterSeconds the pause to ask of the sender, at least 1
     */
    public BusyException(String message, int retryAfterSeconds) {
        super(message);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** The pause to ask of the sender, in seconds. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
