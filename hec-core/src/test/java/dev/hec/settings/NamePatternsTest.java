package dev.hec.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternsTest {

    @ParameterizedTest
    @CsvSource({
        "user,user,true",
        "user,USER,true",
        "user,users,false",
        "*token*,myTokenValue,true",
        "*Token,api_token,true",
        "*token,tokens,false",
        "a*b*c,abc,true",
        "a*b*c,aXbYbZc,true",
        "a*b*c,aXbYcZ,false",
        "*,anything,true",
        "x**y,xy,true",
    })
    void pattern_ofName_matchesAsAWhole(String pattern, String name, boolean expected) {
        assertThat(NamePatterns.of(pattern).matches(name)).isEqualTo(expected);
    }

    @Test
    void patterns_severalNames_matchIfOneDoes() {
        NamePatterns patterns = NamePatterns.of("user, *_id ,card");

        assertThat(patterns.matches("card")).isTrue();
        assertThat(patterns.matches("order_id")).isTrue();
        assertThat(patterns.matches("order")).isFalse();
        assertThat(patterns)
                .isEqualTo(NamePatterns.of("user,*_id,card"))
                .hasSameHashCodeAs(NamePatterns.of("user,*_id,card"));
    }

    @Test
    void patterns_emptyName_areRefused() {
        assertThatThrownBy(() -> NamePatterns.of("a,,b")).hasMessage("has an empty name");
    }

    @Test
    void hashCode_ofEqualPatterns_isEqual() {
        NamePatterns patterns = NamePatterns.of("Card, a*");

        assertThat(patterns)
                .isEqualTo(NamePatterns.of("card, A*"))
                .hasSameHashCodeAs(NamePatterns.of("card, A*"))
                .isNotEqualTo(NamePatterns.of("card"));
    }
}
