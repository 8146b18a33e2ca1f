package dev.hec.receiver.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {

    private static final long SECOND = 1_000_000_000L;

    /** Near the end of its range, as {@link System#nanoTime} may be. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 3 * SECOND);

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 1_000, 999_983, 2_000_000_000L, 5_000_000_000_000L})
    void rate_takenAtRandom_neverExceedsRateTimesTimePlusBurst(long rate) {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            long most = 1 + random.nextInt(10_000_000);
            RateLimit limit = new RateLimit(rate, most, nanos::get);
            long start = nanos.get();
            BigInteger burst = BigInteger.valueOf(Math.max(rate, most));
            BigInteger taken = BigInteger.ZERO;
            for (int i = 0; i < 2_000; i++) {
                long amount = 1 + random.nextLong(random.nextBoolean() ? most : Math.min(most, 3));
                long wait = limit.take(amount);
                if (wait == 0) {
                    taken = taken.add(BigInteger.valueOf(amount));
                } else if (random.nextBoolean()) {
                    nanos.addAndGet(random.nextLong(wait) + 1);
                }
                BigInteger allowed = burst.multiply(BigInteger.valueOf(SECOND))
                        .add(BigInteger.valueOf(rate).multiply(BigInteger.valueOf(nanos.get() - start)));
                assertThat(taken.multiply(BigInteger.valueOf(SECOND)))
                        .as("seed %s, step %s", seed, i)
                        .isLessThanOrEqualTo(allowed);
                nanos.addAndGet(random.nextInt(3) == 0 ? random.nextLong(SECOND / 100) : 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 1_000, 2_000_000_000L})
    void rate_whoWaitsAsTold_isLetThrough(long rate) {
        Random random = new Random(rate);
        RateLimit limit = new RateLimit(rate, 1_000_000, nanos::get);
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            long amount = 1 + random.nextInt(1_000_000);
            long wait = limit.take(amount);
            if (wait > 0) {
                refused++;
                nanos.addAndGet(wait - 1);
                assertThat(limit.take(amount)).as("a moment too early").isEqualTo(1);
                nanos.incrementAndGet();
                assertThat(limit.take(amount)).isZero();
            }
        }
        assertThat(refused).isGreaterThan(rate > 1_000_000 ? -1 : 1_000);
    }

    @Test
    void rate_steadyUse_getsTheWholeRate() {
        RateLimit limit = new RateLimit(1_000, 1, nanos::get);
        int taken = 0;
        for (int millis = 0; millis < 10_000; millis++) {
            for (int i = 0; i < 3; i++) {
                taken += limit.take(1) == 0 ? 1 : 0;
            }
            nanos.addAndGet(SECOND / 1_000);
        }
        assertThat(taken).as("ten seconds and the burst").isBetween(10_990, 11_000);
    }

    @Test
    void rate_afterALongRest_holdsNoMoreThanABurst() {
        RateLimit limit = new RateLimit(10, 1, nanos::get);
        nanos.addAndGet(1_000 * SECOND);

        assertThat(IntStream.range(0, 100).filter(i -> limit.take(1) == 0).count())
                .isEqualTo(10);
    }

    @Test
    void rate_amountThatNeverFits_isAMistakeOfTheCaller() {
        RateLimit limit = new RateLimit(10, 100, nanos::get);

        assertThat(limit.take(100)).isZero();
        assertThatThrownBy(() -> limit.take(101)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rate_takenByManyThreads_isSharedExactly() {
        RateLimit limit = new RateLimit(10_000, 1, nanos::get);
        AtomicLong taken = new AtomicLong();

        CompletableFuture.allOf(IntStream.range(0, 8)
                        .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                            for (int i = 0; i < 5_000; i++) {
                                taken.addAndGet(limit.take(1) == 0 ? 1 : 0);
                            }
                        }))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(taken).hasValue(10_000);
    }
}
