package dev.hec.receiver.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLinesTest {

    private static JsonNode format(LogRecord record) throws Exception {
        String line = new JsonLines().format(record);
        assertThat(line).endsWith(System.lineSeparator());
        assertThat(line.strip().lines()).as("one line").hasSize(1);
        return new ObjectMapper().readTree(line);
    }

    @Test
    void record_isOneObjectOnOneLine() throws Exception {
        LogRecord record = new LogRecord(Level.WARNING, "{0} \"requests\"\n still ran");
        record.setParameters(new Object[] {3});
        record.setLoggerName("dev.hec.receiver.Receiver");
        record.setInstant(Instant.parse("2026-11-26T04:01:40.123456Z"));

        JsonNode json = format(record);

        assertThat(json.toString())
                .isEqualTo("{\"timestamp\":\"2026-11-26T04:01:40.123456Z\",\"level\":\"WARN\","
                        + "\"logger\":\"dev.hec.receiver.Receiver\",\"message\":\"3 \\\"requests\\\"\\n still ran\"}");
    }

    @Test
    void record_withAnException_hasItsStackTrace() throws Exception {
        LogRecord record = new LogRecord(Level.SEVERE, "failed");
        record.setThrown(new IllegalStateException("outer\nline", new RuntimeException("inner")));

        assertThat(format(record).get("exception").asText())
                .startsWith("java.lang.IllegalStateException: outer\nline")
                .contains("Caused by: java.lang.RuntimeException: inner");
    }

    @Test
    void record_ofNothing_isAnObjectToo() throws Exception {
        JsonNode json = format(new LogRecord(Level.INFO, null));

        assertThat(json.get("message").asText()).isEmpty();
        assertThat(json.has("logger")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"SEVERE, ERROR", "WARNING, WARN", "INFO, INFO", "CONFIG, DEBUG", "FINE, DEBUG", "FINEST, TRACE"})
    void level_hasTheNameOfEverybodyElse(String level, String name) throws Exception {
        assertThat(format(new LogRecord(Level.parse(level), "x")).get("level").asText())
                .isEqualTo(name);
    }
}
