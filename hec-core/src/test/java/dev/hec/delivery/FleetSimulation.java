package dev.hec.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Many clients and one collector with a limit, as a simulation of discrete events on a virtual clock. The clients are the
 * real arithmetic of {@link Turns} and {@link RetryPolicy}; the network and the collector are made up. A seed fixes
 * everything.
 *
 * <p>Every client always has something to send: its application logs without a break, and a request takes what has come
 * together since the one before. So a client that is held back sends larger batches, not more.
 */
final class FleetSimulation {

    static final long SECOND = 1_000_000_000L;

    /** Bytes in a second that each application logs. */
    private static final int BYTES_PER_SECOND = 50_000;

    private static final int BATCH_BYTES = 1_000_000;

    /** The defaults. */
    private static final PaceLimits LIMITS = new PaceLimits(1_000, 2_000_000_000L, 300 * SECOND);

    private static final RetryPolicy RETRY =
            new RetryPolicy(900 * SECOND, SECOND / 4, 30 * SECOND, 300 * SECOND, 30 * SECOND);

    private enum Step {
        TURN,
        ARRIVAL,
        ANSWER
    }

    private record Event(long at, long order, Step step, Sender sender, boolean accepted) {}

    private static final class Client {
        final int number;
        final Turns turns;
        long takenAt;

        Client(int number, long startsAt) {
            this.number = number;
            turns = new Turns(LIMITS, startsAt);
            takenAt = startsAt;
        }
    }

    /** One delivery thread. */
    private static final class Sender {
        final Client client;
        int attempt = 1;
        int rawBytes;
        long sentAt;

        Sender(Client client) {
            this.client = client;
        }
    }

    private final FleetScenario scenario;
    private final Random random;
    private final PriorityQueue<Event> events = new PriorityQueue<>((one, other) ->
            one.at() != other.at() ? Long.compare(one.at(), other.at()) : Long.compare(one.order(), other.order()));
    private final List<Client> clients = new ArrayList<>();
    private final int[][] acceptedBy;
    private final int[] requests;
    private final long[] acceptedBytes;
    private final int[] accepted;
    private final double[][] paces;
    private long order;
    private double permits;
    private long permitsAt;

    private FleetSimulation(FleetScenario scenario, long seed) {
        this.scenario = scenario;
        random = new Random(seed);
        acceptedBy = new int[scenario.clients()][scenario.seconds()];
        requests = new int[scenario.seconds()];
        accepted = new int[scenario.seconds()];
        acceptedBytes = new long[scenario.seconds()];
        paces = new double[scenario.seconds()][];
        permits = scenario.burst();
    }

    static FleetHistory run(FleetScenario scenario, long seed) {
        return new FleetSimulation(scenario, seed).run();
    }

    private FleetHistory run() {
        for (int i = 0; i < scenario.clients(); i++) {
            long start = (long) (random.nextDouble() * scenario.startWithinSeconds() * SECOND);
            Client client = new Client(i, start);
            clients.add(client);
            for (int j = 0; j < scenario.threads(); j++) {
                schedule(start, Step.TURN, new Sender(client), false);
            }
        }
        for (int second = 0; second < scenario.seconds(); second++) {
            long end = (second + 1) * SECOND;
            while (!events.isEmpty() && events.element().at() < end) {
                step(events.remove());
            }
            paces[second] = clients.stream()
                    .mapToDouble(client -> client.turns.requestsPerSecond(end))
                    .sorted()
                    .toArray();
        }
        return new FleetHistory(scenario, requests, accepted, acceptedBytes, acceptedBy, paces);
    }

    private void schedule(long at, Step step, Sender sender, boolean accepts) {
        events.add(new Event(at, order++, step, sender, accepts));
    }

    private void step(Event event) {
        Sender sender = event.sender();
        long now = event.at();
        switch (event.step()) {
            case TURN -> takeTurn(sender, now);
            case ARRIVAL -> {
                boolean accepts = accepts(now);
                int second = (int) (now / SECOND);
                requests[second]++;
                if (accepts) {
                    accepted[second]++;
                    acceptedBytes[second] += sender.rawBytes;
                    acceptedBy[sender.client.number][second]++;
                }
                schedule(now + halfLatency(), Step.ANSWER, sender, accepts);
            }
            case ANSWER -> answered(sender, event.accepted(), now);
        }
    }

    private void takeTurn(Sender sender, long now) {
        Client client = sender.client;
        long wait = client.turns.waitNanos(now);
        if (wait > 0) {
            schedule(now + wait, Step.TURN, sender, false);
            return;
        }
        if (sender.attempt == 1) {
            long logged = (now - client.takenAt) * BYTES_PER_SECOND / SECOND;
            sender.rawBytes = (int) Math.max(1, Math.min(BATCH_BYTES, logged));
            client.takenAt = Math.max(client.takenAt, now - (logged - sender.rawBytes) * SECOND / BYTES_PER_SECOND);
        }
        client.turns.take(sender.rawBytes, now);
        sender.sentAt = now;
        schedule(now + halfLatency(), Step.ARRIVAL, sender, false);
    }

    private void answered(Sender sender, boolean accepts, long now) {
        Turns turns = sender.client.turns;
        if (accepts) {
            turns.succeeded(sender.sentAt, now);
            sender.attempt = 1;
        } else {
            Optional<Duration> retryAfter = scenario.retryAfterSeconds() == 0
                    ? Optional.empty()
                    : Optional.of(Duration.ofSeconds(scenario.retryAfterSeconds()));
            long backoff = RETRY.backoffNanos(sender.attempt, random.nextDouble());
            turns.busy(sender.sentAt, retryAfter, backoff, random.nextDouble(), now);
            sender.attempt++;
        }
        schedule(now, Step.TURN, sender, false);
    }

    /** Half of 20 to 100 milliseconds. */
    private long halfLatency() {
        return (long) ((10 + 40 * random.nextDouble()) * SECOND / 1_000);
    }

    private boolean isOutage(long now) {
        return now >= scenario.outageFrom() * SECOND && now < scenario.outageTo() * SECOND;
    }

    private boolean accepts(long now) {
        permits = Math.min(scenario.burst(), permits + (now - permitsAt) * (double) scenario.limit() / SECOND);
        permitsAt = now;
        if (isOutage(now) || permits < 1) {
            return false;
        }
        permits--;
        return true;
    }
}
