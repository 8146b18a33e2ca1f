package dev.hec.receiver.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static Settings read(Map<String, String> environment, Map<String, String> properties, String... arguments)
            throws InvalidSettings {
        Properties system = new Properties();
        system.putAll(properties);
        CommandLine commandLine = CommandLine.of(arguments);
        return Settings.read(
                List.of(
                        commandLine.source(),
                        SettingSource.properties(system),
                        SettingSource.environment(environment),
                        SettingSource.defaults()),
                commandLine.problems());
    }

    /** Reads one setting beside its partner, if it needs one. */
    private static Settings read(
            Setting<?> setting, Map<String, String> environment, Map<String, String> properties, String... arguments)
            throws InvalidSettings {
        Map<String, String> all = new HashMap<>(environment);
        if (setting.equals(Setting.TLS_CERTIFICATE)) {
            all.put(Setting.TLS_KEY.variable(), "/key");
        } else if (setting.equals(Setting.TLS_KEY)) {
            all.put(Setting.TLS_CERTIFICATE.variable(), "/certificate");
        }
        return read(all, properties, arguments);
    }

    private static List<String> problems(Map<String, String> environment, String... arguments) {
        return catchThrowableOfType(InvalidSettings.class, () -> read(environment, Map.of(), arguments))
                .problems();
    }

    @Test
    void settings_nothingSet_areTheDefaults() throws Exception {
        Settings settings = read(Map.of(), Map.of());

        assertThat(settings).isEqualTo(Settings.defaults());
        assertThat(settings.get(Setting.DATA_DIR)).isEqualTo(Path.of("hec-data").toAbsolutePath());
        assertThat(settings.get(Setting.PORT)).isEqualTo(8088);
        assertThat(settings.get(Setting.DEDUP_FOR)).isEqualTo(Duration.ofHours(24));
        assertThat(settings.get(Setting.BYTES_PER_SECOND)).isEqualTo(2_000_000_000L);
        assertThat(settings.find(Setting.TOKEN)).isEmpty();
    }

    @Test
    void settings_setEverywhere_commandLineWinsOverPropertiesOverEnvironment() throws Exception {
        Map<String, String> environment = Map.of("HEC_PORT", "1", "HEC_BIND", "env", "HEC_DATA_DIR", "/env");
        Map<String, String> properties = Map.of("hec.port", "2", "hec.bind", "property");

        Settings settings = read(environment, properties, "--port", "3");

        assertThat(settings.get(Setting.PORT)).isEqualTo(3);
        assertThat(settings.get(Setting.BIND)).isEqualTo("property");
        assertThat(settings.get(Setting.DATA_DIR)).isEqualTo(Path.of("/env"));
    }

    @Test
    void settings_everyRow_canBeSetInEveryPlace() throws Exception {
        Map<String, String> texts = Map.ofEntries(
                Map.entry("local-reads", "false"),
                Map.entry("port", "0"),
                Map.entry("bind", "::1"),
                Map.entry("drain-timeout", "3"),
                Map.entry("dedup-for", "90min"),
                Map.entry("dedup-max", "5"),
                Map.entry("inherit-metadata", "true"),
                Map.entry("retain-for", "400d"),
                Map.entry("retain-bytes", "20GB"),
                Map.entry("min-free-bytes", "1 kb"),
                Map.entry("requests-per-second", "0"),
                Map.entry("bytes-per-second", "7"),
                Map.entry("cors-origins", "https://a.example, http://localhost:3000"),
                Map.entry("log-format", "JSON"),
                Map.entry("faults", "TRUE"));
        for (Setting<?> setting : Setting.ALL) {
            String text = texts.getOrDefault(setting.name(), "/some/file");
            Settings byOption = read(setting, Map.of(), Map.of(), setting.option() + "=" + text);
            assertThat(byOption).as(setting.name()).isNotEqualTo(Settings.defaults());
            assertThat(read(setting, Map.of(), Map.of(), setting.option(), text))
                    .isEqualTo(byOption);
            assertThat(read(setting, Map.of(), Map.of(setting.property(), text)))
                    .isEqualTo(byOption);
            assertThat(read(setting, Map.of(setting.variable(), text), Map.of()))
                    .isEqualTo(byOption);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "0s, PT0S",
        "1s, PT1S",
        "90min, PT90M",
        "24 h, PT24H",
        "30d, P30D",
        "5m, PT5M",
        "2 Hours, PT2H",
        "3w, P21D"
    })
    void settings_duration_isANumberWithItsUnit(String text, Duration duration) throws Exception {
        assertThat(read(Map.of(), Map.of(), "--dedup-for", text).get(Setting.DEDUP_FOR))
                .isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5w", "1month", "5ms", "-1h", "31d", "h", "1.5h", "9999999999s"})
    void settings_noDuration_isRefusedWithAnExample(String text) {
        assertThat(problems(Map.of("HEC_DEDUP_FOR", text)))
                .containsExactly(
                        "dedup-for (environment variable HEC_DEDUP_FOR): \"" + text
                                + "\" is no duration from 0 to 30d; write a whole number and a unit: s, m or min, h, d, w, such as 90min or 24h");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "17, 17",
        "1 kb, 1000",
        "64MB, 64000000",
        "2GiB, 2147483648",
        "1TiB, 1099511627776",
        "20G, 20000000000",
        "5b, 5",
        "3Ki, 3072",
        "2m, 2000000"
    })
    void settings_size_hasTheUnitsOfTheAppenders(String text, long bytes) throws Exception {
        assertThat(read(Map.of(), Map.of(), "--min-free-bytes", text).get(Setting.MIN_FREE_BYTES))
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "1.5GB, 'no size; write a whole number of bytes, or one with a unit: KB, MB, GB, TB (powers'",
        "-1, no size",
        "5 pb, no size",
        "90000000 TB, larger than any disk"
    })
    void settings_noSize_isRefused(String text, String message) {
        assertThat(problems(Map.of(), "--min-free-bytes", text))
                .singleElement()
                .asString()
                .startsWith("min-free-bytes (command line): \"" + text + "\" is " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.example", "https://a.example/", "https://u@a.example", "*", "https://a b"})
    void settings_noOrigin_isRefused(String text) {
        assertThat(problems(Map.of("HEC_CORS_ORIGINS", "https://ok.example," + text)))
                .containsExactly("cors-origins (environment variable HEC_CORS_ORIGINS): \"https://ok.example," + text
                        + "\" has \"" + text + "\", which is no origin such as https://logs.example.com");
    }

    @Test
    void retainBytes_tooLittleForAJournal_isRefusedAtTheStart() throws Exception {
        assertThat(problems(Map.of(), "--retain-bytes", "99MB"))
                .singleElement()
                .asString()
                .contains("the least is 100MB");
        for (String enough : List.of("0", "100MB")) {
            assertThat(read(Map.of(), Map.of(), "--retain-bytes", enough).get(Setting.RETAIN_BYTES))
                    .isNotEqualTo(99_000_000);
        }
    }

    @Test
    void settings_certificateWithoutKey_isRefused() {
        assertThat(problems(Map.of(), "--tls-certificate=/c"))
                .containsExactly("tls-certificate and tls-key belong together; set both or none");
    }

    @Test
    void settings_emptyVariable_countsAsNotSet() throws Exception {
        assertThat(read(Map.of("HEC_TOKEN", "", "HEC_PORT", ""), Map.of("hec.bind", "")))
                .isEqualTo(read(Map.of(), Map.of()));
    }

    @Test
    void settings_severalProblems_areAllReported() {
        assertThat(problems(
                        Map.of("HEC_PORT", "70000", "HEC_DRAIN_TIMEOUT", "soon"),
                        "--bind",
                        " ",
                        "--colour=blue",
                        "--token=a",
                        "--token-file=/f",
                        "--data-dir"))
                .containsExactly(
                        "unknown option --colour; --help lists the options",
                        "--data-dir needs a value: --data-dir DIR",
                        "port (environment variable HEC_PORT): \"70000\" is not a whole number from 0 to 65535",
                        "bind (command line): \" \" is blank",
                        "drain-timeout (environment variable HEC_DRAIN_TIMEOUT): \"soon\" is no duration from 0 to 3600 seconds; write a number"
                                + " of seconds, or one with a unit: s, m or min, h, d, w, such as 90min or 24h",
                        "token and token-file are both set; keep one of them");
    }

    @Test
    void settings_wrongToken_isNotShown() {
        assertThat(problems(Map.of("HEC_TOKEN", "sec ret")))
                .singleElement()
                .asString()
                .startsWith("token (environment variable HEC_TOKEN): **** has characters")
                .doesNotContain("sec");
    }

    @Test
    void settings_printed_doNotShowTheToken() throws Exception {
        assertThat(read(Map.of("HEC_TOKEN", "geheim"), Map.of()).toString()).doesNotContain("geheim");
    }

    @Test
    void commandLine_valueOfAnUnknownOption_isNoSecondProblem() {
        assertThat(problems(Map.of(), "--prt", "0", "stray"))
                .containsExactly(
                        "unknown option --prt; did you mean --port?", "unknown option stray; --help lists the options");
    }

    @Test
    void commandLine_optionGivenTwice_isAProblem() {
        assertThat(problems(Map.of(), "--port", "1", "--port=2"))
                .containsExactly("--port is given twice; keep one of them");
    }

    @ParameterizedTest
    @CsvSource({"10, PT10S", "2min, PT2M", "1h, PT1H"})
    void settings_drainTimeout_isInSecondsWhereThereIsNoUnit(String text, Duration duration) throws Exception {
        assertThat(read(Map.of(), Map.of(), "--drain-timeout", text).get(Setting.DRAIN_TIMEOUT))
                .isEqualTo(duration);
    }

    @Test
    void help_namesEveryRowWithItsDefaultAndOtherNames() {
        assertThat(CommandLine.of("--help").help()).isTrue();
        assertThat(CommandLine.of("-h").problems()).isEmpty();
        assertThat(CommandLine.of("--hash-token").hashToken()).isTrue();
        assertThat(CommandLine.of("--hash-token").problems()).isEmpty();
        for (Setting<?> setting : Setting.ALL) {
            assertThat(CommandLine.helpText())
                    .contains(setting.option() + " " + setting.argument())
                    .contains(setting.sentence())
                    .contains("-D" + setting.property() + " or " + setting.variable())
                    .contains(setting.defaultText());
        }
    }
}
