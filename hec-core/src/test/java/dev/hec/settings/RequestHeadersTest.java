package dev.hec.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the setting {@code headers} takes, and how it says no. */
class RequestHeadersTest {

    private static final String SECRET = "s3cr3t";

    private final HecConfig config = new HecConfig();

    RequestHeadersTest() {
        config.set("url", "https://collector.example.org");
        config.set("token", "t");
    }

    private Map<String, String> headers() throws ConfigException {
        return config.parse().get(HecSetting.HEADERS);
    }

    private List<String> problems() {
        ConfigException failure = catchThrowableOfType(ConfigException.class, config::parse);
        assertThat(failure).as("a ConfigException").isNotNull();
        assertThat(failure.getMessage()).as("no secret").doesNotContain(SECRET);
        return failure.problems();
    }

    @Test
    void headers_none_isEmpty() throws Exception {
        assertThat(headers()).isEmpty();
    }

    @Test
    void headers_pairs_areRead() throws Exception {
        config.set("headers", " X-Tenant = blue, X-Gateway-Key=a=b c\td;e,");

        assertThat(headers()).isEqualTo(Map.of("X-Tenant", "blue", "X-Gateway-Key", "a=b c\td;e"));
        assertThat(config.parse().toString()).contains("headers=****").doesNotContain("blue");
    }

    @Test
    void headers_addedSingly_overrideThoseListedInAnyLetterCase() throws Exception {
        config.set("headers", "X-Tenant=blue, Other=1");
        config.addHeader("x-tenant", "green, with a comma");

        assertThat(headers()).hasSize(2).containsValues("green, with a comma", "1");
    }

    @Test
    void headers_equalButForTheLetterCaseOfANameListed_makeSettingsThatAreNotEqual() throws Exception {
        config.set("headers", "X-Tenant=blue");
        HecSettings first = config.parse();
        HecSettings same = config.parse();
        config.set("headers", "x-tenant=blue");

        assertThat(first).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(config.parse());
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, give token and authScheme",
        "AUTHORIZATION, give token and authScheme",
        "Proxy-Authorization, give proxyUser",
        "Content-Encoding, give compression",
        "X-Splunk-Request-Channel, give channel",
        "Content-Type, leave it out",
        "content-length, leave it out",
        "Host, leave it out",
        "Connection, leave it out",
        "Expect, leave it out",
        "Upgrade, leave it out",
        "Transfer-Encoding, leave it out",
        "Accept-Encoding, leave it out",
        "TE, leave it out",
        "X-Hec-Batch, leave it out",
    })
    void headers_nameThatIsNotTheirs_isRefusedWithTheFix(String name, String fix) {
        config.set("headers", name + "=" + SECRET);

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("headers: " + name)
                .contains(fix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X Tenant", "X-Tenant:", "\u00fcber", "a(b)", "X-Key: " + SECRET, "a\u0000b", "a\rb"})
    void headers_nameThatIsNoToken_isRefusedWithoutShowingIt(String name) {
        config.set("headers", "X-Fine=1");
        config.addHeader(name, SECRET);

        assertThat(problems())
                .singleElement()
                .asString()
                .contains("name that is none")
                .doesNotContain(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\r\nX-Other: b", "a\u0000", "a\u007f", "\u00fc", "\u20ac"})
    void headers_valueThatCannotTravel_isRefusedWithoutShowingIt(String value) {
        config.addHeader("X-Tenant", SECRET + value);

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("headers: the value of X-Tenant holds a character");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void headers_withoutValue_areRefused(String value) {
        config.addHeader("X-Tenant", value);

        assertThat(problems()).containsExactly("headers: X-Tenant has no value; give one, or leave it out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${HEC_KEY}", "HEC_KEY_IS_UNDEFINED", "Basic ${env:KEY}"})
    void headers_variableWithoutValue_isTold(String value) {
        config.addHeader("X-Key", value);

        assertThat(problems()).singleElement().asString().contains("a variable in the value of X-Key has no value");
    }

    @ParameterizedTest
    @ValueSource(strings = {SECRET, "X-Key: " + SECRET, "=" + SECRET, "X-Fine=1, X-Key: " + SECRET})
    void headers_partThatIsNoPair_isRefusedWithoutShowingIt(String text) {
        config.set("headers", text);

        assertThat(problems())
                .containsExactly("headers: **** has a part without name=; expected pairs such as X-Tenant=blue,"
                        + " X-Gateway-Key=0123");
    }

    @Test
    void headers_severalWrong_areToldTogetherWithOtherProblems() {
        config.set("headers", "Host=a, Connection=b, X-Fine=c");
        config.set("linger", "5");

        assertThat(problems()).hasSize(3);
    }

    /** If a newer JDK takes fewer names, users should hear of it from us and not at the first request. */
    @Test
    void headers_nameThatTheJdkRefuses_isRefusedHere() {
        List<String> refused = List.of(
                        "Connection",
                        "Content-Length",
                        "Expect",
                        "Host",
                        "Upgrade",
                        "Date",
                        "Origin",
                        "Referer",
                        "Via",
                        "Cookie",
                        "User-Agent",
                        "TE",
                        "Trailer",
                        "Warning",
                        "X-Tenant")
                .stream()
                .filter(RequestHeadersTest::isRefusedByTheJdk)
                .toList();

        assertThat(refused).contains("Connection", "Host");
        refused.forEach(name -> config.addHeader(name, "v"));
        assertThat(problems()).hasSize(refused.size());
    }

    private static boolean isRefusedByTheJdk(String name) {
        try {
            HttpRequest.newBuilder(URI.create("https://collector.example.org")).setHeader(name, "v");
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    @Test
    void givenTls_besideSettings_isToldToKeepOne() {
        config.setTlsOrigin("<ssl>");
        config.set("tlsTrust", "/t.pem");
        config.set("tlsKey", "/k.pem");
        config.set("tlsPins", "sha256/" + "A".repeat(43) + "=");

        assertThat(problems())
                .containsExactly(
                        "<ssl> and tlsTrust and tlsKey are both given; keep <ssl> or the settings",
                        "tlsPins cannot be checked with <ssl>; use tlsTrust in its place");
    }

    @Test
    void givenTls_alone_isFine() throws Exception {
        config.setTlsOrigin("<ssl>");

        assertThat(config.parse().find(HecSetting.TLS_TRUST)).isNull();
    }
}
