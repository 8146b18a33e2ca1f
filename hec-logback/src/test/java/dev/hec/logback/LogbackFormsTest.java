package dev.hec.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import dev.hec.settings.HecConfig;
import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import dev.hec.testing.ScriptedCollector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations, sizes and variables as people know them from the rest of {@code logback.xml}. */
class LogbackFormsTest {

    private static final String VARIABLE = "hec.forms.linger";

    @TempDir
    private Path directory;

    @AfterEach
    void clear() {
        System.clearProperty(VARIABLE);
    }

    private static HecSettings parse(String name, String text) throws Exception {
        HecConfig config = new HecConfig();
        config.set("url", "https://collector.example.org");
        config.set("token", "t");
        config.set(name, text);
        return config.parse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10 milliseconds",
                "10 millisecond",
                "10 milli",
                "10 seconds",
                "10 SECOND",
                "1.5 seconds",
                "1 minute",
                "90 minutes",
                "0.5 hour",
                "2 hours",
                "1 day",
                "7 days"
            })
    void duration_ofLogback_isTheSameHere(String text) throws Exception {
        assertThat(parse("retryFor", text).get(HecSetting.RETRY_FOR).toMillis())
                .isEqualTo(Duration.valueOf(text).getMilliseconds());
    }

    @ParameterizedTest
    @CsvSource({"10, has no unit", "1 seconde, has an unknown unit", ".5 seconds, is not a number with a unit"})
    void duration_thatOnlyLogbackTakes_isRefusedWithTheFix(String text, String reason) throws Exception {
        assertThat(Duration.valueOf(text)).isNotNull();

        try (LogbackHost host = host("<linger>" + text + "</linger>")) {
            assertThat(host.active()).isFalse();
            assertThat(host.status().containing("linger: \"" + text + "\" " + reason + "; expected a duration"))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "500000, 500000",
        "10KB, 10000",
        "10 kb, 10000",
        "1 MB, 1000000",
        "10KiB, 10240",
        "1MiB, 1048576",
    })
    void size_withLogbacksUnits_isAPowerOfTen(String text, long bytes) throws Exception {
        assertThat(parse("batchBytes", text).get(HecSetting.BATCH_BYTES)).isEqualTo(bytes);
    }

    @Test
    void size_ofGigabytes_isTaken() throws Exception {
        assertThat(parse("bytesPerSecond", "2 GB").get(HecSetting.BYTES_PER_SECOND))
                .isEqualTo(2_000_000_000L)
                .isLessThan(FileSize.valueOf("2 GB").getSize());
    }

    @Test
    void size_inPlural_isRefusedWithTheFix() throws Exception {
        assertThat(FileSize.valueOf("10 KBs")).isNotNull();

        try (LogbackHost host = host("<batchBytes>10 KBs</batchBytes>")) {
            assertThat(host.active()).isFalse();
            assertThat(host.status().containing("batchBytes: \"10 KBs\" has an unknown unit; expected bytes"))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            value = {"null, true", "10ms, true", "soon, false"},
            nullValues = "null")
    void variable_withADefault_isTheDefaultOnlyIfItHasNoValue(String value, boolean active) throws Exception {
        if (value != null) {
            System.setProperty(VARIABLE, value);
        }
        try (ScriptedCollector collector = ScriptedCollector.up();
                LogbackHost host =
                        new LogbackHost(write(collector.url(), "<linger>${" + VARIABLE + ":-20ms}</linger>"))) {
            host.log("INFO", "m");

            assertThat(host.active()).isEqualTo(active);
            if (active) {
                assertThat(collector.awaitEvents(1)).hasSize(1);
            } else {
                assertThat(host.status().containing("linger: \"soon\"")).hasSize(1);
            }
        }
    }

    private LogbackHost host(String element) throws Exception {
        return new LogbackHost(write("https://collector.example.org", element));
    }

    private Path write(String url, String element) throws Exception {
        return Files.writeString(
                directory.resolve("logback.xml"), LogbackXml.of(Map.of("url", url, "token", "t"), Map.of(), element));
    }
}
