package dev.hec.receiver.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeBoundTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00.123456789Z");

    @ParameterizedTest
    @CsvSource({
        "now, 2026-11-23T12:00:00.123456789Z",
        "-0s, 2026-11-23T12:00:00.123456789Z",
        "-90s, 2026-11-23T11:58:30.123456789Z",
        "-15m, 2026-11-23T11:45:00.123456789Z",
        "-1h, 2026-11-23T11:00:00.123456789Z",
        "-2d, 2026-11-21T12:00:00.123456789Z",
        "-1w, 2026-11-16T12:00:00.123456789Z",
        "1433188255, 2015-06-01T19:50:55Z",
        "1433188255.500, 2015-06-01T19:50:55.5Z",
        "1433188255.000000001, 2015-06-01T19:50:55.000000001Z",
        "1433188255500, 2015-06-01T19:50:55.5Z",
        "-15, 1969-12-31T23:59:45Z",
        "0, 1970-01-01T00:00:00Z",
        "2026-11-23T10:00:00Z, 2026-11-23T10:00:00Z",
        "2026-11-23T10:00:00.000000001Z, 2026-11-23T10:00:00.000000001Z",
        "2026-11-23T10:00:00+01:00, 2026-11-23T09:00:00Z",
    })
    void parse_time_givesNanos(String text, Instant expected) {
        assertThat(TimeBound.parse(text, NOW))
                .isEqualTo(expected.getEpochSecond() * 1_000_000_000L + expected.getNano());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"yesterday", "15m", "-15x", "-m", "2026-11-23", "2026-13-01T00:00:00Z", "1e5", "--5", "NaN"})
    void parse_otherText_saysWhatIsExpected(String text) {
        assertThatThrownBy(() -> TimeBound.parse(text, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected now, a time before now such as -15m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-9999999999w", "3000-01-01T00:00:00Z", "99999999999999999999", "-9999999999d"})
    void parse_timeOutOfRange_saysTheRange(String text) {
        assertThatThrownBy(() -> TimeBound.parse(text, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1677 to 2262");
    }
}
