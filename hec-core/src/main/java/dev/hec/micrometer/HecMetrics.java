package dev.hec.micrometer;

import dev.hec.Admission;
import dev.hec.DropReason;
import dev.hec.Tally;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Shows one client's counts in Micrometer registries. The names of the meters are listed in {@code docs/metrics.md}.
 *
 * <p>Thread-safe; its monitor guards the list of meters and is not held while a registry is called. Meters are read when the
 * registry is: taking events in touches no registry, so logging neither waits for one nor needs one to be there yet. The
 * application says which registry; the global one is not used unless it is given.
 *
 * <p>The registry keeps the client reachable until {@link #close}.
 */
public final class HecMetrics implements MeterBinder, AutoCloseable {

    private final Supplier<Tally> tally;
    private final Tags client;
    private final List<Bound> bound = new ArrayList<>();

    private record Bound(MeterRegistry registry, Meter meter) {}

    /**
     * Metrics in no registry yet.
     *
     * @param tally gives the counts, such as {@code client::tally} or {@code appender::tally}
     * @param name of the client, in the tag {@code client}
     */
    public HecMetrics(Supplier<Tally> tally, String name) {
        this.tally = tally;
        client = Tags.of("client", name);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        events(registry, "delivered", "none", Tally::delivered);
        events(registry, "spooled", "none", Tally::spooled);
        for (DropReason reason : DropReason.values()) {
            events(registry, "dropped", reason.name(), counts -> counts.dropped(reason));
        }
        for (Admission reason : Admission.values()) {
            if (reason != Admission.ADMITTED) {
                events(registry, "refused", reason.name(), counts -> counts.refused(reason));
            }
        }
        count(registry, "hec.events.admitted", "Events taken in", Tally::admitted);
        count(registry, "hec.events.recovered", "Events taken in from an earlier run's spool", Tally::recovered);
        count(registry, "hec.events.truncated", "Events shortened to fit", Tally::truncated);
        count(registry, "hec.fields.clashes", "Fields that had to give way to one of the same name", Tally::clashes);
        count(registry, "hec.events.deadletters", "Events given up and kept on disk", Tally::deadLetters);
        count(registry, "hec.requests", "Requests sent, retries included", Tally::requests);
        count(registry, "hec.requests.retries", "Requests after the first of the same payload", Tally::retries);
        count(registry, "hec.requests.repeated", "Requests whose events may be stored twice", Tally::maybeDuplicated);
        count(registry, "hec.cuts.unsafe", "Batches cut inside one millisecond", Tally::unsafeCuts);
        bytes(registry, "encoded", Tally::deliveredBytes);
        bytes(registry, "wire", Tally::wireBytes);
        waiting(registry, "buffered", Tally::buffered);
        waiting(registry, "inflight", Tally::inFlight);
        keep(
                registry,
                gauge("hec.held", Tally::heldBytes)
                        .baseUnit("bytes")
                        .description("Encoded bytes of the events waiting")
                        .register(registry));
        keep(
                registry,
                gauge("hec.pace", Tally::pace)
                        .description("Most requests a second allowed now, 0 for no limit")
                        .register(registry));
        keep(
                registry,
                gauge("hec.endpoints.down", HecMetrics::down)
                        .description("Addresses left alone because they failed")
                        .register(registry));
    }

    private static long down(Tally counts) {
        return counts.endpoints().stream()
                .filter(endpoint -> !endpoint.healthy())
                .count();
    }

    private void events(MeterRegistry registry, String result, String reason, ToDoubleFunction<Tally> count) {
        keep(
                registry,
                counter("hec.events", count)
                        .tags("result", result, "reason", reason)
                        .description("Events by what became of them")
                        .register(registry));
    }

    private void count(MeterRegistry registry, String name, String description, ToDoubleFunction<Tally> count) {
        keep(registry, counter(name, count).description(description).register(registry));
    }

    private void bytes(MeterRegistry registry, String stage, ToDoubleFunction<Tally> count) {
        keep(
                registry,
                counter("hec.bytes", count)
                        .tags("stage", stage)
                        .baseUnit("bytes")
                        .description("Bytes of accepted requests, before and after compression")
                        .register(registry));
    }

    private void waiting(MeterRegistry registry, String state, ToDoubleFunction<Tally> count) {
        keep(
                registry,
                gauge("hec.waiting", count)
                        .tags("state", state)
                        .description("Events waiting to be sent, or for an answer or a retry")
                        .register(registry));
    }

    /** A registry refers to the first argument weakly and to the function strongly; the function keeps the client. */
    private FunctionCounter.Builder<Supplier<Tally>> counter(String name, ToDoubleFunction<Tally> count) {
        return FunctionCounter.builder(name, tally, ignored -> count.applyAsDouble(tally.get()))
                .tags(client);
    }

    private Gauge.Builder<Supplier<Number>> gauge(String name, ToDoubleFunction<Tally> value) {
        Supplier<Number> reading = () -> value.applyAsDouble(tally.get());
        return Gauge.builder(name, reading).tags(client);
    }

    private synchronized void keep(MeterRegistry registry, Meter meter) {
        bound.add(new Bound(registry, meter));
    }

    /** Takes the meters out of the registries again. */
    @Override
    public void close() {
        List<Bound> all;
        synchronized (this) {
            all = List.copyOf(bound);
            bound.clear();
        }
        all.forEach(one -> one.registry().remove(one.meter()));
    }
}
