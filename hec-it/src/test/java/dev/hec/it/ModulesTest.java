package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The built jars as named modules. */
class ModulesTest {

    private static final List<String> JARS = List.of(
            "hec-core",
            "hec-logback",
            "hec-log4j2",
            "jackson-core",
            "zstd-jni",
            "slf4j-api",
            "logback-core",
            "logback-classic",
            "log4j-api",
            "log4j-core");

    @Test
    void jars_onTheModulePath_areNamedModulesAndTheAppendersWork() throws Exception {
        Process probe = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--module-path",
                        jars(),
                        "--add-modules",
                        "dev.hec.logback,dev.hec.log4j2,ch.qos.logback.classic,org.apache.logging.log4j.core",
                        "--class-path",
                        Path.of(ModuleProbe.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString(),
                        ModuleProbe.class.getName())
                .redirectErrorStream(true)
                .start();
        String printed = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(probe.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(printed)
                .contains(
                        "LOGBACK admitted 1",
                        "LOG4J2 admitted 1",
                        "dev.hec.HecClient in module dev.hec.core",
                        "dev.hec.logback.HecAppender in module dev.hec.logback",
                        "dev.hec.log4j2.HecAppender in module dev.hec.log4j2");
    }

    private static String jars() {
        List<String> found = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> JARS.stream()
                        .anyMatch(jar ->
                                Path.of(entry).getFileName().toString().matches(jar + "-\\d.*(?<!-tests)\\.jar")))
                .toList();
        assertThat(found).as("packaged jars; run at least the package phase").hasSize(JARS.size());
        return found.stream().collect(Collectors.joining(File.pathSeparator));
    }
}
