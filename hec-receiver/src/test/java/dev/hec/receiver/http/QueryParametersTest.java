package dev.hec.receiver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryParametersTest {

    @Test
    void parse_nothing_isEmpty() {
        assertThat(QueryParameters.parse(null)).isEmpty();
        assertThat(QueryParameters.parse("")).isEmpty();
        assertThat(QueryParameters.parse("&&")).isEmpty();
    }

    @Test
    void parse_names_keepTheirOrderAndAllTheirValues() {
        Map<String, List<String>> parameters = QueryParameters.parse("b=2&a=1&b=&b=a=b&&c");

        assertThat(parameters)
                .containsExactly(
                        Map.entry("b", List.of("2", "", "a=b")),
                        Map.entry("a", List.of("1")),
                        Map.entry("c", List.of("")));
    }

    @Test
    void parse_escapes_areUtf8() {
        assertThat(QueryParameters.parse("%C3%A9+%2B=%e2%82%ac%26%3D"))
                .containsExactly(Map.entry("\u00e9 +", List.of("\u20ac&=")));
    }

    @Test
    void parse_damagedEscape_isKept() {
        assertThat(QueryParameters.parse("a=100%&b=%zz&c=%4"))
                .containsExactly(
                        Map.entry("a", List.of("100%")), Map.entry("b", List.of("%zz")), Map.entry("c", List.of("%4")));
    }

    @Test
    void parse_escapeThatIsNotUtf8_isReplaced() {
        assertThat(QueryParameters.parse("a=%E4")).containsExactly(Map.entry("a", List.of("\uFFFD")));
    }

    @Test
    void parse_plainText_isKept() {
        assertThat(QueryParameters.parse("a=\u00e9")).containsExactly(Map.entry("a", List.of("\u00e9")));
    }
}
