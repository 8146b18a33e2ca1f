package dev.hec.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.testing.ReceivedRequest;
import dev.hec.testing.ScriptedCollector;
import dev.hec.testing.ScriptedReply;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the doctor sends the headers of the settings, as the appender does, and keeps them to itself. */
class HeadersTest {

    @TempDir
    private Path directory;

    @Test
    void headers_ofTheSettings_goWithEveryRequest() throws Exception {
        try (ScriptedCollector collector = ScriptedCollector.up()) {
            Examination.of(directory, collector.url(), "--headers", "X-Tenant=blue");

            assertThat(collector.requests())
                    .extracting(ReceivedRequest::path)
                    .anyMatch(path -> path.contains("health"))
                    .anyMatch(path -> path.contains("event"));
            assertThat(collector.requests())
                    .allSatisfy(
                            request -> assertThat(request.header("x-tenant")).isEqualTo("blue"));
        }
    }

    @Test
    void headers_thatTheCollectorRepeats_areNotPrinted() throws Exception {
        try (ScriptedCollector collector = ScriptedCollector.up()) {
            for (int i = 0; i < 5; i++) {
                collector.reply(ScriptedReply.of(500, "no tenant s3cr3t-t3nant here"));
            }

            Examination examination = Examination.of(directory, collector.url(), "--headers", "X-Tenant=s3cr3t-t3nant");

            assertThat(examination.printed()).contains("no tenant **** here").doesNotContain("s3cr3t-t3nant");
        }
    }
}
