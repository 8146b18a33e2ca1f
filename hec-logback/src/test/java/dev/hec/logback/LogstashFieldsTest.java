package dev.hec.logback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hec.event.EventShape;
import dev.hec.format.EventDefaults;
import dev.hec.format.EventWriter;
import dev.hec.settings.HecConfig;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The newer library is in {@link LogbackEventShapeTest}; this is the older one, which brings Jackson 2. */
class LogstashFieldsTest {

    private final LogstashFields fields = new LogstashFields();

    private JsonNode written(Object argument) throws Exception {
        HecConfig config = new HecConfig();
        config.set("url", "http://127.0.0.1:1");
        config.set("token", "t");
        EventShape shape = new EventShape(config.parse());
        EventWriter out = new EventWriter(new EventDefaults(null, null, null, null, Map.of()));
        out.begin(0, Integer.MAX_VALUE);
        shape.begin(out);
        fields.write(argument, shape, out);
        shape.end(out);
        int length = out.end();
        return new ObjectMapper().readTree(out.bytes(), 0, length).path("event");
    }

    /** Nothing of this test's class path but what the older library needs. */
    private static URLClassLoader older() throws Exception {
        List<URL> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("target", "logstash-jackson-2"))) {
            for (Path jar : files.toList()) {
                jars.add(jar.toUri().toURL());
            }
        }
        assertThat(jars).hasSize(1);
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            String name = Path.of(entry).getFileName().toString();
            if (name.startsWith("jackson-") || name.startsWith("logback-") || name.startsWith("slf4j-")) {
                jars.add(url(entry));
            }
        }
        return new URLClassLoader(jars.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }

    private static URL url(String entry) throws MalformedURLException {
        return Path.of(entry).toUri().toURL();
    }

    @Test
    void argument_ofTheLibraryWithJackson2_becomesFields() throws Exception {
        try (URLClassLoader older = older()) {
            Object argument = older.loadClass("net.logstash.logback.argument.StructuredArguments")
                    .getMethod("entries", Map.class)
                    .invoke(null, Map.of("order", 7, "user", Map.of("id", "u1")));

            assertThat(fields.isStructured(argument)).isTrue();
            JsonNode event = written(argument);
            assertThat(event.path("order").intValue()).isEqualTo(7);
            assertThat(event.path("user").path("id").textValue()).isEqualTo("u1");
        }
    }

    @Test
    void objects_thatAreNotOfTheLibrary_areNot() {
        assertThat(List.of("text", 1, new Object(), Map.of("a", 1))).noneMatch(fields::isStructured);
    }
}
