package dev.hec.it.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hec.demo.ReceiverProcess;
import dev.hec.demo.SearchClient;
import dev.hec.it.soak.SoakClient.Renewal;
import dev.hec.settings.ConfigException;
import dev.hec.settings.HecConfig;
import dev.hec.settings.HecSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients of several kinds, logging all the time, over relays that do everything a network can do, to a receiver that is stopped
 * and killed in between; and then exact accounts.
 *
 * <p>Seconds by default, {@code -Psoak} for ten minutes, {@code -Dhec.soak.seed} for the same faults again, as far as threads
 * allow.
 */
class SoakTest {

    private static final int MINUTES = Integer.getInteger("hec.soak.minutes", 0);
    private static final Duration FAULTS = MINUTES > 0 ? Duration.ofMinutes(MINUTES) : Duration.ofSeconds(9);
    private static final Duration RENEWAL = MINUTES > 0 ? Duration.ofSeconds(7) : Duration.ofSeconds(2);
    private static final Duration RESTART = MINUTES > 0 ? Duration.ofSeconds(25) : Duration.ofSeconds(4);
    private static final long MEAN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(MINUTES > 0 ? 60 : 40);

    private static final FaultConductor.Pace PACE =
            MINUTES > 0 ? new FaultConductor.Pace(1_500, 2_500) : new FaultConductor.Pace(450, 350);
    private static final Duration PATIENCE = Duration.ofMinutes(MINUTES > 0 ? 5 : 1);
    private static final Duration REQUEST_TIMEOUT = Duration.ofMillis(1_500);
    private static final Duration LATE = Duration.ofMillis(1_800);
    private static final String TOKEN = "soak-t0ken";

    @TempDir
    Path directory;

    private final long seed = Long.getLong("hec.soak.seed", new Random().nextInt());
    private final Random random = new Random(seed);
    private final Requests requests = new Requests();
    private final List<SoakClient> clients = new ArrayList<>();
    private ReceiverProcess receiver;
    private FaultyRelay first;
    private FaultyRelay second;
    private int restarts;

    @BeforeEach
    void start() throws Exception {
        receiver = receiver(0);
        first = new FaultyRelay(receiver.url().getPort(), requests, LATE);
        second = new FaultyRelay(receiver.url().getPort(), requests, LATE);
        String one = first.url();
        String other = second.url();
        add("plain", Renewal.NEVER, one);
        add("parallel", Renewal.NEVER, other, "maxInFlight", "4", "compression", "gzip");
        add("tight", Renewal.NEVER, one, "batchBytes", "4KB", "bufferBytes", "12KB", "compression", "none");
        add("spooled", Renewal.NEVER, other, "spoolDir", spool(), "maxInFlight", "4", "compression", "none");
        add("reopened", Renewal.REOPEN, one, "spoolDir", spool());
        add("handed", Renewal.HAND_OVER, other, "compression", "gzip");
        add("failover", Renewal.NEVER, one + "," + other, "maxInFlight", "2");
        add("turns", Renewal.NEVER, other + "," + one, "maxInFlight", "2", "urlStrategy", "roundRobin");
    }

    private String spool() {
        return directory.resolve("spool").toString();
    }

    private void add(String name, Renewal renewal, String url, String... settings) throws ConfigException {
        clients.add(new SoakClient(name, renewal, settings(name, url, settings), 2, random, MEAN_PAUSE_NANOS));
    }

    private HecSettings settings(String name, String url, String... more) throws ConfigException {
        HecConfig config = new HecConfig();
        List<String> all = new ArrayList<>(List.of(
                "url", url,
                "token", TOKEN,
                "source", name,
                "deadLetterDir", directory.resolve("dead-" + name).toString(),
                "linger", "40ms",
                "batchBytes", "128KB",
                "spoolBytes", "64MB",
                "connectTimeout", "1s",
                "requestTimeout", REQUEST_TIMEOUT.toMillis() + "ms",
                "retryInitial", "10ms",
                "retryMax", "300ms",
                "retryFor", "24h",
                "maxPause", "1500ms",
                "parkInterval", "200ms"));
        all.addAll(Arrays.asList(more));
        for (int i = 0; i < all.size(); i += 2) {
            config.set(all.get(i), all.get(i + 1));
        }
        return config.parse();
    }

    private ReceiverProcess receiver(int port) throws IOException {
        return ReceiverProcess.start(
                Path.of(System.getProperty("hec.it.war")),
                directory.resolve("receiver"),
                "--token",
                TOKEN,
                "--port",
                Integer.toString(port));
    }

    @AfterEach
    void stop() throws Exception {
        for (SoakClient client : clients) {
            client.close();
        }
        first.close();
        second.close();
        receiver.close();
    }

    @Test
    void soak_everyFaultAgainAndAgain_accountsAreExact() throws Exception {
        System.out.println("soak: " + FAULTS + " of faults, seed " + seed);
        long end = System.nanoTime() + FAULTS.toNanos();
        List<Fault> deck = FaultConductor.deck(random);
        List<Fault> backwards = new ArrayList<>(deck);
        Collections.reverse(backwards);
        // From both ends, so that each fault is dealt within half the time.
        List<FutureTask<Integer>> faults = List.of(
                start(new FaultConductor(first, requests, deck, PACE, random.nextLong(), end)),
                start(new FaultConductor(second, requests, backwards, PACE, random.nextLong(), end)));
        clients.forEach(SoakClient::startLogging);
        renewAndRestartUntil(end);
        int dealt = 0;
        for (FutureTask<Integer> fault : faults) {
            dealt += fault.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        drain();

        assertThat(Fault.values())
                .as("seed %s: faults met", seed)
                .allSatisfy(fault ->
                        assertThat(requests.count(fault)).as(fault.name()).isPositive());
        assertThat(deliveryThreads()).as("seed %s: threads left", seed).isEmpty();
        List<String> report = report(dealt);
        report.forEach(System.out::println);
        Files.write(Path.of("target", "soak.md"), report);
    }

    private static FutureTask<Integer> start(FaultConductor conductor) {
        FutureTask<Integer> task = new FutureTask<>(conductor);
        Thread thread = new Thread(task, "soak-faults");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private void renewAndRestartUntil(long end) throws Exception {
        long nextRestart = System.nanoTime() + RESTART.toNanos();
        while (System.nanoTime() - end < 0) {
            long pause = (long) (RENEWAL.toNanos() * (0.5 + random.nextDouble()));
            LockSupport.parkNanos(Math.min(pause, end - System.nanoTime()));
            clients.forEach(SoakClient::renew);
            if (System.nanoTime() - nextRestart >= 0) {
                restart();
                nextRestart = System.nanoTime() + RESTART.toNanos();
            }
        }
    }

    private void restart() throws IOException {
        int port = receiver.url().getPort();
        if (restarts++ % 2 == 0) {
            receiver.kill();
        } else {
            receiver.stop();
        }
        receiver = receiver(port);
    }

    /** Lets the clients deliver what is left, over a network without faults. */
    private void drain() throws InterruptedException {
        for (SoakClient client : clients) {
            client.endLogging();
        }
        for (SoakClient client : clients) {
            assertThat(client.flush(PATIENCE).complete())
                    .as("seed %s: %s is flushed; it told %s", seed, client.name(), client.told())
                    .isTrue();
            // Losses are told after a success, so there must be one after the last loss.
            client.logLast();
            client.close();
        }
        await().atMost(PATIENCE).until(() -> deliveryThreads().isEmpty());
    }

    private Set<String> deliveryThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(thread -> clients.stream().anyMatch(client -> thread.startsWith("hec-" + client.name())))
                .collect(Collectors.toSet());
    }

    private List<String> report(int dealt) throws IOException, InterruptedException {
        SearchClient search = new SearchClient(URI.create(receiver.url().toString()), TOKEN);
        List<String> report = new ArrayList<>(List.of(
                "Seed " + seed + ", " + FAULTS.toSeconds() + " s, " + dealt + " faults, " + restarts + " restarts.",
                ""));
        report.addAll(Accounts.HEADER);
        Map<String, Long> losses = new HashMap<>();
        for (SoakClient client : clients) {
            try {
                Accounts accounts = Accounts.check(client, search);
                report.add(accounts.row());
                losses.putAll(accounts.losses());
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", " + client.name() + " told " + client.told(), e);
            }
            assertThat(client.told())
                    .as("seed %s: told by %s", seed, client.name())
                    .noneMatch(told -> told.contains("unexpected") || told.contains(TOKEN));
        }
        assertThat(losses).as("seed %s: losses", seed).containsKeys("FULL", "REJECTED", "OVERSIZE");
        report.add("");
        report.add(Arrays.stream(Fault.values())
                .map(fault -> fault + " " + requests.count(fault))
                .collect(Collectors.joining(", ", "Requests that met each fault: ", ".")));
        return report;
    }
}
