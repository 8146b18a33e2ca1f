package dev.hec.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7",
        "' 120 ', 120",
        "007, 7",
        "999999999999999999, 999999999999999999",
        "'Sun, 01 Mar 2026 12:00:30 GMT', 30",
        "'Sun, 1 Mar 2026 12:01:00 GMT', 60",
        "'Sun, 01 Mar 2026 11:59:00 GMT', 0",
    })
    void parse_secondsOrDate_givesThePause(String header, long seconds) {
        assertThat(RetryAfter.parse(header, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "+5",
                "1.5",
                "1e3",
                "5s",
                "soon",
                "٣",
                "1000000000000000000",
                "9999999999999999999999",
                "2026-03-01T12:00:30Z",
                "Mon, 01 Mar 2026 12:00:30 GMT",
                "Sun, 99 Mar 2026 12:00:30 GMT"
            })
    void parse_anythingElse_isNoAdvice(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isEmpty();
    }

    @Test
    void parse_noHeader_isNoAdvice() {
        assertThat(RetryAfter.parse(null, NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // asked, longest, random, milliseconds
        "0, 300, 0.9, 0",
        "10, 300, 0, 10000",
        "10, 300, 0.5, 10500",
        "300, 300, 0.5, 315000",
        "301, 300, 0, 300000",
        "999999999999999999, 300, 0, 300000",
        "10, 0, 0.5, 0",
    })
    void pauseNanos_isAskedUpToTheLongest_plusAPartOfATenth(long asked, long longest, double random, long millis) {
        assertThat(RetryAfter.pauseNanos(
                        Duration.ofSeconds(asked), Duration.ofSeconds(longest).toNanos(), random))
                .isEqualTo(Duration.ofMillis(millis).toNanos());
    }
}
