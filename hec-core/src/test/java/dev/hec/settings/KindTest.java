package dev.hec.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KindTest {

    private static <T> T parsed(Kind<T> kind, String text) {
        return kind.parse(text);
    }

    private static void refused(Kind<?> kind, String text, String reason) {
        assertThatIllegalArgumentException().isThrownBy(() -> kind.parse(text)).withMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "TRUE, true", "False, false", "on, true", "OFF, false"})
    void flag_eitherWord_isRead(String text, boolean value) {
        assertThat(parsed(Kind.flag(), text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "tru", "onn"})
    void flag_otherWords_areRefused(String text) {
        refused(Kind.flag(), text, "neither");
    }

    @Test
    void choice_anyLetterCase_isTheWordAsDeclared() {
        Kind<String> kind = Kind.choice("Bearer", "Basic");

        assertThat(parsed(kind, "bEARER")).isEqualTo("Bearer");
        assertThat(kind.expected()).isEqualTo("one of Bearer, Basic");
        refused(kind, "Bear", "none of these");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "100, 100", "+7, 7", "007, 7"})
    void integer_inRange_isRead(String text, int value) {
        assertThat(parsed(Kind.integer(1, 100), text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "0, out of range",
        "101, out of range",
        "-1, out of range",
        "4294967297, out of range",
        "99999999999999999999, not a whole number",
        "1.5, not a whole number",
        "1 000, not a whole number",
        "ten, not a whole number",
    })
    void integer_otherTexts_areRefused(String text, String reason) {
        refused(Kind.integer(1, 100), text, reason);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 1000",
        "1000b, 1000",
        "1KB, 1000",
        "1kb, 1000",
        "1 KB, 1000",
        "1KiB, 1024",
        "2MB, 2000000",
        "1.5MB, 1500000",
        "1MiB, 1048576",
        "1GB, 1000000000",
        "1GiB, 1073741824",
    })
    void bytes_withUnit_areRead(String text, long value) {
        assertThat(parsed(Kind.bytes("1KB", "2GB"), text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "999, out of range",
        "3GB, out of range",
        "999999999999999999GB, out of range",
        "1TB, unknown unit",
        "1.0005KB, not a whole number of the smallest unit",
        ".5MB, not a number with a unit",
        "-1KB, not a number with a unit",
        "MB, not a number with a unit",
        "1MB 2, not a number with a unit",
        "٣MB, not a number with a unit",
        "9999999999999999999, not a number with a unit",
    })
    void bytes_otherTexts_areRefused(String text, String reason) {
        refused(Kind.bytes("1KB", "2GB"), text, reason);
    }

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "0ms, PT0S",
        "2s, PT2S",
        "2 seconds, PT2S",
        "1 second, PT1S",
        "15min, PT15M",
        "15 Minutes, PT15M",
        "5m, PT5M",
        "1h, PT1H",
        "1 hour, PT1H",
        "100 millis, PT0.1S",
        "1.5 seconds, PT1.5S",
        "1 day, PT24H",
        "2 days, PT48H",
        "1d, PT24H",
    })
    void duration_withUnit_isRead(String text, Duration value) {
        assertThat(parsed(Kind.duration("0ms", "48h"), text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "500, has no unit",
        "61min, out of range",
        "1w, unknown unit",
        "1d, out of range",
        "0.5ms, not a whole number of the smallest unit",
        "1us, unknown unit",
        "999999999999999999h, out of range",
        "-1s, not a number with a unit",
        "PT1S, not a number with a unit",
        ".5s, not a number with a unit",
    })
    void duration_otherTexts_areRefused(String text, String reason) {
        refused(Kind.duration("0ms", "1h"), text, reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ingest.us1.sentinelone.net",
                "HTTP://localhost:8088/",
                "https://10.0.0.1:443/a%20b?x=y",
                "http://[::1]:8088"
            })
    void httpUrl_addressOfACollector_isRead(String text) {
        assertThat(parsed(Kind.httpUrls(), text)).containsExactly(URI.create(text));
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://host, does not start with http",
        "ingest.us1.sentinelone.net, does not start with http",
        "localhost:8088, does not start with http",
        "https://, is not a URL",
        "https:///path, names no host",
        "https:host, names no host",
        "https://my_host:8088, names a host that is none",
        "https://ho st, is not a URL",
        "https://${HOST}/, is not a URL",
        "https://user:password@host, holds a user",
        "https://host/#part, holds a user or a fragment",
        "https://host:0/, names a port that is none",
        "https://host:65536/, names a port that is none",
    })
    void httpUrl_otherTexts_areRefused(String text, String reason) {
        refused(Kind.httpUrls(), text, reason);
    }

    @Test
    void path_anyText_isRead() {
        assertThat(parsed(Kind.path(), "/run/secrets/hec")).isEqualTo(Path.of("/run/secrets/hec"));
        refused(Kind.path(), "a\u0000b", "is no path");
    }

    @Test
    void pairs_areReadInOrderAndStripped() {
        assertThat(parsed(Kind.pairs(), " env = prod,region=eu , empty=, equation=a=b,,"))
                .containsExactly(
                        entry("env", "prod"), entry("region", "eu"), entry("empty", ""), entry("equation", "a=b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"env", "=prod", "env=prod,region"})
    void pairs_otherTexts_areRefused(String text) {
        refused(Kind.pairs(), text, "where name=value belongs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"env=a,env=b", "env=,env=", "env=a, env = a"})
    void pairs_sameNameTwice_areRefused(String text) {
        refused(Kind.pairs(), text, "has \"env\" twice");
    }

    @Test
    void pairsNamed_otherNames_areRefused() {
        Kind<Map<String, String>> kind = Kind.pairsNamed(List.of("message", "processId"), "message=msg");

        assertThat(parsed(kind, "message=, PROCESSID=pid"))
                .containsExactly(entry("message", ""), entry("processId", "pid"));
        assertThat(kind.expected()).isEqualTo("pairs such as message=msg, with names out of message, processId");
        refused(kind, "message=msg, messages=m", "has \"messages\", which is none of these");
        refused(kind, "message=a, Message=b", "has \"Message\" twice");
    }

    @Test
    void pairsValued_otherValues_areRefused() {
        Kind<Map<String, String>> kind = Kind.pairsValued(List.of("long", "double"), "a=long");

        assertThat(parsed(kind, "*_ms=LONG, x=double")).containsExactly(entry("*_ms", "long"), entry("x", "double"));
        refused(kind, "x=int", "has \"int\", which is none of these");
        refused(kind, "x=", "has \"\", which is none of these");
    }
}
