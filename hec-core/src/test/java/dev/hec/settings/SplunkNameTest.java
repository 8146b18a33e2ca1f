package dev.hec.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SplunkNameTest {

    private final HecConfig config = new HecConfig();
    private final List<String> notes = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    SplunkNameTest() {
        config.set("url", "https://collector.example.org");
        config.set("token", "t");
    }

    private HecSettings parse(String... namesAndTexts) throws ConfigException {
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            config.set(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        HecSettings settings = config.parse();
        config.tellOldNames(notes::add, warnings::add);
        return settings;
    }

    private List<String> problems(String name, String text) {
        config.set(name, text);
        return catchThrowableOfType(ConfigException.class, config::parse).problems();
    }

    private String note() {
        assertThat(warnings).isEmpty();
        assertThat(notes).hasSize(1);
        return notes.get(0);
    }

    static List<SplunkName> all() {
        return SplunkName.ALL;
    }

    @Test
    void table_names_areDifferentAndOneIsASettingToo() {
        assertThat(SplunkName.ALL)
                .extracting(row -> row.name().toLowerCase(Locale.ROOT))
                .doesNotHaveDuplicates();
        assertThat(SplunkName.ALL)
                .filteredOn(row -> HecSetting.ALL.stream()
                        .anyMatch(setting -> setting.name().equalsIgnoreCase(row.name())))
                .extracting(SplunkName::name)
                .containsExactly("connectTimeout");
        assertThat(SplunkName.ALL)
                .filteredOn(SplunkName::lost)
                .allSatisfy(row -> assertThat(row.setting()).isNull());
    }

    @Test
    void type_isTheWordOfOneOldNameAndOfNoSetting() {
        assertThat(HecSetting.ALL).extracting(Setting::name).noneMatch("type"::equalsIgnoreCase);
        assertThat(SplunkName.ALL)
                .filteredOn(row -> row.name().equalsIgnoreCase("type"))
                .extracting(SplunkName::setting)
                .containsExactly(HecSetting.MODE);
    }

    @ParameterizedTest
    @CsvSource({
        "batch_size_bytes, 65536, batchBytes, 65536",
        "batch_size_count, 7, batchEvents, 7",
        "batch_interval, 2500, linger, 2500ms",
        "BATCH_INTERVAL, 2500, linger, 2500ms",
        "send_mode, Parallel, maxInFlight, 4",
        "send_mode, sequential, maxInFlight, 1",
        "type, raw, mode, raw",
        "type, json, mode, event",
        "messageFormat, json, layoutFormat, json",
        "messageFormat, text, layoutFormat, text",
        "connectTimeout, 300, connectTimeout, 300ms",
        "connect_timeout, 300, connectTimeout, 300ms",
        "callTimeout, 300, requestTimeout, 300ms",
        "call_timeout, 300, requestTimeout, 300ms",
        "terminationTimeout, 300, drainTimeout, 300ms",
        "termination_timeout, 300, drainTimeout, 300ms",
    })
    void parse_oldName_isTheSettingOfTheSameMeaning(String name, String text, String setting, String translated)
            throws ConfigException {
        HecSettings settings = parse(name, text);

        assertThat(valueOf(settings, setting)).isEqualTo(row(setting).kind().parse(translated));
        assertThat(note())
                .containsIgnoringCase(name + "=" + text + " is taken as " + setting + "=" + translated)
                .contains("docs/migrating-from-splunk-javalogging.md");
    }

    private static Setting<?> row(String name) {
        return HecSetting.ALL.stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Object valueOf(HecSettings settings, String name) {
        return settings.get(row(name));
    }

    @ParameterizedTest
    @CsvSource({
        "batch_size_bytes, batchBytes",
        "batch_size_count, batchEvents",
        "batch_interval, linger",
        "connectTimeout, connectTimeout",
        "connect_timeout, connectTimeout",
        "callTimeout, requestTimeout",
        "terminationTimeout, drainTimeout",
    })
    void parse_zero_setsNothing(String name, String setting) throws ConfigException {
        HecSettings settings = parse(name, "0");

        assertThat(valueOf(settings, setting))
                .isEqualTo(row(setting).kind().parse(String.valueOf(row(setting).defaultText())));
        assertThat(note()).contains(name + "=0 sets nothing, " + setting + " stays as it is");
    }

    @Test
    void parse_oldNameBesideItsSetting_givesWay() throws ConfigException {
        HecSettings settings = parse("linger", "3s", "batch_interval", "10000");

        assertThat(settings.get(HecSetting.LINGER)).isEqualTo(Duration.ofSeconds(3));
        assertThat(note()).contains("batch_interval gives way to linger, which is given too");
    }

    @Test
    void parse_twoOldNamesOfOneSetting_takesTheFirst() throws ConfigException {
        HecSettings settings = parse("call_timeout", "2000", "callTimeout", "3000");

        assertThat(settings.get(HecSetting.REQUEST_TIMEOUT)).isEqualTo(Duration.ofSeconds(2));
        assertThat(note()).contains("callTimeout gives way to call_timeout, which is given too");
    }

    @Test
    void parse_connectTimeoutWithUnit_isTheSettingAndNeedsNoNote() throws ConfigException {
        assertThat(parse("connectTimeout", "300", "connectTimeout", "4s").get(HecSetting.CONNECT_TIMEOUT))
                .isEqualTo(Duration.ofSeconds(4));
        assertThat(notes).isEmpty();
        assertThat(warnings).isEmpty();
    }

    @Test
    void parse_partsNotIncluded_areNamesLeftEmpty() throws ConfigException {
        HecSettings settings = parse(
                "fieldNames", "message=msg, thread=worker",
                "includeLoggerName", "false",
                "includeThreadName", "false",
                "includeException", "FALSE",
                "includeMarker", "false");

        assertThat(settings.get(EventSetting.FIELD_NAMES))
                .containsExactly(
                        entry("message", "msg"),
                        entry("thread", "worker"),
                        entry("logger", ""),
                        entry("exception", ""),
                        entry("markers", ""));
        assertThat(note())
                .contains("includeLoggerName=false is taken as fieldNames=logger=")
                .contains("includeThreadName gives way to fieldNames");
    }

    @Test
    void parse_mdcNotIncluded_excludesAllOfIt() throws ConfigException {
        HecSettings settings = parse("includeMDC", "false");

        assertThat(settings.get(EventSetting.MDC_EXCLUDE).matches("anything")).isTrue();
        assertThat(settings.find(EventSetting.FIELD_NAMES))
                .as("an empty name would put the entries beside the other fields")
                .isNull();
    }

    @Test
    void parse_partsIncluded_areWhatHappensAnyway() throws ConfigException {
        HecSettings settings = parse("includeLoggerName", "true", "includeMDC", "true");

        assertThat(settings.find(EventSetting.FIELD_NAMES)).isNull();
        assertThat(settings.find(EventSetting.MDC_EXCLUDE)).isNull();
    }

    @Test
    void parse_wrongFieldNames_areToldAsTheyAre() {
        config.set("includeMarker", "false");

        assertThat(problems("fieldNames", "masage=msg"))
                .singleElement()
                .asString()
                .startsWith("fieldNames: \"masage=msg\" has \"masage\", which is none of these");
    }

    @ParameterizedTest
    @CsvSource({
        "retries_on_error, retryFor",
        "readTimeout, requestTimeout",
        "read_timeout, requestTimeout",
        "writeTimeout, requestTimeout",
        "write_timeout, requestTimeout",
    })
    void parse_nameWithoutEffect_isExplained(String name, String why) throws ConfigException {
        parse(name, "3");

        assertThat(note()).contains(name + " has no effect: ", why);
    }

    @ParameterizedTest
    @CsvSource({"middleware", "eventBodySerializer", "eventHeaderSerializer", "errorCallback"})
    void parse_codeOfTheOldLibrary_isAWarning(String name) throws ConfigException {
        parse("batch_interval", "10000", name, "com.example.Mine");

        assertThat(notes).isEmpty();
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("batch_interval=10000 is taken as linger=10000ms; " + name + " has no effect: code of that");
    }

    @Test
    void parse_certificateValidationDisabled_isRefusedWithTheFix() throws ConfigException {
        assertThat(problems("disableCertificateValidation", "true"))
                .singleElement()
                .asString()
                .startsWith("disableCertificateValidation: \"true\" would send the token to anybody")
                .contains("tlsTrust", "tlsPins");

        parse("disableCertificateValidation", "false");

        assertThat(note()).contains("disableCertificateValidation has no effect: certificates are always checked");
    }

    @ParameterizedTest
    @CsvSource({
        "batch_interval, soon, 'batch_interval: \"soon\" is not a whole number, as this name takes; write linger for'",
        "batch_interval, 10s, 'batch_interval: \"10s\" is not a whole number'",
        "batch_size_count, -1, 'batch_size_count: \"-1\" is not a whole number'",
        "batch_size_bytes, 10, 'batch_size_bytes, taken as batchBytes: \"10\" is out of range; expected bytes'",
        "connect_timeout, 999999999, 'connect_timeout, taken as connectTimeout: \"999999999ms\" is out of range'",
        "send_mode, random, 'send_mode: \"random\" is neither sequential nor parallel'",
        "type, xml, 'type: \"xml\" is neither raw nor json'",
        "messageFormat, xml, 'messageFormat: \"xml\" is neither json nor text'",
        "includeMDC, no, 'includeMDC: \"no\" is neither true nor false'",
        "disableCertificateValidation, yes, 'disableCertificateValidation: \"yes\" is neither true nor false'",
    })
    void parse_badText_isToldUnderTheNameItCameBy(String name, String text, String problem) {
        assertThat(problems(name, text)).singleElement().asString().startsWith(problem);
    }

    @ParameterizedTest
    @MethodSource("all")
    void set_blank_unsetsAgain(SplunkName name) throws ConfigException {
        config.set(name.name(), "1");

        parse(name.name(), " ");

        assertThat(notes).isEmpty();
        assertThat(warnings).isEmpty();
    }
}
