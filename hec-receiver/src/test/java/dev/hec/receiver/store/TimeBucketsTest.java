package dev.hec.receiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeBucketsTest {

    @ParameterizedTest
    @CsvSource({"1ms", "500ms", "1s", "90s", "5m", "36h", "1d", "1w", "13w"})
    void interval_asText_isReadBack(String text) {
        assertThat(Interval.parse(text))
                .isEqualTo(Interval.parse(Interval.parse(text).toString()));
    }

    @ParameterizedTest
    @CsvSource({"1000ms, 1s", "60s, 1m", "120m, 2h", "48h, 2d", "14d, 2w"})
    void interval_isShownInTheLargestUnit(String text, String shown) {
        assertThat(Interval.parse(text)).hasToString(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T12:34:56.789Z, 1s, 2026-11-23T12:34:56Z",
        "2026-11-23T12:34:56.789Z, 15m, 2026-11-23T12:30:00Z",
        "2026-11-23T12:34:56.789Z, 6h, 2026-11-23T12:00:00Z",
        "2026-11-23T12:34:56.789Z, 1d, 2026-11-23T00:00:00Z",
        "2026-11-29T12:34:56.789Z, 1w, 2026-11-23T00:00:00Z",
        "1969-12-31T23:59:59.999Z, 1m, 1969-12-31T23:59:00Z",
        "1970-01-01T00:00:00Z, 1w, 1969-12-29T00:00:00Z",
    })
    void start_isAlignedInUtcAndWeeksBeginOnMonday(String instant, String interval, String start) throws Exception {
        long nanos = nanos(instant);

        assertThat(TimeBuckets.of(nanos, nanos, Interval.parse(interval), 5).start(0))
                .isEqualTo(nanos(start));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T12:00:00Z, 2026-11-23T12:14:59Z, 60, 15s",
        "2026-11-23T12:00:00Z, 2026-11-23T12:59:59Z, 60, 1m",
        "2026-11-22T12:00:00Z, 2026-11-23T11:59:59Z, 60, 30m",
        "2026-11-23T12:00:00Z, 2026-11-23T12:00:00Z, 60, 1ms",
        "2025-11-23T12:00:00Z, 2026-11-23T12:00:00Z, 60, 1w",
        "1700-01-01T00:00:00Z, 2260-01-01T00:00:00Z, 60, 832w",
    })
    void fitting_isTheShortestThatMakesFewEnough(String first, String last, int buckets, String interval) {
        assertThat(Interval.fitting(nanos(first), nanos(last), buckets)).hasToString(interval);
    }

    @Test
    void buckets_randomRanges_touchEachOtherAndHoldTheirInstants() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 3000; i++) {
            int shift = random.nextInt(64);
            long a = random.nextLong() >> shift;
            long b = random.nextLong() >> shift;
            long first = Math.min(a, b);
            long last = Math.max(a, b);
            TimeBuckets buckets =
                    TimeBuckets.of(first, last, Interval.fitting(first, last, 5 + random.nextInt(60)), 64);

            assertThat(buckets.of(first)).isZero();
            assertThat(buckets.of(last)).isEqualTo(buckets.count() - 1);
            BigInteger length = BigInteger.valueOf(buckets.interval().nanos());
            for (int bucket = 0; bucket < buckets.count(); bucket++) {
                long start = buckets.start(bucket);
                long end = buckets.end(bucket);
                assertThat(start).isLessThan(end);
                if (bucket > 0) {
                    assertThat(start).isEqualTo(buckets.end(bucket - 1));
                    assertThat(buckets.of(start)).isEqualTo(bucket);
                }
                if (start != Long.MIN_VALUE && end != Long.MAX_VALUE) {
                    assertThat(BigInteger.valueOf(end).subtract(BigInteger.valueOf(start)))
                            .isEqualTo(length);
                }
            }
        }
    }

    @Test
    void buckets_wholeRangeOfTime_isCounted() throws Exception {
        Interval interval = Interval.fitting(Long.MIN_VALUE, Long.MAX_VALUE, 5);

        TimeBuckets buckets = TimeBuckets.of(Long.MIN_VALUE, Long.MAX_VALUE, interval, 5);

        assertThat(buckets.count()).isBetween(2, 5);
        assertThat(buckets.end(buckets.count() - 1)).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> TimeBuckets.of(Long.MIN_VALUE, Long.MAX_VALUE, new Interval(1), 1000))
                .isInstanceOf(TooManyBucketsException.class)
                .hasMessageContaining("at most 1000");
    }

    private static long nanos(String instant) {
        Instant parsed = Instant.parse(instant);
        return parsed.getEpochSecond() * 1_000_000_000 + parsed.getNano();
    }
}
