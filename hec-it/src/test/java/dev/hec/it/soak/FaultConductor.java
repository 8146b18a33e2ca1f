package dev.hec.it.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Deals faults to one relay: all of them, then again in random order, each for a random while that lasts until somebody has met
 * it, with a calm of random length after each. Runs on a thread of its own.
 */
final class FaultConductor implements Callable<Integer> {

    private static final int LONGEST_MILLIS = 4_000;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final FaultyRelay relay;
    private final Requests requests;
    private final List<Fault> deck;
    private final Pace pace;
    private final Random random;
    private final long endNanos;

    /**
     * How long things last.
     *
     * @param faultMillis a fault, at most, once somebody has met it
     * @param calmMillis the calm after it, at most
     */
    record Pace(int faultMillis, int calmMillis) {}

    /** @param endNanos when to stop, by {@link System#nanoTime} */
    FaultConductor(FaultyRelay relay, Requests requests, List<Fault> deck, Pace pace, long seed, long endNanos) {
        this.relay = relay;
        this.requests = requests;
        this.deck = new ArrayList<>(deck);
        this.pace = pace;
        random = new Random(seed);
        this.endNanos = endNanos;
    }

    /** All faults in random order. */
    static List<Fault> deck(Random random) {
        List<Fault> deck = new ArrayList<>(List.of(Fault.values()));
        deck.remove(Fault.NONE);
        Collections.shuffle(deck, random);
        return deck;
    }

    /** Returns the number of faults dealt, at the end. */
    @Override
    public Integer call() throws IOException {
        int dealt = 0;
        while (System.nanoTime() - endNanos < 0) {
            for (Fault fault : deck) {
                if (System.nanoTime() - endNanos >= 0) {
                    break;
                }
                long before = requests.count(fault);
                relay.set(fault);
                pass(random.nextInt(pace.faultMillis));
                long longest = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);
                while (requests.count(fault) == before && System.nanoTime() - longest < 0) {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
                relay.set(Fault.NONE);
                dealt++;
                pass(random.nextInt(pace.calmMillis));
            }
            Collections.shuffle(deck, random);
        }
        relay.set(Fault.NONE);
        relay.cutAll();
        return dealt;
    }

    private static void pass(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
