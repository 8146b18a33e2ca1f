package dev.hec.receiver.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void words_ofLogText_areLowerCaseRunsOfLettersAndDigits() {
        assertThat(Words.of("GET /api/users?id=42 took 1.5ms (user_Id: J\u00dcrgen)"))
                .containsExactly("get", "api", "users", "id", "42", "took", "1", "5ms", "user", "id", "j\u00fcrgen");
    }

    @Test
    void words_ofOtherScripts_keepMarksAndSplitIdeographs() {
        assertThat(Words.of("e\u0301te\u0301 \u65e5\u5fd7ok \ud840\udc00x"))
                .containsExactly("e\u0301te\u0301", "\u65e5", "\u5fd7", "ok", "\ud840\udc00", "x");
    }

    @Test
    void words_withoutLetters_areNone() {
        assertThat(Words.of("")).isEmpty();
        assertThat(Words.of(" -- \ud800 !")).isEmpty();
    }

    @Test
    void words_ofALongRun_areCutBelowTheMaximum() {
        List<String> words = Words.of("x".repeat(1000) + " y");

        assertThat(String.join("", words)).isEqualTo("x".repeat(1000) + "y");
        assertThat(words).allMatch(word -> word.length() <= Words.MAX_LENGTH).hasSize(5);
    }
}
