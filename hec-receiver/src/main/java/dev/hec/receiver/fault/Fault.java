package dev.hec.receiver.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a request. Immutable.
 *
 * @param kind which fault it is
 * @param status the HTTP status of a {@link Kind#REPLY}, else 0
 * @param retryAfter the {@code Retry-After} of a {@link Kind#REPLY}; null for none
 * @param bytesPerSecond how fast the body is read for {@link Kind#SLOW_READ}, else 0
 */
public record Fault(Kind kind, int status, @Nullable Duration retryAfter, int bytesPerSecond) {

    /** The faults there are. */
    public enum Kind {
        /** A reply other than the right one; nothing is stored. */
        REPLY("reply", false),
        /** The request is handled as always, only later. */
        DELAY("delay", false),
        /** The body is read at a given speed, and then handled as always. */
        SLOW_READ("slowRead", false),
        /** There is no reply while the connection stays open; nothing is stored. */
        HANG("hang", true),
        /** The connection is reset once the head of the request came; nothing is stored. */
        RESET_BEFORE_BODY("resetBeforeBody", true),
        /** The connection is reset once the body came; nothing is stored. */
        RESET_AFTER_BODY("resetAfterBody", true),
        /** The request is handled as always, its events stored, and the connection reset instead of a reply. */
        LOSE_REPLY("loseReply", true),
        /** A TLS connection is met with a certificate of another host and of an authority that nobody knows. */
        WRONG_CERTIFICATE("wrongCertificate", true);

        private final String word;
        private final boolean needsSocket;

        Kind(String word, boolean needsSocket) {
            this.word = word;
            this.needsSocket = needsSocket;
        }

        /** What it is called in JSON. */
        public String word() {
            return word;
        }

        /** Whether only a server of our own can do it, for a servlet container keeps the connection to itself. */
        public boolean needsSocket() {
            return needsSocket;
        }
    }

    /** Checks the ranges. */
    public Fault {
        if (kind == Kind.REPLY && (status < 200 || status > 599)) {
            throw new IllegalArgumentException("status is " + status + "; expected 200 to 599");
        }
        if (kind == Kind.SLOW_READ && bytesPerSecond < 1) {
            throw new IllegalArgumentException("bytesPerSecond is " + bytesPerSecond + "; expected at least 1");
        }
        if (retryAfter != null && kind != Kind.REPLY) {
            throw new IllegalArgumentException("retryAfter belongs to a reply, not to " + kind.word());
        }
        if (retryAfter != null && retryAfter.isNegative()) {
            throw new IllegalArgumentException("retryAfter is " + retryAfter + "; expected no negative duration");
        }
    }

    static Fault of(Kind kind) {
        return new Fault(kind, 0, null, 0);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case REPLY ->
                kind.word() + " " + status + (retryAfter == null ? "" : ", Retry-After " + retryAfterSeconds());
            case SLOW_READ -> kind.word() + " " + bytesPerSecond + " bytes/s";
            default -> kind.word();
        };
    }

    /** The pause to ask of the sender, in whole seconds as the header has them, rounded up; 0 without one. */
    long retryAfterSeconds() {
        return retryAfter == null ? 0 : retryAfter.plusNanos(999_999_999).toSeconds();
    }
}
