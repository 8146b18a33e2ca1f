package dev.hec.receiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.query.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventWordsTest {

    private static final String[] PIECES = {
        "disk",
        "FULL",
        " ",
        ".",
        "-",
        "7",
        "42",
        "\u00fc",
        "\u0130",
        "\u00df",
        "e\u0301",
        "\u65e5\u5fd7",
        "\ud840\udc00",
        "\ud835\udc9c",
        "\ud800",
        "\udc00",
        "\u0000",
        "\u007f",
        "\u0080",
        "x".repeat(253),
        "\u00e4".repeat(254),
        "@[`{/:",
        "\n"
    };

    private final EventWords words = new EventWords();
    private final WordStream all = new WordStream(words, false);
    private final WordStream perField = new WordStream(words, true);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void streams_ofRandomValues_giveTheWordsThatWereIndexedBefore(long seed) throws Exception {
        Random random = new Random(seed);
        for (int event = 0; event < 400; event++) {
            words.clear();
            List<String> expected = new ArrayList<>();
            List<String> expectedPerField = new ArrayList<>();
            for (int value = random.nextInt(8); value > 0; value--) {
                FieldTerms field = new FieldTerms(random.nextBoolean() ? "message" : "host.ip" + random.nextInt(9));
                String text = text(random);
                words.add(field, text);
                int step = 2;
                for (String word : PlainWords.of(text)) {
                    expected.add(step + " " + shown(new BytesRef(word.getBytes(StandardCharsets.UTF_8))));
                    expectedPerField.add(step + " " + shown(field.word(word)));
                    step = 1;
                }
            }

            assertThat(read(all)).isEqualTo(expected);
            assertThat(read(perField)).isEqualTo(expectedPerField);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void words_ofRandomText_areThoseOfThePlainReading(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String text = text(random);

            assertThat(Words.of(text)).as("%s", text).isEqualTo(PlainWords.of(text));
        }
    }

    @Test
    void words_ofEveryCharacterBetweenTwoWords_areThoseOfThePlainReading() {
        for (int c = Character.MIN_CODE_POINT; c < 0x3000; c++) {
            String text = "a" + Character.toString(c) + "B";

            assertThat(Words.of(text)).isEqualTo(PlainWords.of(text));
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static List<String> read(TokenStream stream) throws IOException {
        List<String> tokens = new ArrayList<>();
        stream.reset();
        while (stream.incrementToken()) {
            int step = stream.getAttribute(PositionIncrementAttribute.class).getPositionIncrement();
            tokens.add(step + " "
                    + shown(stream.getAttribute(BytesTermAttribute.class).getBytesRef()));
        }
        return tokens;
    }

    private static String shown(BytesRef term) {
        return new String(term.bytes, term.offset, term.length, StandardCharsets.ISO_8859_1);
    }
}
