package dev.hec.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RedactionTest {

    @Test
    void clean_secretAndOneThatHoldsIt_bothAreHidden() {
        assertThat(new Redaction(Stream.of("abc", "abcdef", "")).clean("abcdef and abc"))
                .isEqualTo("**** and ****");
    }

    @Test
    void clean_whatATerminalWouldObey_isGone() {
        assertThat(new Redaction(Stream.of()).clean("\u001b[2Jbad\r\ngo\u202eod\u0000\n"))
                .isEqualTo("[2Jbad go od");
    }

    @Test
    void clean_longText_isCut() {
        assertThat(new Redaction(Stream.of()).clean("x".repeat(1000))).isEqualTo("x".repeat(200) + "...");
    }
}
