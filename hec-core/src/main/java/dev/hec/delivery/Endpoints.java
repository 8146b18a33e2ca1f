package dev.hec.delivery;

import dev.hec.EndpointHealth;
import dev.hec.time.Time;
import dev.hec.transport.Trouble;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of one collector: which of them the next attempt goes to, and how each of them does.
 *
 * <p><b>Threads.</b> Any; {@code lock} guards all state, is held for a few steps only and never together with another one.
 * Nothing here waits: pacing and backoff are the loop's.
 *
 * <pre>
 * failover     the first healthy one in the order of the configuration
 * roundRobin   the healthy ones in turn
 * </pre>
 *
 * <p><b>Setting aside.</b> An endpoint that cannot be reached or refuses the sender is set aside at once; one that loses a
 * request or answers 5xx, which also happens to a healthy one, the second time in a row. When its time is up, see {@link
 * AsideTime}, one attempt of one thread probes it with the batch it has anyway, while the others stay where they are.
 * Only the success of an attempt that began after the setting aside brings an endpoint back. The ceiling of the time grows
 * with each probe in vain, and starts low again only for an endpoint that did well for longer than it was away last.
 *
 * <p><b>All set aside.</b> The one whose time is up first is tried early; an early failure does not let the ceiling grow, so
 * that a network which was away for us only does not cost the first endpoint minutes.
 *
 * <p><b>Duplicates.</b> A retry may go to another endpoint than the attempt before it. If that attempt reached its collector
 * and only the answer was lost, both have the events. The batch id is the same on both, but two collectors recognise a
 * repetition by it only if they share what they store. Events are so stored twice at times, and never lost.
 */
final class Endpoints {

    /** Failures in a row after which an endpoint is set aside that loses requests or answers 5xx. */
    private static final int MAX_LOST = 2;

    /** How several endpoints share the work. */
    enum Strategy {
        FAILOVER,
        ROUND_ROBIN;

        /** The strategy of that name in the settings. */
        static Strategy named(String name) {
            return name.equals("roundRobin") ? ROUND_ROBIN : FAILOVER;
        }
    }

    private final Strategy strategy;
    private final Time time;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<EndpointState> states = new ArrayList<>();
    private final @Nullable Endpoint only;
    private int turn;

    /** Written under the lock, read without it. */
    private volatile boolean allAside;

    /**
     * All endpoints healthy.
     *
     * @param urls complete addresses, at least one, the preferred ones first
     * @param random uniform in [0, 1); called under the lock
     */
    Endpoints(List<URI> urls, Strategy strategy, AsideTime asideTime, Time time, DoubleSupplier random) {
        this.strategy = strategy;
        this.time = time;
        for (URI url : urls) {
            states.add(new EndpointState(url, states.size(), asideTime, time, random));
        }
        // Where there is no choice every attempt is a probe: its success counts whenever it began.
        only = states.size() == 1 ? states.get(0).probe() : null;
    }

    /** Where the next attempt goes to. Its outcome is told by {@link #attempted}. */
    Endpoint pick() {
        if (only != null) {
            return only;
        }
        lock.lock();
        try {
            long now = time.nanos();
            int first = strategy == Strategy.ROUND_ROBIN ? turn : 0;
            for (int i = 0; i < states.size(); i++) {
                EndpointState state = states.get((first + i) % states.size());
                if (state.healthy() || state.asideFor(now) <= 0) {
                    turn = (first + i + 1) % states.size();
                    return state.healthy() ? state.normal() : state.probe(now, true);
                }
            }
            return firstDue(now).probe(now, false);
        } finally {
            lock.unlock();
        }
    }

    private EndpointState firstDue(long now) {
        EndpointState first = states.get(0);
        for (EndpointState state : states) {
            if (state.asideFor(now) < first.asideFor(now)) {
                first = state;
            }
        }
        return first;
    }

    /**
     * Learns from an attempt.
     *
     * <p>A collector that answers anything about the events works. One that asks for patience (429, 503) neither works nor
     * fails: it is not left for another one, which would get the load that this one has too much of.
     *
     * @return whether the next attempt need not wait: it goes to another endpoint, a healthy one
     */
    boolean attempted(Endpoint endpoint, Outcome outcome) {
        if (outcome instanceof Outcome.Unreachable unreachable) {
            return failed(endpoint, unreachable.why(), unreachable.maybeSent() ? MAX_LOST : 1);
        } else if (outcome instanceof Outcome.Refused refused) {
            return failed(endpoint, refused.why(), 1);
        } else if (outcome instanceof Outcome.Busy) {
            answered(endpoint);
        } else {
            succeeded(endpoint);
        }
        return false;
    }

    /** An attempt found a collector that works. */
    void succeeded(Endpoint endpoint) {
        lock.lock();
        try {
            EndpointState state = states.get(endpoint.place());
            if (state.healthy() || endpoint.probe()) {
                state.works();
                allAside = false;
            }
        } finally {
            lock.unlock();
        }
    }

    /** An attempt found a collector that can take nothing now; a probe so ends without a result. */
    private void answered(Endpoint endpoint) {
        lock.lock();
        try {
            EndpointState state = states.get(endpoint.place());
            if (!state.healthy() && endpoint.probe()) {
                state.staysAside();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * An attempt found no collector that works.
     *
     * @param enough failures in a row after which the endpoint is set aside
     * @return whether the next attempt need not wait: it goes to another endpoint, a healthy one
     */
    boolean failed(Endpoint endpoint, Trouble why, int enough) {
        lock.lock();
        try {
            EndpointState state = states.get(endpoint.place());
            int failures = state.count(why);
            if (state.healthy() && failures >= enough) {
                state.setAside();
                allAside = states.stream().noneMatch(EndpointState::healthy);
            } else if (!state.healthy() && endpoint.probe()) {
                state.staysAside();
            }
            boolean leaves = strategy == Strategy.ROUND_ROBIN || !state.healthy();
            return leaves && states.stream().anyMatch(other -> other != state && other.healthy());
        } finally {
            lock.unlock();
        }
    }

    /** Whether every endpoint is set aside. Takes no lock. */
    boolean allAside() {
        return allAside;
    }

    /** How each endpoint does, in the order of the configuration. */
    List<EndpointHealth> health() {
        lock.lock();
        try {
            return states.stream().map(EndpointState::health).toList();
        } finally {
            lock.unlock();
        }
    }
}
