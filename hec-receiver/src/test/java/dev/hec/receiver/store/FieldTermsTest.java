package dev.hec.receiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;

class FieldTermsTest {

    @Test
    void text_nameAndValueWithOtherBorder_differs() {
        assertThat(text("a", "bc")).isNotEqualTo(text("ab", "c"));
        assertThat(text("a\u0000b", "c")).isNotEqualTo(text("a", "b\u0000c"));
        assertThat(text("", "x")).isNotEqualTo(text("x", ""));
    }

    @Test
    void text_longValues_fitAndAreToldApartByTheirEnd() {
        String value = "v".repeat(100_000);

        assertThat(text("n", value)).isEqualTo(text("n", value)).isNotEqualTo(text("n", value + "v"));
        assertThat(text("n", value).length).isLessThan(IndexWriter.MAX_TERM_LENGTH);
    }

    @Test
    void terms_longNames_fitAndAreToldApart() {
        String name = "n".repeat(100_000);

        assertThat(Stream.of(
                        text(name, "v".repeat(100_000)), new FieldTerms(name).word("w"), new FieldTerms(name).exists()))
                .allMatch(term -> term.length < IndexWriter.MAX_TERM_LENGTH);
        assertThat(text(name, "v")).isNotEqualTo(text(name + "n", "v"));
    }

    private static BytesRef text(String name, String value) {
        return new FieldTerms(name).text(value);
    }
}
