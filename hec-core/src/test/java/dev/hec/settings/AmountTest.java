package dev.hec.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How amounts are read with their units is in {@link KindTest}. */
class AmountTest {

    @ParameterizedTest
    @ValueSource(strings = {"0", "500", "999999999999999999"})
    void isNumber_wholeNumberWithoutUnit_isOne(String text) {
        assertThat(Amount.isNumber(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1.5", "5s", "1 ", "1000000000000000000", "\u0661"})
    void isNumber_anythingElse_isNone(String text) {
        assertThat(Amount.isNumber(text)).isFalse();
    }
}
