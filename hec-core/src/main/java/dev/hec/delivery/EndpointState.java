package dev.hec.delivery;

import dev.hec.EndpointHealth;
import dev.hec.time.Time;
import dev.hec.transport.Trouble;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** How one endpoint does, and when it may be tried again. Not thread-safe: the lock of {@link Endpoints} guards it. */
final class EndpointState {

    /** After this, a probe that never ended counts for nothing, and another one may start. */
    private static final long PROBE_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final String address;
    private final Endpoint normal;
    private final Endpoint probe;
    private final AsideTime asideTime;
    private final Time time;
    private final DoubleSupplier random;

    private boolean healthy = true;
    private Instant since;
    private long sinceNanos;
    private int failures;
    private @Nullable String trouble;

    /** How often in a row it was set aside, each probe in vain counted once. */
    private int asides;

    private long asideNanos;

    /** When it may be probed; of meaning while it is set aside. */
    private long dueAt;

    /** A healthy endpoint. */
    EndpointState(URI url, int place, AsideTime asideTime, Time time, DoubleSupplier random) {
        address = address(url);
        normal = new Endpoint(url, place, false);
        probe = new Endpoint(url, place, true);
        this.asideTime = asideTime;
        this.time = time;
        this.random = random;
        since = time.now();
        sinceNanos = time.nanos();
        dueAt = sinceNanos;
    }

    /** An address for people, without user, path and query. */
    static String address(URI url) {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    boolean healthy() {
        return healthy;
    }

    Endpoint normal() {
        return normal;
    }

    Endpoint probe() {
        return probe;
    }

    /** Nanoseconds until it may be probed, less than one if it may; of meaning while it is set aside. */
    long asideFor(long now) {
        return dueAt - now;
    }

    /** Gives its one probe away. A probe before its time is none that counts. */
    Endpoint probe(long now, boolean onTime) {
        if (onTime) {
            asides++;
        }
        dueAt = now + PROBE_NANOS;
        return probe;
    }

    /** It answers. */
    void works() {
        failures = 0;
        if (!healthy) {
            change(true);
        }
    }

    /** Counts a failure; returns how many there were in a row. */
    int count(Trouble why) {
        trouble = why.toString();
        return ++failures;
    }

    /** It has failed too often. */
    void setAside() {
        boolean didWell = time.nanos() - sinceNanos > asideNanos;
        asides = didWell ? 1 : asides + 1;
        change(false);
        staysAside();
    }

    /** Its probe found that it does not work yet. */
    void staysAside() {
        asideNanos = asideTime.nanos(asides, random.getAsDouble());
        dueAt = time.nanos() + asideNanos;
    }

    private void change(boolean nowHealthy) {
        healthy = nowHealthy;
        since = time.now();
        sinceNanos = time.nanos();
    }

    EndpointHealth health() {
        return new EndpointHealth(address, healthy, since, failures, trouble);
    }
}
