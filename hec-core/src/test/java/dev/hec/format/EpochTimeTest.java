package dev.hec.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hec.testing.RandomCases;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EpochTimeTest {

    private static final long LAST_MILLI = Long.MAX_VALUE / 1_000_000;

    private static String written(long epochMillis) {
        byte[] out = new byte[EpochTime.MAX_BYTES + 3];
        int end = EpochTime.write(epochMillis, out, 3);
        return new String(out, 3, end - 3, StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.000",
        "1, 0.001",
        "999, 0.999",
        "1000, 1.000",
        "1537538443001, 1537538443.001",
        "-1, -0.001",
        "-1000, -1.000",
        "-1537538443999, -1537538443.999",
        "9223372036854775807, 9223372036854775.807",
        "-9223372036854775808, -9223372036854775.808",
    })
    void write_millis_areDecimalSecondsWithThreeDigits(long epochMillis, String text) {
        assertThat(written(epochMillis)).isEqualTo(text);
        assertThat(text.length()).isLessThanOrEqualTo(EpochTime.MAX_BYTES);
    }

    @Test
    void write_anyTime_isExact() {
        RandomCases.check(10_000, draw -> {
            long epochMillis = draw.anyLong();

            assertThat(new BigDecimal(written(epochMillis))).isEqualByComparingTo(BigDecimal.valueOf(epochMillis, 3));
        });
    }

    @Test
    void parse_whatWasWritten_comesBack() {
        RandomCases.check(10_000, draw -> {
            long epochMillis = draw.longBetween(-LAST_MILLI, LAST_MILLI);

            assertThat(EpochTime.parseNanos(written(epochMillis))).isEqualTo(epochMillis * 1_000_000);
        });
    }

    @ParameterizedTest
    @CsvSource({
        // Seconds, with decimals to the nanosecond.
        "1537538443, 1537538443000000000",
        "1537538443.0, 1537538443000000000",
        "1537538443.104, 1537538443104000000",
        "1795426538.104123456, 1795426538104123456",
        "1537538443.1234567899, 1537538443123456789",
        "0.000000001, 1",
        "0.0000000009, 0",
        "-1.5, -1500000000",
        "-0.0000000009, 0",
        "1.537538443e9, 1537538443000000000",
        "1537538443E0, 1537538443000000000",
        // Integers by magnitude.
        "99999999999, OUT",
        "9223372036, 9223372036000000000",
        "9223372037, OUT",
        "100000000000, 100000000000000000",
        "1537538443001, 1537538443001000000",
        "9223372036854, 9223372036854000000",
        "9223372036855, OUT",
        "99999999999999, OUT",
        "100000000000000, 100000000000000000",
        "1537538443001002, 1537538443001002000",
        "9223372036854775, 9223372036854775000",
        "99999999999999999, OUT",
        "100000000000000000, 100000000000000000",
        "1537538443001002003, 1537538443001002003",
        "9223372036854775807, 9223372036854775807",
        "9223372036854775808, OUT",
        "-9223372036854775808, -9223372036854775808",
        "-9223372036854775809, OUT",
        "-1537538443001, -1537538443001000000",
        "0, 0",
        "-0, 0",
        "0.0, 0",
        "0001537538443, 1537538443000000000",
        // Exponents that must not be expanded.
        "1e300, OUT",
        "1e999999999, OUT",
        "-1e2147483647, OUT",
        "1e-300, 0",
        "1e-999999999, 0",
        "0e999999999, 0",
        "0e-999999999, 0",
        "1537538443000.5, OUT",
    })
    void parse_number_isItsTimeInNanoseconds(String text, String nanos) {
        if (nanos.equals("OUT")) {
            assertThatExceptionOfType(NumberFormatException.class)
                    .isThrownBy(() -> EpochTime.parseNanos(text))
                    .withMessageContaining("out of range");
        } else {
            assertThat(EpochTime.parseNanos(text)).isEqualTo(Long.parseLong(nanos));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "true",
                "null",
                "NaN",
                "Infinity",
                "1.2.3",
                "1 ",
                " 1",
                "0x10",
                "1_000",
                "2018-09-21",
                "1e",
                "e1",
                ".",
                "-",
                "1e99999999999",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void parse_anythingElse_isRefusedWithAReason(String text) {
        assertThatExceptionOfType(NumberFormatException.class)
                .isThrownBy(() -> EpochTime.parseNanos(text))
                .withMessageStartingWith("time ");
    }

    @Test
    void parse_secondsAtTheEndsOfTheRange_areExact() {
        assertThat(EpochTime.parseNanos("9223372036.854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(EpochTime.parseNanos("-9223372036.854775808")).isEqualTo(Long.MIN_VALUE);
        assertThatExceptionOfType(NumberFormatException.class)
                .isThrownBy(() -> EpochTime.parseNanos("9223372036.854775808"));
    }
}
