package dev.hec.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HecConfigTest {

    private static final String SECRET = "s3cr3t";

    private final HecConfig config = working();

    private static HecConfig working() {
        HecConfig config = new HecConfig();
        config.set("url", "https://collector.example.org");
        config.set("token", SECRET);
        return config;
    }

    private HecConfig with(String name, String text) {
        config.set(name, text);
        return config;
    }

    private static List<String> problems(HecConfig config) {
        ConfigException failure = catchThrowableOfType(ConfigException.class, config::parse);
        assertThat(failure).as("a ConfigException").isNotNull();
        assertThat(failure.getMessage()).as("no secret").doesNotContain(SECRET);
        failure.problems().forEach(problem -> assertThat(failure).hasMessageContaining(problem));
        return failure.problems();
    }

    // Defaults

    @Test
    void parse_addressAndToken_areEnough() throws ConfigException {
        HecSettings settings = config.parse();

        assertThat(settings.get(HecSetting.URL))
                .containsExactly(URI.create("https://collector.example.org/services/collector/event"));
        assertThat(settings.get(HecSetting.AUTH_SCHEME)).isEqualTo("Bearer");
        assertThat(settings.get(HecSetting.BATCH_BYTES)).isEqualTo(1_000_000);
        assertThat(settings.get(HecSetting.BUFFER_BYTES)).isBetween(2_000_000L, 32_000_000L);
        assertThat(settings.get(HecSetting.LINGER)).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.get(HecSetting.HOST)).isNotBlank();
        assertThat(settings.get(HecSetting.FIELDS)).isEmpty();
        assertThat(settings.find(HecSetting.INDEX)).isNull();
        assertThatIllegalStateException()
                .isThrownBy(() -> settings.get(HecSetting.INDEX))
                .withMessageContaining("index");
    }

    static List<Setting<?>> all() {
        return HecSetting.ALL;
    }

    @ParameterizedTest
    @MethodSource("all")
    void table_eachRow_isComplete(Setting<?> setting) {
        assertThat(setting.name()).matches("[a-z][A-Za-z]+");
        assertThat(setting.description()).endsWith(".");
        if (setting.defaultText() != null) {
            assertThat(setting.kind().parse(setting.defaultText())).isNotNull();
        }
        assertThat(HecSetting.ALL.stream().filter(row -> row.name().equalsIgnoreCase(setting.name())))
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("all")
    void set_anyLetterCase_isTheSameSetting(Setting<?> setting) {
        new HecConfig().set(setting.name().toUpperCase(Locale.ROOT), "x");
    }

    @Test
    void set_unknownName_saysWhichThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.set("tokn", SECRET))
                .withMessageContaining("\"tokn\"")
                .withMessageContaining("batchBytes")
                .withMessageNotContaining(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void set_blankText_takesTheDefaultAgain(String blank) throws ConfigException {
        with("linger", "5s").set("linger", blank);

        assertThat(config.parse().get(HecSetting.LINGER)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void set_null_takesTheDefaultAgain() throws ConfigException {
        with("linger", " 5s ").set("linger", null);

        assertThat(config.parse().get(HecSetting.LINGER)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void fields_listedAndAdded_areJoinedInOrder() throws ConfigException {
        with("fields", "env=prod,region=eu").addField("region", "us");
        config.addField("team", "a=b, c");

        assertThat(config.parse().get(HecSetting.FIELDS))
                .containsExactly(entry("env", "prod"), entry("region", "us"), entry("team", "a=b, c"));
    }

    // Problems

    @Test
    void parse_nothing_tellsWhatIsMissing() {
        assertThat(problems(new HecConfig()))
                .containsExactlyInAnyOrder(
                        "url is missing; give the address of the collector",
                        "token is missing; give token, tokenFile, tokenEnv or tokenProvider");
    }

    @Test
    void parse_manyProblems_tellsThemAll() {
        config.set("url", "ftp://x");
        config.set("token", "${env:TOKEN}");
        config.set("batchBytes", "1 parsec");
        config.set("linger", "soon");
        config.set("overflow", "explode");
        config.set("maxInFlight", "0");
        config.set("fields", "x");

        assertThat(problems(config))
                .hasSize(7)
                .anySatisfy(problem -> assertThat(problem).startsWith("url: \"ftp://x\" does not start with http://"))
                .anySatisfy(problem -> assertThat(problem).startsWith("token: a variable in it has no value"))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("batchBytes: \"1 parsec\" has an unknown unit; expected bytes from 1KB to 10MB"))
                .anySatisfy(problem -> assertThat(problem).startsWith("linger: \"soon\""))
                .anySatisfy(problem -> assertThat(problem)
                        .isEqualTo("overflow: \"explode\" is none of these; expected one of drop, block"))
                .anySatisfy(problem -> assertThat(problem).startsWith("maxInFlight: \"0\" is out of range"))
                .anySatisfy(problem -> assertThat(problem).startsWith("fields: \"x\""));
    }

    /** Rows for which any text will do; what is wrong with those shows only later. */
    private static final Set<String> ANY_TEXT = Set.of(
            "token",
            "tokenEnv",
            "tokenProvider",
            "proxyUser",
            "proxyPassword",
            "tlsTrustPassword",
            "tlsKeyPassword",
            "host",
            "source",
            "sourcetype",
            "index",
            "mdcPrefix",
            "mdcInclude",
            "mdcExclude",
            "stackExclude",
            "maskFields");

    static List<Setting<?>> checked() {
        return HecSetting.ALL.stream()
                .filter(setting -> !ANY_TEXT.contains(setting.name()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("checked")
    void parse_badValue_isToldAndNeverTheDefault(Setting<?> setting) {
        assertThat(problems(with(setting.name(), "(\u0000")))
                .filteredOn(problem -> problem.startsWith(setting.name() + ": "))
                .singleElement()
                .asString()
                .contains("; expected ");
    }

    @Test
    void parse_unreadableSecret_isToldWithoutShowingIt() {
        assertThat(problems(with("headers", "X-Tenant=blue, " + SECRET + "\"" + SECRET)))
                .singleElement()
                .asString()
                .startsWith("headers: **** has a part without name=; expected");
        assertThat(problems(with("headers", SECRET + "=a, " + SECRET + "=b")))
                .singleElement()
                .asString()
                .startsWith("headers: **** has a name twice; expected");
    }

    // Address

    @ParameterizedTest
    @CsvSource({
        "https://h, https://h/services/collector/event",
        "https://h/, https://h/services/collector/event",
        "https://h//, https://h/services/collector/event",
        "https://h:8088/proxy/, https://h:8088/proxy/services/collector/event",
        "https://h//proxy, https://h//proxy/services/collector/event",
        "https://h/a%20b, https://h/a%20b/services/collector/event",
        "https://h/?x=%2F, https://h/services/collector/event?x=%2F",
        "https://h/services/collector, https://h/services/collector",
        "https://h/services/collector/event, https://h/services/collector/event",
        "https://h/services/collector/event/1.0?x=y, https://h/services/collector/event/1.0?x=y",
        "https://h/proxy/services/collector/event, https://h/proxy/services/collector/event",
    })
    void url_path_isCompletedWhereItNamesNoEndpoint(String given, String completed) throws ConfigException {
        assertThat(with("url", given).parse().get(HecSetting.URL)).containsExactly(URI.create(completed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "raw/1.0", "ack", "health"})
    void url_otherEndpoint_isRefused(String endpoint) {
        assertThat(problems(with("url", "https://h/services/collector/" + endpoint)))
                .singleElement()
                .asString()
                .contains("/services/collector/" + endpoint, "end it with /services/collector/event");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8088",
                "http://LOCALHOST",
                "http://127.0.0.1",
                "http://127.1.2.3:1",
                "http://[::1]"
            })
    void url_plainHttpOnThisMachine_isFine(String url) throws ConfigException {
        assertThat(with("url", url).parse().get(HecSetting.URL).get(0).getPath())
                .isEqualTo("/services/collector/event");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://collector",
                "HTTP://10.0.0.1",
                "http://localhost.example.org",
                "http://127.0.0.1.example.org"
            })
    void url_plainHttpElsewhere_needsPermission(String url) throws ConfigException {
        assertThat(problems(with("url", url))).singleElement().asString().contains("https", "allowPlainHttp");

        assertThat(with("allowPlainHttp", "true").parse().get(HecSetting.URL)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:s3cr3t@h",
                "ftp://user:s3cr3t@h",
                "https://user:a@s3cr3t@h",
                "https://user:x/s3cr3t@h/",
                "https://h/?token=s3cr3t",
                "https://h/services/collector/event?x=y&Token=s3cr3t",
                "http://h?token=s3cr3t",
                "ftp://h?token=s3cr3t&x=y"
            })
    void url_withASecret_isRefusedWithoutShowingIt(String url) {
        assertThat(problems(with("url", url))).isNotEmpty();
    }

    // Token

    @ParameterizedTest
    @ValueSource(strings = {"${HEC_TOKEN}", "${env:HEC_TOKEN}", "HEC_TOKEN_IS_UNDEFINED", "abc${x}"})
    void token_placeholderWithoutValue_isFound(String token) {
        assertThat(problems(with("token", token)))
                .singleElement()
                .asString()
                .contains("no value", "environment")
                .doesNotContain(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cr3t two", "s3cr3t\ntwo", "s3cr3tü", "s3cr3t\u007f"})
    void token_thatAHeaderCannotCarry_isRefusedWithoutShowingIt(String token) {
        assertThat(problems(with("token", token))).singleElement().asString().contains("header");
    }

    @Test
    void token_besideTokenFile_isRefused() {
        assertThat(problems(with("tokenFile", "/run/secrets/hec")))
                .containsExactly("token and tokenFile are both given; keep one of them");
    }

    @Test
    void tokenFile_alone_isEnough() throws ConfigException {
        config.set("token", null);

        assertThat(with("tokenFile", "/run/secrets/hec").parse().get(HecSetting.TOKEN_FILE))
                .hasToString("/run/secrets/hec");
    }

    // What has to fit together

    @Test
    void bufferBytes_lessThanTwoBatches_isRefused() {
        config.set("batchBytes", "2MB");

        assertThat(problems(with("bufferBytes", "3999999")))
                .singleElement()
                .asString()
                .contains("3999999", "2000000", "raise bufferBytes");
    }

    @Test
    void bufferBytes_notGiven_followsTheBatches() throws ConfigException {
        assertThat(with("batchBytes", "10MB").parse().get(HecSetting.BUFFER_BYTES))
                .isGreaterThanOrEqualTo(20_000_000);
    }

    @Test
    void compressionLevel_beyondGzip_isRefused() throws ConfigException {
        config.set("compressionLevel", "10");
        assertThat(config.parse().get(HecSetting.COMPRESSION_LEVEL)).isEqualTo(10);

        assertThat(problems(with("compression", "gzip")))
                .singleElement()
                .asString()
                .contains("gzip goes up to 9");
    }

    @Test
    void fields_thatLeaveNoRoomForEvents_areRefused() throws ConfigException {
        config.set("batchBytes", "1KB");
        config.addField("small", "x".repeat(100));
        assertThat(config.parse()).isNotNull();
        config.addField("large", "x".repeat(500));

        assertThat(problems(config)).singleElement().asString().contains("fields", "batchBytes (1000)");
    }

    // Settings

    @Test
    void settings_show_everythingButSecrets() throws ConfigException {
        assertThat(config.parse().toString())
                .contains("url=[https://collector.example.org/services/collector/event]", "token=****", "linger=PT1S")
                .doesNotContain(SECRET);
    }

    @Test
    void settings_sameTexts_areEqual() throws ConfigException {
        assertThat(working().parse()).isEqualTo(config.parse()).hasSameHashCodeAs(config.parse());
        assertThat(with("linger", "2s").parse()).isNotEqualTo(working().parse());
    }

    @Test
    void settings_fields_cannotBeChanged() throws ConfigException {
        config.addField("a", "b");

        assertThat(config.parse().get(HecSetting.FIELDS)).isUnmodifiable();
        assertThat(config.parse().eventDefaults().fields()).containsExactly(entry("a", "b"));
    }
}
