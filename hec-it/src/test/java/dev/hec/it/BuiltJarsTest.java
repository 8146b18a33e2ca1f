package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.demo.ReceiverProcess;
import dev.hec.demo.SearchClient;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only the packaged jars can show: that frameworks and tools find in them what they look for. */
class BuiltJarsTest {

    private static final String TOKEN = "jar-token";

    @TempDir
    Path directory;

    @Test
    void plugin_ofTheJar_isFoundByLog4j() throws Exception {
        try (ReceiverProcess receiver =
                ReceiverProcess.start(TestFiles.receiverWar(), directory.resolve("data"), "--token", TOKEN)) {
            Path configuration =
                    Files.writeString(directory.resolve("log4j2.xml"), """
                    <Configuration>
                      <Appenders>
                        <Hec name="HEC" url="%s" token="%s"><HecField name="from" value="jar"/></Hec>
                      </Appenders>
                      <Loggers><Root level="INFO"><AppenderRef ref="HEC"/></Root></Loggers>
                    </Configuration>
                    """.formatted(receiver.url(), TOKEN));
            String classPath = String.join(
                    File.pathSeparator,
                    ApplicationProcess.testClasses(),
                    ApplicationProcess.jars(
                            "hec-core", "hec-log4j2", "jackson-core", "zstd-jni", "log4j-api", "log4j-core"));
            try (ApplicationProcess application = ApplicationProcess.start(
                    directory,
                    classPath,
                    JarMain.class.getName(),
                    Map.of(),
                    "-Dlog4j2.configurationFile=" + configuration)) {
                assertThat(application.awaitEnd()).as(application.output()).isZero();
                assertThat(new SearchClient(receiver.url(), TOKEN).count("message=\"from the jar\" from=jar"))
                        .as(application.output())
                        .isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "hec-log4j2, META-INF/org/apache/logging/log4j/core/config/plugins/Log4j2Plugins.dat, log4j2.HecAppender",
        "hec-log4j2, META-INF/native-image/log4j-generated/dev.hec/hec-log4j2/reflect-config.json, log4j2.HecAppender",
        "hec-log4j2, META-INF/native-image/dev.hec/hec-log4j2/reflect-config.json, config",
        "hec-logback, META-INF/native-image/dev.hec/hec-logback/reflect-config.json, logback.HecAppender",
        "hec-core, META-INF/native-image/dev.hec/hec-core/reflect-config.json, HecMXBean"
    })
    void metadata_ofTheJar_isWhereToolsLookForIt(String jar, String entry, String part) throws Exception {
        try (ZipFile file = new ZipFile(ApplicationProcess.jars(jar))) {
            assertThat(file.getEntry(entry)).isNotNull();
            byte[] content = file.getInputStream(file.getEntry(entry)).readAllBytes();
            assertThat(new String(content, StandardCharsets.ISO_8859_1)).contains(part);
        }
    }
}
