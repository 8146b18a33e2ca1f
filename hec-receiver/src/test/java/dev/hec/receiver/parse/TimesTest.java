package dev.hec.receiver.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static String text(Long nanos) {
        return nanos == null ? null : Instant.ofEpochSecond(0, nanos).toString();
    }

    private static long nanos(String instant) {
        Instant parsed = Instant.parse(instant);
        return parsed.getEpochSecond() * 1_000_000_000L + parsed.getNano();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-23T10:15:30Z|2026-11-23T10:15:30Z",
                "2026-11-23t10:15:30z|",
                "2026-11-23 10:15:30,123|2026-11-23T09:15:30.123Z",
                "2026-07-23 10:15:30,123|2026-07-23T08:15:30.123Z",
                "2026-11-23T10:15|2026-11-23T09:15:00Z",
                "2026-11-23T10:15:30.1234567891+01:00|2026-11-23T09:15:30.123456789Z",
                "2026-11-23T10:15:30-0730|2026-11-23T17:45:30Z",
                "2026-11-23T10:15:30+05|2026-11-23T05:15:30Z",
                "2026-11-23 10:15:30 +0100|2026-11-23T09:15:30Z",
                "2024-02-29T00:00:00Z|2024-02-29T00:00:00Z",
                "1969-12-31T23:59:59.5Z|1969-12-31T23:59:59.500Z",
                "2023-02-29T00:00:00Z|",
                "2026-13-01T00:00:00Z|",
                "2026-11-23T24:00:00Z|",
                "2026-11-23T10:15:60Z|",
                "2026-11-23T10:15:30.Z|",
                "2026-11-23T10:15:30Zx|",
                "2026-11-23T10:15:30+1|",
                "2026-11-23|",
                "0001-01-01T00:00:00Z|",
                "9999-01-01T00:00:00Z|",
                "2026-11-23T10:1٣:30Z|",
                "''|"
            })
    void iso_formsInUse_areRead(String written, String time) {
        assertThat(text(TimeFormat.ISO.nanos(written, BERLIN, 0))).isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource({
        "1795426538,2026-11-23T09:35:38Z",
        "1795426538.104,2026-11-23T09:35:38.104Z",
        "1795426538104,2026-11-23T09:35:38.104Z",
        "1795426538104000001,2026-11-23T09:35:38.104000001Z",
        "12,",
        "12345678.5,",
        "17954265381040000019,",
        "-1795426538,",
        "1795426538s,",
        "1e10,"
    })
    void epoch_bySize_isRead(String written, String time) {
        assertThat(text(TimeFormat.EPOCH.nanos(written, BERLIN, 0))).isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource({
        "Dec 31 23:59:59,2027-01-01T00:00:01Z,2026-12-31T22:59:59Z",
        "Jan 1 00:00:00,2026-12-31T22:59:59Z,2026-12-31T23:00:00Z",
        "Mar 1 00:00:00,2026-11-23T00:00:00Z,2026-02-28T23:00:00Z",
        "Nov 30 00:00:00,2026-11-23T12:00:00Z,2026-11-29T23:00:00Z",
        "Dec 3 00:00:00,2026-11-23T12:00:00Z,2025-12-02T23:00:00Z",
        "Feb 29 12:00:00,2027-03-01T00:00:00Z,2024-02-29T11:00:00Z",
        "Feb 30 12:00:00,2027-03-01T00:00:00Z,"
    })
    void pattern_withoutYear_takesItFromTheReceiveTime(String written, String received, String time) {
        PatternTime format = new PatternTime("MMM d HH:mm:ss");

        assertThat(text(format.nanos(written, BERLIN, nanos(received)))).isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource({
        "23:59:59,2026-11-23T00:00:30Z,2026-11-22T23:59:59Z",
        "00:00:10,2026-11-22T23:59:50Z,2026-11-23T00:00:10Z",
        "12:00:00,2026-11-23T10:00:00Z,2026-11-23T12:00:00Z"
    })
    void pattern_withoutDay_takesTheNearest(String written, String received, String time) {
        PatternTime format = new PatternTime("HH:mm:ss");

        assertThat(text(format.nanos(written, ZoneOffset.UTC, nanos(received)))).isEqualTo(time);
    }

    @Test
    void pattern_zoneInTheText_winsOverThatOfTheDefinition() {
        assertThat(text(new PatternTime("yyyy-MM-dd HH:mm VV").nanos("2026-11-23 10:00 Asia/Tokyo", BERLIN, 0)))
                .isEqualTo("2026-11-23T01:00:00Z");
        assertThat(text(new PatternTime("d MMM yyyy").nanos("3 sep 2026", BERLIN, 0)))
                .isEqualTo("2026-09-02T22:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yyyy", "SSS", "MMM yyyy", "d", "foo", "'open", "HH{mm", "yyyy[ HH:mm]"})
    void pattern_thatTellsNoTime_isRefused(String pattern) {
        assertThatThrownBy(() -> new PatternTime(pattern)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9999-12-31 00:00", "1400-01-01 00:00"})
    void pattern_yearsOutOfRange_areNoTime(String written) {
        assertThat(new PatternTime("yyyy-MM-dd HH:mm").nanos(written, ZoneOffset.UTC, 0))
                .isNull();
    }
}
