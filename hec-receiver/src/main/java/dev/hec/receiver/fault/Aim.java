package dev.hec.receiver.fault;

import dev.hec.receiver.fault.Fault.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a fault is for. Immutable; the methods that name a fault complete it to a {@link FaultScript}.
 *
 * @param times how many requests it is for; 0 for no limit, which in JSON is its absence
 * @param probability how likely it is for each of them
 * @param seed decides which they are
 * @param path the end of the paths it is for; null for all requests that send events
 */
public record Aim(
        int times, double probability, long seed, @Nullable String path) {

    /** Checks the ranges. */
    public Aim {
        if (times < 0) {
            throw new IllegalArgumentException("times is " + times + "; expected at least 1, or 0 for no limit");
        }
        if (!(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability is " + probability + "; expected above 0, and at most 1");
        }
        if (path != null && !path.startsWith("/")) {
            throw new IllegalArgumentException("path is \"" + path + "\"; expected one that begins with /");
        }
    }

    /** For paths that end so, such as {@code /raw} or {@code /health}, with any method. */
    public Aim forRequestsTo(String pathEnd) {
        return new Aim(times, probability, seed, pathEnd);
    }

    /** For that many requests at most. */
    public Aim atMost(int most) {
        return new Aim(positive(most), probability, seed, path);
    }

    /**
     * They are answered with a status and its usual JSON; nothing is stored. A status of success, 200 to 299, is a lie that loses
     * events: a sender believes it.
     */
    public FaultScript reply(int status) {
        return script(new Fault(Kind.REPLY, status, null, 0));
    }

    /** They are answered later. */
    public FaultScript delay(Duration delay) {
        return script(Fault.of(Kind.DELAY)).after(delay);
    }

    /** They get no reply, until the sender gives up or the faults are cleared; then the connection is reset. Nothing is stored. */
    public FaultScript hang() {
        return script(Fault.of(Kind.HANG));
    }

    /** Their connection is reset once the head came; nothing is stored. */
    public FaultScript resetBeforeBody() {
        return script(Fault.of(Kind.RESET_BEFORE_BODY));
    }

    /** Their connection is reset once the body came; nothing is stored. */
    public FaultScript resetAfterBody() {
        return script(Fault.of(Kind.RESET_AFTER_BODY));
    }

    /** They are stored, and their connection is reset instead of a reply. */
    public FaultScript loseReply() {
        return script(Fault.of(Kind.LOSE_REPLY));
    }

    /** Their body is read at this speed. */
    public FaultScript slowRead(int bytesPerSecond) {
        return script(new Fault(Kind.SLOW_READ, 0, null, bytesPerSecond));
    }

    /** TLS connections, rather than requests, meet a certificate that nobody should accept. */
    public FaultScript wrongCertificate() {
        return script(Fault.of(Kind.WRONG_CERTIFICATE));
    }

    FaultScript script(Fault fault) {
        return new FaultScript(this, fault, Duration.ZERO);
    }

    static int positive(int times) {
        if (times < 1) {
            throw new IllegalArgumentException("times is " + times + "; expected at least 1");
        }
        return times;
    }

    /** Whether a request is one of those it is for, but for times and probability. */
    boolean covers(String method, String requested) {
        if (path != null) {
            return requested.endsWith(path);
        }
        return method.equals("POST") && requested.startsWith("/services/collector") && !requested.endsWith("/ack");
    }

    @Override
    public String toString() {
        String which = probability < 1
                ? "with probability " + probability + " (seed " + seed + ")" + (times == 0 ? "" : " at most " + times)
                : times == 0 ? "always" : "next " + times;
        return which + (path == null ? "" : " to …" + path);
    }
}
