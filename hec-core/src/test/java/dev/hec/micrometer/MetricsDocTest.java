package dev.hec.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hec.HecMXBean;
import dev.hec.Severity;
import dev.hec.Tally;
import dev.hec.format.EventDefaults;
import dev.hec.telemetry.Loss;
import dev.hec.telemetry.LossWriter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/metrics.md} shows is what there is. */
class MetricsDocTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "metrics.md");

    @TempDir
    private Path directory;

    @Test
    void document_javaSnippet_compiles() throws IOException {
        Path source = Files.writeString(directory.resolve("Monitoring.java"), snippet("java"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

        int result = compiler.run(
                null,
                null,
                null,
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                directory.toString(),
                "-proc:none",
                source.toString());

        assertThat(result).isZero();
        assertThat(directory.resolve("Monitoring.class")).exists();
    }

    @Test
    void document_lossEvent_isWhatIsWritten() throws IOException {
        ObjectMapper json = new ObjectMapper();
        Loss loss = new Loss(
                Map.of("FULL", 15L, "EXPIRED", 2L),
                Map.of(Severity.INFO, 14L, Severity.WARN, 1L),
                Instant.parse("2026-03-01T12:00:00.250Z"),
                Instant.parse("2026-03-01T12:05:00Z"));
        LossWriter writer = new LossWriter(new EventDefaults("prod-1", "shop", null, null, Map.of()));

        JsonNode written = json.readTree(writer.write(loss, 1_795_426_538_104L));

        assertThat(json.readTree(snippet("json"))).isEqualTo(written);
    }

    @Test
    void document_table_namesEachAttributeAndMeter() throws IOException {
        String document = Files.readString(DOCUMENT);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new HecMetrics(() -> Tally.NONE, "app").bindTo(registry);

        List<String> attributes = Arrays.stream(HecMXBean.class.getMethods())
                .map(Method::getName)
                .filter(name -> name.startsWith("get"))
                .map(name -> name.substring("get".length()))
                .toList();
        assertThat(attributes)
                .hasSize(22)
                .allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
        assertThat(registry.getMeters())
                .isNotEmpty()
                .allSatisfy(meter ->
                        assertThat(document).contains("`" + meter.getId().getName() + "`"));
    }

    private static String snippet(String language) throws IOException {
        Matcher snippet = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(DOCUMENT).replace("\r\n", "\n"));
        assertThat(snippet.find()).as("a snippet of %s", language).isTrue();
        return snippet.group(1);
    }
}
