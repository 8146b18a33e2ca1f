package dev.hec.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.testing.ScriptedCollector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each configuration in {@code docs/log4j2.md} works as it stands there, but for the place of its variables. */
class GuideTest {

    private static final Pattern SNIPPET = Pattern.compile("```(xml|properties)\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    private final ScriptedCollector collector = ScriptedCollector.up();

    static Stream<MatchResult> snippets() throws IOException {
        return SNIPPET.matcher(Files.readString(Path.of("..", "docs", "log4j2.md")))
                .results();
    }

    @AfterEach
    void close() throws Exception {
        collector.close();
        System.clearProperty("HEC_URL");
        System.clearProperty("HEC_TOKEN");
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void snippet_ofTheGuide_delivers(MatchResult snippet) throws Exception {
        System.setProperty("HEC_URL", collector.url());
        System.setProperty("HEC_TOKEN", "t");
        Path secret = directory.resolve("var/run/secrets/hec/token");
        Files.createDirectories(secret.getParent());
        Files.writeString(secret, "t");
        Path file = directory.resolve("log4j2." + snippet.group(1));
        Files.writeString(
                file, snippet.group(2).replace("/var/", directory + "/var/").replace("${env:", "${sys:"));

        try (Log4jHost host = new Log4jHost(file)) {
            host.log("INFO", "hello");
        }

        assertThat(collector.awaitEvents(1).get(0).at("/event/message").textValue())
                .isEqualTo("hello");
    }
}
