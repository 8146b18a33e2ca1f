package dev.hec.receiver.ack;

/** A sender has as many channels as it may have. It gets further ones when some of them are idle for long enough. */
public final class AckCapacityException extends Exception {

    private static final long serialVersionUID = 1L;

    AckCapacityException() {
        super("the sender has too many channels", null, false, false);
    }
}
