package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.demo.ReceiverProcess;
import dev.hec.demo.SearchClient;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An application that is a module itself, with all of its libraries as named modules. */
class ModuleApplicationTest {

    private static final String TOKEN = "module-token";

    @TempDir
    Path directory;

    /** What an application writes down for each framework. */
    enum Shop {
        LOGBACK("""
                module shop {
                    requires org.slf4j;
                    requires dev.hec.logback;
                }
                """, """
                package shop;

                public final class Main {
                    public static void main(String[] arguments) {
                        org.slf4j.LoggerFactory.getLogger(Main.class).atInfo().addKeyValue("n", 7).log("from a module");
                        System.out.println("in " + Main.class.getModule() + " through "
                                + dev.hec.logback.HecAppender.class.getModule());
                    }
                }
                """, "logback.xml", """
                <configuration>
                  <appender name="HEC" class="dev.hec.logback.HecAppender">
                    <url>${HEC_URL}</url><token>${HEC_TOKEN}</token>
                    <field><name>framework</name><value>LOGBACK</value></field>
                  </appender>
                  <root level="INFO"><appender-ref ref="HEC"/></root>
                </configuration>
                """, "hec-logback", "slf4j-api", "logback-core", "logback-classic"),
        LOG4J2("""
                module shop {
                    requires org.apache.logging.log4j;
                    requires dev.hec.log4j2;
                }
                """, """
                package shop;

                public final class Main {
                    public static void main(String[] arguments) {
                        org.apache.logging.log4j.LogManager.getLogger(Main.class).info("from a module");
                        System.out.println("in " + Main.class.getModule() + " through "
                                + dev.hec.log4j2.HecAppender.class.getModule());
                    }
                }
                """, "log4j2.xml", """
                <Configuration>
                  <Appenders>
                    <Hec name="HEC" url="${env:HEC_URL}" token="${env:HEC_TOKEN}">
                      <HecField name="framework" value="LOG4J2"/>
                    </Hec>
                  </Appenders>
                  <Loggers><Root level="INFO"><AppenderRef ref="HEC"/></Root></Loggers>
                </Configuration>
                """, "hec-log4j2", "log4j-api", "log4j-core");

        private final String module;
        private final String main;
        private final String configurationName;
        private final String configuration;
        private final String[] libraries;

        Shop(String module, String main, String configurationName, String configuration, String... libraries) {
            this.module = module;
            this.main = main;
            this.configurationName = configurationName;
            this.configuration = configuration;
            this.libraries = libraries;
        }
    }

    @ParameterizedTest
    @EnumSource
    void module_thatRequiresAnAppender_delivers(Shop shop) throws Exception {
        String libraries = ApplicationProcess.jars("hec-core", "jackson-core", "zstd-jni")
                + File.pathSeparator
                + ApplicationProcess.jars(shop.libraries);
        Path classes = compile(shop, libraries);
        try (ReceiverProcess receiver =
                        ReceiverProcess.start(TestFiles.receiverWar(), directory.resolve("data"), "--token", TOKEN);
                ApplicationProcess application = ApplicationProcess.start(
                        Path.of(System.getProperty("java.home")),
                        directory,
                        Map.of("HEC_URL", receiver.url().toString(), "HEC_TOKEN", TOKEN),
                        "--module-path",
                        classes + File.pathSeparator + libraries,
                        "--module",
                        "shop/shop.Main")) {
            assertThat(application.awaitEnd()).as(application.output()).isZero();
            assertThat(application.output()).contains("in module shop through module dev.hec.");

            List<JsonNode> found = new SearchClient(receiver.url(), TOKEN)
                    .all("message=\"from a module\" logger=shop.Main framework=" + shop);
            assertThat(found).as(application.output()).hasSize(1);
        }
    }

    private Path compile(Shop shop, String libraries) throws Exception {
        Path sources = directory.resolve("sources");
        Files.createDirectories(sources.resolve("shop"));
        Path module = Files.writeString(sources.resolve("module-info.java"), shop.module);
        Path main = Files.writeString(sources.resolve("shop/Main.java"), shop.main);
        Path classes = directory.resolve("classes");
        int result = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "-d",
                        classes.toString(),
                        "--module-path",
                        libraries,
                        module.toString(),
                        main.toString());
        assertThat(result).isZero();
        Files.writeString(classes.resolve(shop.configurationName), shop.configuration);
        return classes;
    }
}
