package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.demo.ReceiverProcess;
import dev.hec.demo.SearchClient;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Web applications with their own appender, deployed again and again in one container. */
class RedeployTest {

    private static final String TOKEN = "redeploy-token";
    private static final int TIMES = 10;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"logback", "log4j2"})
    void application_redeployedTenTimes_leavesNoThreadAndNoClass(String framework) throws Exception {
        try (ReceiverProcess receiver =
                ReceiverProcess.start(TestFiles.receiverWar(), directory.resolve("data"), "--token", TOKEN)) {
            Path application = application(framework, receiver.url().toString());
            String classPath = String.join(
                    File.pathSeparator,
                    ApplicationProcess.testClasses(),
                    ApplicationProcess.jars("tomcat-embed-core", "tomcat-annotations-api", "awaitility", "hamcrest"));
            try (ApplicationProcess container = ApplicationProcess.start(
                    Path.of(System.getProperty("java.home")),
                    directory,
                    Map.of(),
                    // In ms; after so long the thread of a client that is garbage ends.
                    "-Djdk.internal.httpclient.selectorTimeout=1000",
                    // Tomcat's own search for leaks asks for these.
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED",
                    "-cp",
                    classPath,
                    RedeployingContainer.class.getName(),
                    directory.resolve("base").toString(),
                    application.toString(),
                    Integer.toString(TIMES))) {
                assertThat(container.awaitEnd()).as(container.output()).isZero();
                assertThat(container
                                .output()
                                .lines()
                                .filter(line -> line.startsWith("answered 200 ") && line.contains("hec-HEC-1")))
                        .as(container.output())
                        .hasSize(TIMES);
                assertThat(container.output())
                        .contains(
                                "beans while deployed 1",
                                "left behind: threads [], class loaders 0, complaints [], beans 0");
            }

            Map<String, Integer> counts = new TreeMap<>();
            for (JsonNode event : new SearchClient(receiver.url(), TOKEN).all("logger=shop.Orders")) {
                counts.merge(event.get("message").asText(), 1, Integer::sum);
            }
            assertThat(counts).isEqualTo(Map.of("deployed", TIMES, "order failed", TIMES, "undeployed", TIMES));
        }
    }

    /** An unpacked WAR. */
    private Path application(String framework, String url) throws IOException {
        Path application = directory.resolve("shop");
        Path libraries = Files.createDirectories(application.resolve("WEB-INF/lib"));
        String jars = framework.equals("logback")
                ? ApplicationProcess.jars(
                        "hec-core",
                        "hec-logback",
                        "jackson-core",
                        "zstd-jni",
                        "slf4j-api",
                        "logback-core",
                        "logback-classic")
                : ApplicationProcess.jars(
                        "hec-core",
                        "hec-log4j2",
                        "jackson-core",
                        "zstd-jni",
                        "log4j-api",
                        "log4j-core",
                        "log4j-jakarta-web");
        for (String jar : jars.split(File.pathSeparator)) {
            Files.copy(Path.of(jar), libraries.resolve(Path.of(jar).getFileName()));
        }
        Path classes = application.resolve("WEB-INF/classes");
        String servlet = framework.equals("logback") ? "LogbackServlet" : "Log4jServlet";
        Path file = Path.of("dev/hec/it/webapp", servlet + ".class");
        Files.createDirectories(classes.resolve(file).getParent());
        Files.copy(Path.of(ApplicationProcess.testClasses()).resolve(file), classes.resolve(file));
        if (framework.equals("logback")) {
            Files.writeString(classes.resolve("logback.xml"), """
                    <configuration>
                      <appender name="HEC" class="dev.hec.logback.HecAppender">
                        <url>%s</url><token>%s</token>
                      </appender>
                      <root level="INFO"><appender-ref ref="HEC"/></root>
                    </configuration>
                    """.formatted(url, TOKEN));
        } else {
            Files.writeString(classes.resolve("log4j2.xml"), """
                    <Configuration>
                      <Appenders><Hec name="HEC" url="%s" token="%s"/></Appenders>
                      <Loggers><Root level="INFO"><AppenderRef ref="HEC"/></Root></Loggers>
                    </Configuration>
                    """.formatted(url, TOKEN));
        }
        return application;
    }
}
