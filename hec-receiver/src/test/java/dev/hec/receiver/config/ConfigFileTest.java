package dev.hec.receiver.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {

    @TempDir
    private Path directory;

    private Path file(String text) throws Exception {
        return Files.writeString(directory.resolve("receiver.properties"), text);
    }

    private static Settings read(Map<String, String> environment, Map<String, String> properties, String... arguments)
            throws InvalidSettings {
        Properties system = new Properties();
        system.putAll(properties);
        return Settings.withFile(
                List.of(
                        CommandLine.of(arguments).source(),
                        SettingSource.properties(system),
                        SettingSource.environment(environment)),
                List.of(SettingSource.defaults()),
                List.of());
    }

    private static List<String> problems(Path file) {
        return catchThrowableOfType(InvalidSettings.class, () -> read(Map.of(), Map.of(), "--config", file.toString()))
                .problems();
    }

    @Test
    void file_isTheLastBeforeTheDefaults() throws Exception {
        Path file = file("port=1\nbind=10.0.0.1\ndrain-timeout=1\ndedup-max=1\n");

        Settings settings = read(
                Map.of("HEC_PORT", "2", "HEC_BIND", "10.0.0.2", "HEC_DRAIN_TIMEOUT", "2"),
                Map.of("hec.port", "3", "hec.bind", "10.0.0.3"),
                "--port",
                "4",
                "--config",
                file.toString());

        assertThat(settings.get(Setting.PORT)).isEqualTo(4);
        assertThat(settings.get(Setting.BIND)).isEqualTo("10.0.0.3");
        assertThat(settings.get(Setting.DRAIN_TIMEOUT)).hasSeconds(2);
        assertThat(settings.get(Setting.DEDUP_MAX)).isEqualTo(1);
        assertThat(settings.get(Setting.DEDUP_FOR)).hasHours(24);
    }

    @Test
    void file_canBeNamedByPropertyAndVariable() throws Exception {
        String file = file("dedup-max=9").toString();

        assertThat(read(Map.of(), Map.of("hec.config", file)).get(Setting.DEDUP_MAX))
                .isEqualTo(9);
        assertThat(read(Map.of("HEC_CONFIG", file), Map.of()).get(Setting.DEDUP_MAX))
                .isEqualTo(9);
    }

    @Test
    void file_hasCommentsUtf8AndEmptyValues() throws Exception {
        Path file = file("# a comment\n! another\n\ndata-dir : /data/h\u00e9c\ntoken=\n");

        Settings settings = read(Map.of(), Map.of(), "--config", file.toString());

        assertThat(settings.get(Setting.DATA_DIR)).isEqualTo(Path.of("/data/h\u00e9c"));
        assertThat(settings.find(Setting.TOKEN)).isEmpty();
    }

    @Test
    void file_everyRowButItsOwnName_canBeWrittenThere() throws Exception {
        for (Setting<?> setting : Setting.ALL) {
            Path file = file(setting.name() + "=\u0000");
            // Whether the value is good or not: the name is known.
            try {
                read(Map.of(), Map.of(), "--config", file.toString());
            } catch (InvalidSettings e) {
                assertThat(e.problems())
                        .noneMatch(problem -> problem.startsWith("unknown"))
                        .anyMatch(problem -> problem.startsWith(setting.name()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "prot, ; did you mean port?",
        "hec.port, ; did you mean port?",
        "data_dir, ; did you mean data-dir?",
        "tls-certificat, ; did you mean tls-certificate?",
        "favouriteColour, ; --help lists the settings"
    })
    void unknownKey_isReportedWithTheNearestName(String key, String meant) throws Exception {
        Path file = file(key + "=1");

        assertThat(problems(file)).containsExactly("unknown setting " + key + " in " + file + meant);
    }

    @Test
    void keyThatIsThereTwice_isReported() throws Exception {
        Path file = file("port=1\nport=2");

        assertThat(problems(file)).containsExactly("port is in " + file + " twice; keep one of them");
    }

    @Test
    void config_inTheFileItself_isReported() throws Exception {
        Path file = file("config=/other");

        assertThat(problems(file)).containsExactly("config cannot be set in " + file + ", which is the file itself");
    }

    @Test
    void badValue_isReportedWithItsFile() throws Exception {
        Path file = file("port=many\ntoken=sec ret");

        assertThat(problems(file))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem)
                        .isEqualTo("port (file " + file + "): \"many\" is not a whole number from 0 to 65535"))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("token (file " + file + "): ****")
                        .doesNotContain("sec"));
    }

    @Test
    void file_thatCannotBeRead_isReportedWithTheReason() throws Exception {
        Path absent = directory.resolve("absent");
        Path latin = directory.resolve("latin");
        Files.write(latin, "data-dir=h\u00e9c".getBytes(StandardCharsets.ISO_8859_1));
        Path large = Files.writeString(directory.resolve("large"), "#".repeat(1_100_000));

        assertThat(problems(absent)).containsExactly("config: there is no file " + absent);
        assertThat(problems(directory))
                .singleElement()
                .asString()
                .startsWith("config: " + directory + " cannot be read: ");
        assertThat(problems(latin)).containsExactly("config: " + latin + " is not written in UTF-8");
        assertThat(problems(file("port=\\u00zz"))).singleElement().asString().contains("cannot be read: Malformed");
        assertThat(problems(large)).singleElement().asString().contains("larger than 1 MB");
    }

    @Test
    void description_tellsWhereEachValueIsFrom_andNoSecret() throws Exception {
        Path file = file("token=geheim\nbind=10.0.0.1");

        List<String> lines = read(
                        Map.of("HEC_DEDUP_MAX", "7"),
                        Map.of("hec.data-dir", "/d\nx"),
                        "--port=0",
                        "--config",
                        file.toString())
                .description();

        assertThat(lines)
                .startsWith(
                        "config=" + file + " (command line)",
                        "data-dir=/d?x (system property hec.data-dir)",
                        "token=**** (file " + file + ")",
                        "port=0 (command line)",
                        "bind=10.0.0.1 (file " + file + ")",
                        "dedup-max=7 (environment variable HEC_DEDUP_MAX)");
        assertThat(lines.get(6))
                .startsWith("defaults: ")
                .contains(" drain-timeout=10 ")
                .doesNotContain("port=");
        assertThat(lines).hasSize(7).noneMatch(line -> line.contains("geheim"));
    }

    @ParameterizedTest
    @CsvSource({"port, port, 0", "prot, port, 2", "'', port, 4", "kitten, sitting, 3"})
    void distance_countsChangedLetters(String a, String b, int distance) {
        assertThat(NearestName.distance(a, b)).isEqualTo(distance);
    }
}
