package dev.hec.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import dev.hec.settings.Setting;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class ArgumentsTest {

    static final Iterable<Setting<?>> SETTINGS = HecSetting.ALL;

    private static HecSettings settings(String... words) throws Exception {
        return Arguments.parse(words).config().parse();
    }

    @Test
    void parse_optionsInEitherForm_areSettings() throws Exception {
        HecSettings settings =
                settings("doctor", "--url", "https://c.example.com", "--token-file=/run/t", "--auth-scheme", "Splunk");

        assertThat(settings.get(HecSetting.URL))
                .containsExactly(URI.create("https://c.example.com/services/collector/event"));
        assertThat(settings.get(HecSetting.TOKEN_FILE)).isEqualTo(Path.of("/run/t"));
        assertThat(settings.get(HecSetting.AUTH_SCHEME)).isEqualTo("Splunk");
    }

    @ParameterizedTest
    @FieldSource("SETTINGS")
    void parse_everySetting_hasAnOptionInTheHelp(Setting<?> setting) throws Exception {
        String option = Arguments.option(setting);

        assertThat(option).matches("--[a-z]+(-[a-z]+)*");
        assertThat(Arguments.parse("doctor", option, "x").given()).containsExactly(setting);
        assertThat(Arguments.helpText()).contains("  " + option + "\n");
    }

    @Test
    void parse_flagWithoutValue_isTrue() throws Exception {
        HecSettings settings =
                settings("doctor", "--url", "http://c.example.com", "--allow-plain-http", "--token-env", "T", "--ack");

        assertThat(settings.get(HecSetting.ALLOW_PLAIN_HTTP)).isTrue();
        assertThat(settings.get(HecSetting.ACK)).isTrue();
    }

    @Test
    void parse_valueWithEqualsSigns_isTakenWhole() throws Exception {
        assertThat(settings("doctor", "--url=https://c.example.com", "--token=a", "--fields=env=prod,x=y")
                        .get(HecSetting.FIELDS))
                .containsEntry("env", "prod")
                .containsEntry("x", "y");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nurse --url x          | the one command is doctor",
                "doctor                 | nothing to examine",
                "doctor --nose long     | there is no option --nose",
                "doctor --url           | --url needs a value",
                "doctor --url --ack     | --url needs a value",
                "doctor --url a --url b | --url is given twice",
                "doctor s3cr3t          | a value stands where an option belongs",
                "doctor --ack true s3cr3t | a value stands where an option belongs",
                "doctor --nose=s3cr3t   | there is no option --nose"
            })
    void parse_senseless_isToldWithoutValues(String line, String problem) {
        assertThatThrownBy(() -> Arguments.parse(line.split(" ")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(problem)
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void parse_nothing_isToldTheCommand() {
        assertThatThrownBy(Arguments::parse).isInstanceOf(UsageException.class).hasMessageContaining("doctor");
    }

    @Test
    void parse_help_winsOverEverything() throws Exception {
        assertThat(Arguments.parse("doctor", "--nose", "--help").help()).isTrue();
    }
}
