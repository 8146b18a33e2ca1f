package dev.hec.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.core.status.Status;
import dev.hec.testing.ScriptedCollector;
import dev.hec.testing.ScriptedReply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Trouble of delivery is a warning in Logback's status, never an error: Spring Boot does not start an application whose Logback
 * has one.
 */
class RuntimeTroubleTest {

    @TempDir
    private Path directory;

    private final ScriptedCollector collector = ScriptedCollector.up();

    /** What goes wrong, and a part of what is said about it. */
    private enum Trouble {
        UNREACHABLE("failed: "),
        UNAUTHORIZED("HTTP 401"),
        SERVER_ERROR("HTTP 500"),
        REJECTED("HTTP 400"),
        TOKEN_FILE_GONE("oken file"),
        BUFFER_FULL("buffer"),
        SPOOL_UNUSABLE("spool");

        private final String said;

        Trouble(String said) {
            this.said = said;
        }
    }

    @AfterEach
    void close() throws Exception {
        collector.close();
    }

    @ParameterizedTest
    @EnumSource
    void status_ofTrouble_isAWarning(Trouble trouble) throws Exception {
        Path tokenFile = Files.writeString(directory.resolve("token"), "t");
        Map<String, String> options = new LinkedHashMap<>();
        options.put("url", collector.url());
        options.put("tokenFile", tokenFile.toString());
        options.put("linger", "0ms");
        options.put("retryInitial", "1ms");
        options.put("retryMax", "10ms");
        options.put("parkInterval", "10ms");
        options.put("drainTimeout", "10ms");
        switch (trouble) {
            case UNREACHABLE -> options.put("url", unreachable());
            case BUFFER_FULL -> {
                options.put("url", unreachable());
                options.put("batchBytes", "1KB");
                options.put("bufferBytes", "2KB");
            }
            case UNAUTHORIZED, TOKEN_FILE_GONE -> replies(ScriptedReply.of(401, "{\"text\":\"no\",\"code\":2}"));
            case SERVER_ERROR -> replies(ScriptedReply.of(500, ""));
            case REJECTED -> replies(ScriptedReply.of(400, "{\"text\":\"no\",\"code\":6}"));
            // Below a file there is no directory, not even for root.
            case SPOOL_UNUSABLE ->
                options.put("spoolDir", tokenFile.resolve("spool").toString());
        }
        Path file = Files.writeString(directory.resolve("logback.xml"), LogbackXml.of(options, Map.of()));

        LogbackHost host = new LogbackHost(file);
        try (host) {
            if (trouble == Trouble.TOKEN_FILE_GONE) {
                Files.delete(tokenFile);
            }
            IntStream.range(0, 100).forEach(i -> host.log("INFO", "event " + i));
            host.status().await(trouble.said);
        }

        List<Status> statuses = host.context().getStatusManager().getCopyOfStatusList();
        assertThat(statuses)
                .filteredOn(status -> status.getMessage().contains(trouble.said))
                .extracting(Status::getEffectiveLevel)
                .contains(Status.WARN);
        assertThat(statuses).extracting(Status::getEffectiveLevel).doesNotContain(Status.ERROR);
    }

    private void replies(ScriptedReply reply) {
        IntStream.range(0, 50).forEach(i -> collector.reply(reply));
    }

    private String unreachable() throws Exception {
        try (ScriptedCollector gone = ScriptedCollector.up()) {
            return gone.url();
        }
    }
}
