package dev.hec.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.DropReason;
import dev.hec.Tally;
import dev.hec.telemetry.Tallies;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class HecMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void bindTo_registry_showsEachCount() {
        new HecMetrics(() -> Tallies.OF_DIFFERENT_COUNTS, "app").bindTo(registry);

        assertThat(events("delivered", "none")).isEqualTo(869);
        assertThat(events("spooled", "none")).isEqualTo(7);
        assertThat(events("dropped", "EXPIRED")).isEqualTo(3);
        assertThat(events("dropped", "REJECTED")).isEqualTo(1);
        assertThat(events("refused", "FULL")).isEqualTo(40);
        assertThat(events("refused", "CLOSED")).isEqualTo(2);
        assertThat(counter("hec.events.admitted")).isEqualTo(1_000);
        assertThat(counter("hec.events.recovered")).isEqualTo(30);
        assertThat(counter("hec.events.truncated")).isEqualTo(31);
        assertThat(counter("hec.fields.clashes")).isEqualTo(32);
        assertThat(counter("hec.requests")).isEqualTo(60);
        assertThat(counter("hec.requests.retries")).isEqualTo(50);
        assertThat(counter("hec.requests.repeated")).isEqualTo(4);
        assertThat(counter("hec.cuts.unsafe")).isEqualTo(5);
        assertThat(counter("hec.bytes", "stage", "encoded")).isEqualTo(9_000);
        assertThat(counter("hec.bytes", "stage", "wire")).isEqualTo(800);
        assertThat(gauge("hec.waiting", "state", "buffered")).isEqualTo(100);
        assertThat(gauge("hec.waiting", "state", "inflight")).isEqualTo(20);
        assertThat(gauge("hec.held")).isEqualTo(5_000);
        assertThat(gauge("hec.pace")).isEqualTo(12.5);
        assertThat(gauge("hec.endpoints.down")).isEqualTo(1);
    }

    @Test
    void bindTo_registry_hasAMeterForEachReasonOfALoss() {
        new HecMetrics(() -> Tally.NONE, "app").bindTo(registry);

        for (DropReason reason : DropReason.values()) {
            assertThat(events("dropped", reason.name())).as("%s", reason).isZero();
        }
        assertThat(registry.find("hec.events").tag("result", "refused").meters())
                .extracting(meter -> meter.getId().getTag("reason"))
                .containsExactlyInAnyOrder("FULL", "BLANK", "CLOSED", "DIVERTED", "RECURSIVE");
    }

    @Test
    void bindTo_twoClients_areToldApartByTheirTag() {
        new HecMetrics(() -> Tallies.OF_DIFFERENT_COUNTS, "one").bindTo(registry);
        new HecMetrics(() -> Tally.NONE, "two").bindTo(registry);

        assertThat(counter("hec.requests", "client", "one")).isEqualTo(60);
        assertThat(counter("hec.requests", "client", "two")).isZero();
    }

    @Test
    void counts_areReadOnlyWhenTheRegistryIs() {
        AtomicInteger readings = new AtomicInteger();
        new HecMetrics(
                        () -> {
                            readings.incrementAndGet();
                            return Tally.NONE;
                        },
                        "app")
                .bindTo(registry);
        assertThat(readings).hasValue(0);

        assertThat(counter("hec.requests")).isZero();

        assertThat(readings).hasValue(1);
    }

    @Test
    void meters_nobodyKeepsTheBinder_goOnCounting() {
        WeakReference<Object> forgotten = bindAndForget();

        // Whatever can be collected is by now: an object that nothing refers to was made after it, and is gone.
        WeakReference<Object> garbage = new WeakReference<>(new Object());
        Awaitility.await().until(() -> {
            System.gc();
            return garbage.get() == null;
        });

        assertThat(forgotten.get()).as("the source of the counts").isNotNull();
        assertThat(counter("hec.requests")).isEqualTo(60);
        assertThat(gauge("hec.held")).isEqualTo(5_000);
    }

    private WeakReference<Object> bindAndForget() {
        // Captures, so that it is an object of its own and not a constant.
        Tally counts = new Tally(
                Tallies.OF_DIFFERENT_COUNTS.entry(),
                Tallies.OF_DIFFERENT_COUNTS.waiting(),
                Tallies.OF_DIFFERENT_COUNTS.settled(),
                Tallies.OF_DIFFERENT_COUNTS.sending(),
                List.of());
        Supplier<Tally> tally = () -> counts;
        new HecMetrics(tally, "app").bindTo(registry);
        return new WeakReference<>(tally);
    }

    @Test
    void close_takesItsMetersOutOfAllRegistries() {
        SimpleMeterRegistry other = new SimpleMeterRegistry();
        HecMetrics closed = new HecMetrics(() -> Tally.NONE, "closed");
        closed.bindTo(registry);
        closed.bindTo(other);
        new HecMetrics(() -> Tally.NONE, "open").bindTo(registry);

        closed.close();

        assertThat(other.getMeters()).isEmpty();
        assertThat(registry.getMeters())
                .isNotEmpty()
                .allSatisfy(meter -> assertThat(meter.getId().getTag("client")).isEqualTo("open"));
    }

    @Test
    void bindTo_ownRegistry_leavesTheGlobalOneAlone() {
        new HecMetrics(() -> Tally.NONE, "app").bindTo(registry);

        assertThat(registry.getMeters()).isNotEmpty();
        assertThat(Metrics.globalRegistry.getMeters()).isEmpty();
    }

    private double events(String result, String reason) {
        return counter("hec.events", "result", result, "reason", reason);
    }

    private double counter(String name, String... tags) {
        return registry.get(name).tags(tags).functionCounter().count();
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }
}
