package dev.hec.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.hec.testing.RandomCases;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private static final double ALMOST_ONE = Math.nextDown(1.0);
    private static final long LONGEST = 24L * 3_600 * 1_000_000_000;

    private static RetryPolicy policy(long initialNanos, long maxNanos) {
        return new RetryPolicy(0, initialNanos, maxNanos, 0, 0);
    }

    @Test
    void backoff_anyAttempt_isAPartOfTheDoublingCeiling() {
        RandomCases.check(5_000, draw -> {
            long initial = draw.longBetween(1, LONGEST);
            long max = draw.longBetween(1, LONGEST);
            int attempt = draw.intBetween(1, 1_000);
            double random = draw.fraction();
            double ceiling = Math.min(max, initial * Math.pow(2, attempt - 1));

            long backoff = policy(initial, max).backoffNanos(attempt, random);

            assertThat(backoff).isBetween(0L, (long) ceiling);
            assertThat((double) backoff).isCloseTo(ceiling * random, offset(1.0));
        });
    }

    @Test
    void backoff_laterAttempt_neverHasALowerCeiling() {
        RandomCases.check(5_000, draw -> {
            RetryPolicy policy = policy(draw.longBetween(1, LONGEST), draw.longBetween(1, LONGEST));
            int attempt = draw.intBetween(1, 999);

            assertThat(policy.backoffNanos(attempt + 1, ALMOST_ONE))
                    .isGreaterThanOrEqualTo(policy.backoffNanos(attempt, ALMOST_ONE));
        });
    }

    @Test
    void backoff_defaults_doubleFromQuarterSecondToHalfAMinute() {
        RetryPolicy policy = policy(TimeUnit.MILLISECONDS.toNanos(250), TimeUnit.SECONDS.toNanos(30));

        assertThat(List.of(1, 2, 3, 7, 8, 9, Integer.MAX_VALUE))
                .extracting(attempt -> policy.backoffNanos(attempt, 0.5) / 1e9)
                .containsExactly(0.125, 0.25, 0.5, 8.0, 15.0, 15.0, 15.0);
        assertThat(policy.backoffNanos(1, 0)).isZero();
    }
}
