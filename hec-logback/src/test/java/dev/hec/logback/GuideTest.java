package dev.hec.logback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.testing.ScriptedCollector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each configuration in {@code docs/logback.md} works as it stands there. */
class GuideTest {

    private static final Pattern SNIPPET = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    private final ScriptedCollector collector = ScriptedCollector.up();

    static Stream<String> snippets() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "logback.md"));
        // Spring's own elements are run by the example application.
        return SNIPPET.matcher(guide)
                .results()
                .map(snippet -> snippet.group(1))
                .filter(snippet -> !snippet.contains("<springProperty"));
    }

    @AfterEach
    void close() throws Exception {
        collector.close();
        System.clearProperty("HEC_URL");
        System.clearProperty("HEC_TOKEN");
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void snippet_ofTheGuide_delivers(String snippet) throws Exception {
        System.setProperty("HEC_URL", collector.url());
        System.setProperty("HEC_TOKEN", "t");
        Path secret = directory.resolve("var/run/secrets/hec/token");
        Files.createDirectories(secret.getParent());
        Files.writeString(secret, "t");
        Path file = directory.resolve("logback.xml");
        Files.writeString(file, snippet.replace("/var/", directory + "/var/"));

        try (LogbackHost host = new LogbackHost(file)) {
            host.log("INFO", "hello");
        }

        assertThat(collector.awaitEvents(1).get(0).at("/event/message").textValue())
                .isEqualTo("hello");
    }
}
