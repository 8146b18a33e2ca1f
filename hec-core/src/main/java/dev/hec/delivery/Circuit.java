package dev.hec.delivery;

import dev.hec.time.Time;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Whether delivery is known not to work at this moment, for those who would rather send events elsewhere meanwhile.
 *
 * <pre>
 * closed      some endpoint is healthy
 * open        all are set aside: they cannot be reached, fail, or refuse this sender
 * half open   for one event
 * </pre>
 *
 * <p>A collector that asks for patience works. What already waits in the buffer is tried again anyway, and closes the circuit
 * when it gets through. Only where nothing waits would nobody find out; then one event goes to the collector as a probe, and
 * keeps it busy until it is delivered or too old. So at most one event in {@code retryFor} is risked.
 *
 * <p><b>Threads.</b> Any. While the circuit is closed, asking costs one volatile read. There is no lock here; whether something
 * waits is looked up by one thread in an interval, and may need the lock of the buffer.
 */
public final class Circuit {

    private final Endpoints endpoints;
    private final BooleanSupplier idle;
    private final long intervalNanos;
    private final Time time;

    /** Monotonic time from which on the next probe may be. */
    private final AtomicLong nextProbe;

    /**
     * A circuit whose first probe need not wait.
     *
     * @param idle whether no event waits for delivery
     * @param intervalNanos shortest time between two probes
     */
    Circuit(Endpoints endpoints, BooleanSupplier idle, long intervalNanos, Time time) {
        this.endpoints = endpoints;
        this.idle = idle;
        this.intervalNanos = intervalNanos;
        this.time = time;
        nextProbe = new AtomicLong(time.nanos());
    }

    /** Whether no endpoint is known to work. */
    public boolean isOpen() {
        return endpoints.allAside();
    }

    /** Whether the event at hand had better go elsewhere: the circuit is open, and this event is not the probe. */
    public boolean diverts() {
        return isOpen() && !tryProbe();
    }

    /** True for at most one call in an interval, whichever thread makes it. */
    private boolean tryProbe() {
        long now = time.nanos();
        long due = nextProbe.get();
        return now - due >= 0 && nextProbe.compareAndSet(due, now + intervalNanos) && idle.getAsBoolean();
    }
}
