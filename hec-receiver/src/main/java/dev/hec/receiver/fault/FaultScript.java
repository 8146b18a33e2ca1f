package dev.hec.receiver.fault;

import dev.hec.receiver.fault.Fault.Kind;
import java.time.Duration;

/**
 * Which requests fail, and how: {@code next(3).reply(429).retryAfter(Duration.ofSeconds(2))}. Immutable; it does nothing before it
 * is given to a {@link FaultPlan}.
 *
 * @param aim which requests
 * @param fault what happens to them
 * @param delay how long the server waits before that
 */
public record FaultScript(Aim aim, Fault fault, Duration delay) {

    private static final Duration LONGEST_DELAY = Duration.ofHours(1);

    /** Checks what does not fit together. */
    public FaultScript {
        if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException("the delay is " + delay + "; expected 0 to " + LONGEST_DELAY);
        }
        if (fault.kind() == Kind.WRONG_CERTIFICATE && aim.path() != null) {
            throw new IllegalArgumentException(
                    "wrongCertificate is for connections, which have no path; leave the path out");
        }
    }

    /** For the next requests that send events. */
    public static Aim next(int times) {
        return new Aim(Aim.positive(times), 1, 0, null);
    }

    /** For all requests that send events. */
    public static Aim always() {
        return new Aim(0, 1, 0, null);
    }

    /**
     * For each request that sends events with a probability.
     *
     * @param probability above 0, at most 1
     * @param seed the same seed chooses the same requests, counted in their order of arrival
     */
    public static Aim withProbability(double probability, long seed) {
        return new Aim(0, probability, seed, null);
    }

    /**
     * With a {@code Retry-After}, in whole seconds as the protocol has them; parts are rounded up.
     *
     * @throws IllegalArgumentException if the fault is no reply
     */
    public FaultScript retryAfter(Duration pause) {
        return new FaultScript(aim, new Fault(fault.kind(), fault.status(), pause, fault.bytesPerSecond()), delay);
    }

    /** With a pause before it happens. */
    public FaultScript after(Duration pause) {
        return new FaultScript(aim, fault, pause);
    }

    @Override
    public String toString() {
        return aim + ": " + fault + (delay.isZero() ? "" : " after " + delay.toMillis() + " ms");
    }
}
