package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.demo.ReceiverProcess;
import dev.hec.demo.SearchClient;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of the Log4j2 appender on a Log4j 3 that is not released yet. Nothing is promised there; these tests tell
 * what the documents say about it.
 */
class Log4j3Test {

    private static final String TOKEN = "log4j3-token";

    @TempDir
    Path directory;

    @Test
    void appender_builtByProgram_deliversOnLog4j3() throws Exception {
        try (ReceiverProcess receiver =
                        ReceiverProcess.start(TestFiles.receiverWar(), directory.resolve("data"), "--token", TOKEN);
                ApplicationProcess application =
                        start(Map.of("HEC_URL", receiver.url().toString(), "HEC_TOKEN", TOKEN))) {
            assertThat(application.awaitEnd()).as(application.output()).isZero();
            assertThat(application.output()).contains("log4j-core 3.0.0-beta3", "complete true");

            List<JsonNode> found = new SearchClient(receiver.url(), TOKEN)
                    .all("message=\"payment failed\" severity=ERROR mdc.user=u1 framework=log4j3"
                            + " exception.class=java.lang.IllegalStateException");
            assertThat(found).hasSize(1);
        }
    }

    @Test
    void appender_ofAConfigurationFile_isInactiveOnLog4j3AndSaysSo() throws Exception {
        Path configuration = Files.writeString(directory.resolve("log4j2.xml"), """
                <Configuration>
                  <Appenders><Hec name="HEC" url="http://127.0.0.1:9" token="t"/></Appenders>
                  <Loggers><Root level="INFO"><AppenderRef ref="HEC"/></Root></Loggers>
                </Configuration>
                """);
        try (ApplicationProcess application = start(Map.of(), "-Dlog4j.configuration.location=" + configuration)) {
            assertThat(application.awaitEnd()).as(application.output()).isZero();
            assertThat(application.output())
                    .contains(
                            "log4j-core 3.0.0-beta3",
                            "Appender HEC is inactive, nothing is delivered",
                            "Hec contains invalid attributes \"url\", \"token\"",
                            "Unable to locate appender \"HEC\"",
                            "went on with null");
        }
    }

    private ApplicationProcess start(Map<String, String> environment, String... options) throws IOException {
        String classPath = String.join(
                File.pathSeparator,
                ApplicationProcess.testClasses(),
                ApplicationProcess.jars("hec-core", "hec-log4j2", "jackson-core", "zstd-jni"),
                ApplicationProcess.jarsIn(TestFiles.log4j3()));
        return ApplicationProcess.start(directory, classPath, Log4j3Application.class.getName(), environment, options);
    }
}
