package dev.hec.it.chaos;

import dev.hec.Admission;
import dev.hec.Diagnostics;
import dev.hec.EventMapper;
import dev.hec.HecClient;
import dev.hec.Severity;
import dev.hec.Tally;
import dev.hec.delivery.FleetScenario;
import dev.hec.settings.ConfigException;
import dev.hec.settings.HecConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients as they ship, each with always something to send: one thread logs for all of them in turn, more often than they may
 * send. Confined to that thread.
 */
final class Fleet implements AutoCloseable {

    private static final Diagnostics SILENT = new Diagnostics() {
        @Override
        public void info(String message) {}

        @Override
        public void warn(String message) {}
    };

    private static final EventMapper<Integer> MAPPER = (number, out) -> {
        out.beginObject();
        out.field("n", number);
        out.field("message", "an event of one client in a fleet");
        out.endObject();
    };

    /** An event of each client comes so many times as often as its share of requests. */
    private static final int PLENTY = 4;

    private final FleetScenario scenario;
    private final List<HecClient> clients = new ArrayList<>();
    private final double[][] paces;
    private long logged;

    Fleet(FleetScenario scenario, String url, String token) throws ConfigException {
        this.scenario = scenario;
        paces = new double[scenario.seconds()][];
        for (int client = 0; client < scenario.clients(); client++) {
            HecConfig config = new HecConfig();
            config.set("url", url);
            config.set("token", token);
            config.set("source", "fleet");
            config.set("headers", FleetGate.CLIENT + "=" + client);
            config.set("linger", "1ms");
            clients.add(HecClient.open("fleet-" + client, config.parse(), SILENT));
        }
    }

    /** Logs to the end of the scenario, and notes the paces of each second. */
    void run(FleetGate gate) {
        long gapNanos = TimeUnit.SECONDS.toNanos(1) / ((long) PLENTY * scenario.limit());
        int second = 0;
        long due = gate.elapsed();
        while (second < scenario.seconds()) {
            long now = gate.elapsed();
            while (due <= now) {
                HecClient client = clients.get((int) (logged % clients.size()));
                if (client.offer((int) logged, MAPPER, System.currentTimeMillis(), Severity.INFO)
                        == Admission.ADMITTED) {
                    logged++;
                }
                due += gapNanos;
            }
            while (second < scenario.seconds() && now >= TimeUnit.SECONDS.toNanos(second + 1L)) {
                paces[second++] = clients.stream()
                        .mapToDouble(client -> client.tally().pace())
                        .sorted()
                        .toArray();
            }
            LockSupport.parkNanos(Math.max(100_000, due - gate.elapsed()));
        }
    }

    double[][] paces() {
        return paces;
    }

    /** Events that were taken in. */
    long logged() {
        return logged;
    }

    long lost() {
        return clients.stream().map(HecClient::tally).mapToLong(Fleet::lost).sum();
    }

    private static long lost(Tally tally) {
        return tally.dropped() + tally.refused();
    }

    /** Closes all at once: each may take its time. */
    void close(Duration patience) throws InterruptedException {
        List<Thread> threads = clients.stream()
                .map(client -> new Thread(() -> client.close(patience)))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Override
    public void close() {
        clients.forEach(client -> client.close(Duration.ZERO));
    }
}
