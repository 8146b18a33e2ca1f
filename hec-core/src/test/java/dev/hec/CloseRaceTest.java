package dev.hec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hec.settings.HecSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client that is offered events, flushed, closed and handed over by many threads at once. Whatever comes first, each event
 * offered is refused, delivered, dropped or left in the spool, and the counts say which.
 *
 * <p>{@code mvn -pl hec-core test -Dtest=CloseRaceTest -Dhec.rounds=5000} runs longer. A failure names the seed of its round; the
 * seed fixes what each thread does, not how they interleave.
 */
@Timeout(300)
class CloseRaceTest {

    private static final int ROUNDS = Integer.getInteger("hec.rounds", 100);
    private static final int OFFERING = 4;
    private static final int ENDING = 3;
    private static final int MOST_EVENTS = 200;
    private static final EventMapper<String> TEXT = (event, out) -> out.string(event);

    private final RecordedDiagnostics diagnostics = new RecordedDiagnostics();
    private final Set<String> admitted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger handedOver = new AtomicInteger();
    private long dropped;
    private long spooled;
    private long recovered;
    private long refused;

    @Test
    void closing_onTheHeap_accountsForEachEvent() throws Exception {
        try (WatchedCollector collector = WatchedCollector.start()) {
            rounds(collector, "host", "web-1");

            // An event that was dropped may have arrived: its answer came too late.
            assertThat(admitted).containsAll(collector.events());
            assertThat(admitted.size() - new HashSet<>(collector.events()).size())
                    .isBetween(0, (int) dropped);
        }
        assertThat(dropped).isPositive();
        assertThat(spooled).isZero();
        checkAll();
    }

    @Test
    void closing_withASpool_losesNothing(@TempDir Path directory) throws Exception {
        try (WatchedCollector collector = WatchedCollector.start()) {
            String[] settings = {"spoolDir", directory.toString(), "fsync", "none"};
            rounds(collector, settings);
            HecClient last = HecClient.open("race", settings(collector, settings), diagnostics);
            assertThat(last.flush(Duration.ofSeconds(60)).complete()).isTrue();
            recovered += last.tally().recovered();
            last.close();

            assertThat(dropped).isZero();
            assertThat(new HashSet<>(collector.events())).isEqualTo(admitted);
        }
        assertThat(spooled).isPositive().isEqualTo(recovered);
        checkAll();
    }

    private void checkAll() {
        assertThat(refused).isPositive();
        assertThat(handedOver).hasPositiveValue();
        assertThat(diagnostics.messages()).noneMatch(told -> told.contains("unexpected"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("hec-race")));
    }

    private static HecSettings settings(WatchedCollector collector, String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of("compression", "none", "linger", "2ms", "batchEvents", "50", "maxInFlight", "2"));
        return HecClientTest.config(collector.url(), all.toArray(String[]::new)).parse();
    }

    private void rounds(WatchedCollector collector, String... settings) throws Exception {
        HecSettings parsed = settings(collector, settings);
        long first = new Random().nextLong();
        for (int i = 0; i < ROUNDS; i++) {
            long seed = first + i;
            try {
                round(i, new Random(seed), parsed);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private void round(int number, Random random, HecSettings settings) throws Exception {
        HecClient client = HecClient.open("race", settings, diagnostics);
        CyclicBarrier start = new CyclicBarrier(OFFERING + ENDING);
        AtomicLong taken = new AtomicLong();
        AtomicLong closedRefusals = new AtomicLong();
        List<Background<Void>> threads = new ArrayList<>();
        for (int i = 0; i < OFFERING; i++) {
            String prefix = number + ":" + i + ":";
            threads.add(Background.start(() -> {
                start.await();
                offer(client, prefix, taken, closedRefusals);
                return null;
            }));
        }
        for (int i = 0; i < ENDING; i++) {
            Random own = new Random(random.nextLong());
            boolean surely = i == 0;
            threads.add(Background.start(() -> {
                start.await();
                end(client, own, surely);
                return null;
            }));
        }
        threads.forEach(Background::result);
        // Adopts what was handed over; otherwise it is a client of its own, which takes over what lies in the spool.
        HecClient successor = HecClient.open("race", settings, diagnostics);
        successor.close(random.nextBoolean() ? Duration.ZERO : Duration.ofSeconds(10));

        Tally tally = client.tally();
        assertThat(tally.admitted() - tally.recovered()).isEqualTo(taken.get());
        assertThat(tally.refused(Admission.CLOSED)).isEqualTo(closedRefusals.get());
        settle(tally);
        if (!tally.equals(successor.tally())) {
            // It was closed, and the other one began anew.
            settle(successor.tally());
        }
        refused += closedRefusals.get();
    }

    private void settle(Tally tally) {
        assertThat(tally.buffered() + tally.inFlight() + tally.heldBytes()).isZero();
        assertThat(tally.delivered() + tally.dropped() + tally.spooled()).isEqualTo(tally.admitted());
        dropped += tally.dropped();
        spooled += tally.spooled();
        recovered += tally.recovered();
    }

    private void offer(HecClient client, String prefix, AtomicLong taken, AtomicLong closedRefusals) {
        for (int i = 0; i < MOST_EVENTS; i++) {
            switch (client.offer(prefix + i, TEXT, i, Severity.INFO)) {
                case ADMITTED -> {
                    taken.incrementAndGet();
                    admitted.add(prefix + i);
                }
                case CLOSED -> closedRefusals.incrementAndGet();
                default -> throw new AssertionError();
            }
        }
    }

    private void end(HecClient client, Random random, boolean surely) throws InterruptedException {
        long end = System.nanoTime() + random.nextInt(1_500_000);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        switch (surely ? random.nextInt(3) : random.nextInt(4)) {
            case 0 -> client.close(Duration.ofSeconds(10));
            case 1 -> client.close(Duration.ZERO);
            case 2 -> {
                client.handOver(Duration.ofHours(1));
                handedOver.incrementAndGet();
            }
            default -> client.flush(Duration.ofMillis(1));
        }
    }
}
