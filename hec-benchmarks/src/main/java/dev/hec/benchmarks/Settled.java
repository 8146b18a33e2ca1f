package dev.hec.benchmarks;

import dev.hec.Tally;

/** Holds a measurement to what it claims to measure: every event was taken in. Stateless. */
final class Settled {

    private Settled() {}

    static void check(Tally tally) {
        if (tally.refused() > 0 || tally.dropped() > 0 || tally.admitted() != tally.delivered()) {
            throw new IllegalStateException("not every event was delivered: " + tally.summary());
        }
    }
}
