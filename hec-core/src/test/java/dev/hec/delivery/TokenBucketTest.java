package dev.hec.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    /** The reading wraps around during the test: only differences count. */
    private static final long START = Long.MAX_VALUE - 10 * MILLI;

    private final TokenBucket bucket = drained(START);

    /** A bucket with nothing taken and nothing left over. */
    private static TokenBucket drained(long now) {
        TokenBucket bucket = new TokenBucket(50 * MILLI, now);
        bucket.take(50, 1_000, now);
        return bucket;
    }

    @Test
    void wait_nothingTaken_isNone() {
        assertThat(bucket.waitNanos(START)).isZero();
        assertThat(bucket.waitNanos(START + SECOND)).isZero();
    }

    @Test
    void take_one_holdsTheNextForOneInterval() {
        bucket.take(1, 10, START);

        assertThat(bucket.waitNanos(START)).isEqualTo(100 * MILLI);
        assertThat(bucket.waitNanos(START + 40 * MILLI)).isEqualTo(60 * MILLI);
        assertThat(bucket.waitNanos(START + 100 * MILLI)).isZero();
    }

    @Test
    void take_moreThanThereIs_goesIntoDebt() {
        bucket.take(30, 10, START);

        assertThat(bucket.waitNanos(START + SECOND)).isEqualTo(2 * SECOND);
    }

    @Test
    void take_nothing_costsNothing() {
        bucket.take(0, 10, START);

        assertThat(bucket.waitNanos(START)).isZero();
    }

    @Test
    void take_atAnotherRate_isPaidAtThatRate() {
        bucket.take(1, 10, START);
        bucket.take(1, 2, START);

        assertThat(bucket.waitNanos(START)).isEqualTo(600 * MILLI);
    }

    @Test
    void take_afterAShortLateness_makesItUp() {
        bucket.take(1, 10, START);
        bucket.take(1, 10, START + 130 * MILLI);

        assertThat(bucket.waitNanos(START + 130 * MILLI)).isEqualTo(70 * MILLI);
    }

    @Test
    void take_atTheStart_hasTheAllowance() {
        TokenBucket fresh = new TokenBucket(50 * MILLI, START);
        fresh.take(50, 1_000, START);
        assertThat(fresh.waitNanos(START)).isZero();
        fresh.take(1, 1_000, START);

        assertThat(fresh.waitNanos(START)).isEqualTo(MILLI);
    }

    @Test
    void take_afterALongSilence_makesUpForTheAllowanceOnly() {
        long now = START + 3_600 * SECOND;
        int atOnce = 0;
        while (bucket.waitNanos(now) == 0) {
            bucket.take(1, 1_000, now);
            atOnce++;
        }

        // 50 ms of 1000 a second, and the one that everybody may take.
        assertThat(atOnce).isEqualTo(51);
    }

    @Test
    void take_aDayLong_keepsTheRate() {
        long now = START;
        int taken = 0;
        // 7 a second has no whole number of nanoseconds.
        while (now - START < 86_400 * SECOND) {
            bucket.take(1, 7, now);
            taken++;
            now += bucket.waitNanos(now);
        }

        assertThat(taken).isCloseTo(86_400 * 7, within(1));
    }

    @Test
    void take_bytesBelowANanosecondEach_areAllPaid() {
        for (int i = 0; i < 1_000; i++) {
            bucket.take(1, 3e9, START);
        }

        assertThat(bucket.waitNanos(START)).isEqualTo(333);
    }

    @Test
    void take_severalAtOnce_leavesTheSameAsOneByOne() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            TokenBucket once = new TokenBucket(50 * MILLI, START);
            TokenBucket oneByOne = new TokenBucket(50 * MILLI, START);
            long now = START;
            for (int round = 0; round < 20; round++) {
                now += random.nextInt(200) * MILLI;
                int permits = random.nextInt(100);
                double perSecond = Math.exp(random.nextDouble() * 25);

                once.take(permits, perSecond, now);
                for (int i = 0; i < permits; i++) {
                    oneByOne.take(1, perSecond, now);
                }

                // Sums of parts of nanoseconds are rounded; the rounding is far below one.
                assertThat(oneByOne.waitNanos(now))
                        .as("seed %d, round %d", seed, round)
                        .isCloseTo(once.waitNanos(now), within(1L));
                now += once.waitNanos(now);
            }
        }
    }

    @Test
    void forgive_endsDebt() {
        bucket.take(30, 10, START);
        bucket.forgive(START + SECOND);

        assertThat(bucket.waitNanos(START + SECOND)).isZero();
    }

    @Test
    void forgive_noDebt_givesNothing() {
        long now = START + 30 * MILLI;
        bucket.forgive(now);
        bucket.take(1, 10, now);

        assertThat(bucket.waitNanos(now)).isEqualTo(70 * MILLI);
    }
}
