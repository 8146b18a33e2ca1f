package dev.hec.receiver.wire;

/** Thrown by what handles a request to break the connection off at once: the sender sees a reset instead of a reply. */
public final class CutConnection extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param why what was asked for, for people */
    public CutConnection(String why) {
        // No stack trace: it is an answer, not a failure.
        super(why, null, false, false);
    }
}
