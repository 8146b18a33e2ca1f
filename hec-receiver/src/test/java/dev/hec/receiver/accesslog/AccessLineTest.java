package dev.hec.receiver.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.http.Exchange;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLineTest {

    private static final Instant TIME = Instant.parse("2026-11-26T04:01:40.9Z");

    private static String line(String target, String query, String referer, String agent, String sender) {
        return AccessLine.of(
                new Exchange(
                        "POST",
                        target,
                        target,
                        query,
                        "HTTP/1.1",
                        "127.0.0.1",
                        referer,
                        agent,
                        200,
                        1234,
                        27,
                        4_250_700,
                        sender,
                        12),
                TIME);
    }

    @Test
    void request_isACombinedLineWithTimeBytesAndEvents() {
        assertThat(line("/hec/services/collector", "index=main", null, "curl/8.5", "web shop"))
                .isEqualTo("127.0.0.1 - web_shop [26/Nov/2026:04:01:40 +0000]"
                        + " \"POST /hec/services/collector?index=main HTTP/1.1\" 200 27"
                        + " \"-\" \"curl/8.5\" 0.004250 1234 12");
    }

    @Test
    void request_ofNobody_hasDashes() {
        assertThat(line("/", null, "", null, "")).startsWith("127.0.0.1 - - [").contains("\"POST / HTTP/1.1\"");
    }

    @ParameterizedTest
    @CsvSource({
        "token=s3cret, token=****",
        "a=1&token=s3cret&b=2, a=1&token=****&b=2",
        "TOKEN=s3cret, TOKEN=****",
        "%74oken=s3cret, %74oken=****",
        "access_token=s3cret, access_token=****",
        "api-key=s3cret&x, api-key=****&x",
        "Authorization=s3cret, Authorization=****",
        "token=s3&token=cret, token=****&token=****",
        "q=level%3DERROR, q=level%3DERROR",
        "token, token",
        "=x&&, =x&&"
    })
    void query_withASecret_isMasked(String query, String shown) {
        assertThat(AccessLine.masked(query)).isEqualTo(shown);
    }

    @Test
    void referer_losesItsQuery() {
        assertThat(line("/", null, "https://logs.example.com/page?token=s3cret", null, ""))
                .contains("\"https://logs.example.com/page\"")
                .doesNotContain("s3cret");
    }

    @Test
    void hostileTexts_breakNoLineAndNoQuote() {
        String line = line("/a\"b\\c", "x=\r\n\u0000\u20ac", "\u001b[31m\"", "a\"\nGET / HTTP/1.1", "x\ny");

        assertThat(line.chars()).allMatch(c -> c >= ' ' && c < 0x7f);
        assertThat(line)
                .contains("/a\\\"b\\\\c?x=\\x0d\\x0a\\x00\\xe2\\x82\\xac HTTP/1.1\"")
                .contains("\"\\x1b[31m\\\"\"")
                .contains(" - x\\x0ay [");
    }

    @Test
    void longTexts_areCut() {
        assertThat(line("/" + "a".repeat(30_000), "b".repeat(30_000), "c".repeat(30_000), "d".repeat(30_000), ""))
                .hasSizeLessThan(3000)
                .contains("aaa... HTTP", "ccc...\"", "ddd...\"");
    }
}
