package dev.hec.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hec.Severity;
import dev.hec.format.EventDefaults;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LossWriterTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LossWriter writer =
            new LossWriter(new EventDefaults("prod-1", "shop", null, null, Map.of("env", "prod")));

    @Test
    void write_loss_isAnEventLikeTheOthersWithItsCounts() throws IOException {
        Loss loss = new Loss(
                Map.of("FULL", 15L, "EXPIRED", 2L),
                Map.of(Severity.INFO, 14L, Severity.WARN, 1L),
                Instant.parse("2026-03-01T12:00:00.250Z"),
                Instant.parse("2026-03-01T12:05:00Z"));

        JsonNode record = JSON.readTree(writer.write(loss, 1_795_426_538_104L));

        assertThat(record).isEqualTo(JSON.readTree("""
                {
                  "time": 1795426538.104,
                  "host": "prod-1",
                  "source": "shop",
                  "event": {
                    "message": "hec-appenders lost 17 event(s)",
                    "severity": "WARN",
                    "logger": "dev.hec",
                    "loss": {
                      "count": 17,
                      "by_reason": {"EXPIRED": 2, "FULL": 15},
                      "by_severity": {"INFO": 14, "WARN": 1, "UNKNOWN": 2},
                      "first": "2026-03-01T12:00:00.250Z",
                      "last": "2026-03-01T12:05:00Z"
                    }
                  },
                  "fields": {"env": "prod", "hec.loss": "true"}
                }
                """));
    }

    @Test
    void write_unknownTimesAndKnownSeverities_leavesOutWhatIsNotKnown() throws IOException {
        Loss loss = new Loss(Map.of("EXPIRED", 2L), Map.of(Severity.ERROR, 2L), null, null);

        JsonNode told = JSON.readTree(writer.write(loss, 1_000)).at("/event/loss");

        assertThat(told).isEqualTo(JSON.readTree("""
                {"count": 2, "by_reason": {"EXPIRED": 2}, "by_severity": {"ERROR": 2}}
                """));
    }

    @Test
    void write_secondLoss_hasNothingOfTheFirst() throws IOException {
        byte[] first = writer.write(new Loss(Map.of("FULL", 1_000_000L), Map.of(), null, null), 1_000);
        byte[] second = writer.write(new Loss(Map.of("REJECTED", 1L), Map.of(), null, null), 2_000);

        assertThat(JSON.readTree(first).at("/event/loss/by_reason")).isEqualTo(JSON.readTree("{\"FULL\": 1000000}"));
        assertThat(JSON.readTree(second).at("/event/loss/by_reason")).isEqualTo(JSON.readTree("{\"REJECTED\": 1}"));
    }

    @Test
    void write_longDefaults_areWrittenWhole() throws IOException {
        String large = "x".repeat(5_000);
        LossWriter writerOfMuch = new LossWriter(new EventDefaults(null, null, null, null, Map.of("large", large)));

        JsonNode record = JSON.readTree(writerOfMuch.write(new Loss(Map.of("FULL", 1L), Map.of(), null, null), 1_000));

        assertThat(record.at("/fields/large").textValue()).isEqualTo(large);
    }
}
