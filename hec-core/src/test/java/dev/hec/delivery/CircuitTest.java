package dev.hec.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.time.ManualTime;
import dev.hec.transport.Trouble;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CircuitTest {

    private static final Trouble WHY = new Trouble("HTTP 500", "broken");
    private static final Outcome ACCEPTED = new Outcome.Accepted();
    private static final Outcome NOT_SENT = new Outcome.Unreachable(false, WHY);
    private static final Outcome LOST = new Outcome.Unreachable(true, WHY);
    private static final Outcome REFUSED = new Outcome.Refused(WHY);
    private static final Outcome BUSY = new Outcome.Busy(Optional.empty(), WHY);

    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration ALMOST_NOTHING = Duration.ofNanos(1);

    private final ManualTime time = new ManualTime();
    private volatile boolean idle = true;
    private Endpoints endpoints = endpoints(1);
    private Circuit circuit = circuit();

    private Endpoints endpoints(int count) {
        List<URI> urls = IntStream.range(0, count)
                .mapToObj(i -> URI.create("https://host" + i + ".example/services/collector/event"))
                .toList();
        return new Endpoints(urls, Endpoints.Strategy.FAILOVER, AsideTime.STANDARD, time, () -> 0.5);
    }

    private Circuit circuit() {
        return new Circuit(endpoints, () -> idle, INTERVAL.toNanos(), time);
    }

    private void attempt(Outcome outcome) {
        endpoints.attempted(endpoints.pick(), outcome);
    }

    private int probes(int events) {
        return (int) IntStream.range(0, events).filter(i -> !circuit.diverts()).count();
    }

    @Test
    void circuit_beforeAnyAttempt_isClosed() {
        assertThat(circuit.isOpen()).isFalse();
        assertThat(circuit.diverts()).isFalse();
    }

    @Test
    void circuit_collectorThatCannotBeReachedOrRefuses_opensAtOnceAndClosesWithASuccess() {
        for (Outcome outcome : List.of(NOT_SENT, REFUSED)) {
            attempt(outcome);
            assertThat(circuit.isOpen()).as("after %s", outcome).isTrue();

            attempt(ACCEPTED);
            assertThat(circuit.isOpen()).isFalse();
        }
    }

    @Test
    void circuit_collectorThatLosesRequests_opensWithTheSecond() {
        attempt(LOST);
        assertThat(circuit.isOpen()).isFalse();

        attempt(LOST);
        assertThat(circuit.isOpen()).isTrue();
    }

    @Test
    void circuit_busyCollector_staysClosed() {
        IntStream.range(0, 10).forEach(i -> attempt(BUSY));

        assertThat(circuit.isOpen()).isFalse();
    }

    @Test
    void circuit_severalEndpoints_isOpenWhileNoneWorks() {
        endpoints = endpoints(2);
        circuit = circuit();

        attempt(NOT_SENT);
        assertThat(circuit.isOpen()).as("the second takes over").isFalse();

        attempt(REFUSED);
        assertThat(circuit.isOpen()).isTrue();

        attempt(ACCEPTED);
        assertThat(circuit.isOpen()).as("one of two works").isFalse();
    }

    @Test
    void diverts_openCircuitWithNothingWaiting_letsOneThroughInAnInterval() {
        attempt(NOT_SENT);

        assertThat(probes(100)).isEqualTo(1);
        time.advance(INTERVAL.minus(ALMOST_NOTHING));
        assertThat(probes(100)).isZero();
        time.advance(ALMOST_NOTHING);
        assertThat(probes(100)).isEqualTo(1);
        time.advance(INTERVAL.multipliedBy(10));
        assertThat(probes(100)).as("intervals are not saved up").isEqualTo(1);
    }

    @Test
    void diverts_whileSomethingWaits_letsNothingThrough() {
        attempt(NOT_SENT);
        idle = false;
        for (int i = 0; i < 10; i++) {
            assertThat(probes(10)).isZero();
            time.advance(INTERVAL);
        }

        idle = true;
        assertThat(probes(10)).isEqualTo(1);
    }

    @Test
    void diverts_closedCircuit_neverAsksWhetherSomethingWaits() {
        circuit = new Circuit(
                endpoints,
                () -> {
                    throw new AssertionError("asked");
                },
                INTERVAL.toNanos(),
                time);

        assertThat(circuit.diverts()).isFalse();
    }

    @Test
    void diverts_manyThreads_neverLetTwoThroughInOneInterval() throws Exception {
        int threads = 4;
        Random random = new Random(7);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            attempt(NOT_SENT);
            Duration sinceProbe = INTERVAL;
            for (int round = 0; round < 300; round++) {
                CyclicBarrier together = new CyclicBarrier(threads);
                Callable<Integer> logging = () -> {
                    together.await();
                    return probes(20);
                };
                List<Future<Integer>> running = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    running.add(executor.submit(logging));
                }
                int through = 0;
                for (Future<Integer> one : running) {
                    through += one.get();
                }
                boolean due = sinceProbe.compareTo(INTERVAL) >= 0;
                assertThat(through).as("round %d", round).isEqualTo(due ? 1 : 0);
                Duration step = INTERVAL.multipliedBy(random.nextInt(1, 8)).dividedBy(4);
                sinceProbe = due ? step : sinceProbe.plus(step);
                time.advance(step);
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
