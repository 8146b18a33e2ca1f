package dev.hec.receiver.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "+1", "1.5", ".5", "5.", "1e3", "1E-3", "-1.5e+10", "007", "9007199254740993"})
    void parse_decimal_isItsValue(String text) {
        assertThat(Decimals.parse(text)).isEqualTo(new BigDecimal(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "-",
                "e5",
                "1e",
                "1e12345",
                "0x10",
                "1_000",
                "1,5",
                " 1",
                "1 ",
                "NaN",
                "1.2.3",
                "\u0661",
                "2026-11-23"
            })
    void parse_otherText_isNull(String text) {
        assertThat(Decimals.parse(text)).isNull();
    }
}
