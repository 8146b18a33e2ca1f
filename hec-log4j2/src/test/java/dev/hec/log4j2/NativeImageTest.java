package dev.hec.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.logging.log4j.core.config.plugins.PluginVisitorStrategy;
import org.junit.jupiter.api.Test;

/**
 * The metadata by which GraalVM keeps what Log4j finds by reflection when it reads a configuration: what Log4j's processor
 * writes, and what it leaves out because it does not know our own annotation.
 */
class NativeImageTest {

    private static final List<String> METADATA = List.of(
            "META-INF/native-image/log4j-generated/dev.hec/hec-log4j2/reflect-config.json",
            "META-INF/native-image/dev.hec/hec-log4j2/reflect-config.json");

    private static List<String> listed(Class<?> type, String members) throws Exception {
        List<String> listed = new ArrayList<>();
        for (String resource : METADATA) {
            try (InputStream in = HecAppender.class.getClassLoader().getResourceAsStream(resource)) {
                for (JsonNode entry : new ObjectMapper().readTree(in)) {
                    if (entry.path("name").asText().equals(type.getName())) {
                        entry.path(members)
                                .forEach(
                                        member -> listed.add(member.path("name").asText()));
                    }
                }
            }
        }
        return listed;
    }

    @Test
    void metadata_ofTheBuilder_listsEachFieldThatLog4jFills() throws Exception {
        List<String> filled = Arrays.stream(HecAppender.Builder.class.getDeclaredFields())
                .filter(NativeImageTest::isFilled)
                .map(Field::getName)
                .toList();

        assertThat(filled).contains("config", "fields");
        assertThat(listed(HecAppender.Builder.class, "fields")).containsExactlyInAnyOrderElementsOf(filled);
    }

    private static boolean isFilled(Field field) {
        return Arrays.stream(field.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> type.isAnnotationPresent(PluginVisitorStrategy.class));
    }

    @Test
    void metadata_ofWhatLog4jCalls_listsIt() throws Exception {
        assertThat(listed(HecAppender.class, "methods")).contains("newBuilder");
        assertThat(listed(HecAttributesVisitor.class, "methods")).contains("<init>");
        assertThat(listed(HecField.class, "methods")).contains("of");
    }
}
