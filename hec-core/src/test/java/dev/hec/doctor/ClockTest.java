package dev.hec.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.settings.HecConfig;
import dev.hec.settings.HecSettings;
import dev.hec.testing.ScriptedCollector;
import dev.hec.time.ManualTime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the doctor says of time; its clock is a test's, that of the collector is the machine's. */
class ClockTest {

    private final ManualTime time = new ManualTime();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private String examine(String token) throws Exception {
        try (ScriptedCollector collector = ScriptedCollector.up()) {
            HecConfig config = new HecConfig();
            config.set("url", collector.url());
            config.set("token", token);
            HecSettings settings = config.parse();
            Report report = new Report(new PrintStream(out, true, StandardCharsets.UTF_8));
            new Doctor(settings, time, report).examine();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String jwt(Instant end) {
        String claims = "{\"exp\":" + end.getEpochSecond() + "}";
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".x0";
    }

    @ParameterizedTest
    @CsvSource({"40, ahead of", "-40, behind"})
    void clock_differs_isAWarning(int seconds, String direction) throws Exception {
        time.advance(Duration.between(time.now(), Instant.now()).plusSeconds(seconds * 100L));

        assertThat(examine("token"))
                .containsPattern("warn  clock +this machine is \\d+ s " + direction + " the collector");
    }

    @Test
    void clock_agrees_isOk() throws Exception {
        time.advance(Duration.between(time.now(), Instant.now()));

        assertThat(examine("token")).contains("ok    clock");
    }

    @ParameterizedTest
    @CsvSource({
        "-1, FAIL  token          is a JWT that expired at 2026-02-28T12:00:00Z",
        "10, 'expires at 2026-03-11T12:00:00Z, in 10 day(s). Replace it before then.'",
        "90, 'ok    token          is a JWT that expires at 2026-05-30T12:00:00Z'"
    })
    void jwt_ofSomeAge_isToldWithItsEnd(int days, String line) throws Exception {
        assertThat(examine(jwt(time.now().plus(Duration.ofDays(days))))).contains(line);
    }
}
