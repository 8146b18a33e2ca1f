package dev.hec.receiver.wire;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by what handles a request to break the connection off, at once or after a silence: the sender sees a reset instead of a
 * reply.
 */
public final class CutConnection extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Silence silence;

    /**
     * At once.
     *
     * @param why what was asked for, for people
     */
    public CutConnection(String why) {
        this(why, null);
    }

    private CutConnection(String why, @Nullable Silence silence) {
        // No stack trace: it is an answer, not a failure.
        super(why, null, false, false);
        this.silence = silence;
    }

    /** When the silence is over or the peer has gone, whichever is first; what the peer sends meanwhile is dropped. */
    public static CutConnection after(Silence silence, String why) {
        return new CutConnection(why, silence);
    }

    /** What comes before the cut; null for nothing. */
    @Nullable
    Silence silence() {
        return silence;
    }
}
