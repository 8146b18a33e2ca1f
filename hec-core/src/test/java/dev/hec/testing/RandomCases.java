package dev.hec.testing;

import java.util.Random;

/**
 * Checks a property with many random cases.
 *
 * <p>Each case has a seed, shown with what was drawn when the case fails; {@code -Dhec.seed=N} runs that one alone. Sizes
 * are drawn so that small ones are as frequent as large ones, and the ends of a range more often than chance would have
 * them, so a failure tends to be found in a small case without any search for one.
 *
 * <p>Stateless; the cases run on the caller's thread.
 */
public final class RandomCases {

    /** One case: draws what it needs, and asserts. */
    @FunctionalInterface
    public interface Case {
        void check(Draw draw) throws Exception;
    }

    private RandomCases() {}

    /** Runs that many cases, each with a seed of its own. */
    public static void check(int cases, Case property) {
        Long only = Long.getLong("hec.seed");
        if (only != null) {
            checkOne(only, property);
            return;
        }
        long first = new Random().nextLong();
        for (int i = 0; i < cases; i++) {
            checkOne(first + i, property);
        }
    }

    private static void checkOne(long seed, Case property) {
        Draw draw = new Draw(seed);
        try {
            property.check(draw);
        } catch (Exception | AssertionError | StackOverflowError e) {
            throw new AssertionError(
                    "seed " + seed + " (repeat with -Dhec.seed=" + seed + "), drawn " + draw + ": " + e.getMessage(),
                    e);
        }
    }
}
