package dev.hec.logback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The metadata by which GraalVM keeps what Logback finds by reflection when it reads a configuration. */
class NativeImageTest {

    private static final String METADATA = "META-INF/native-image/dev.hec/hec-logback/reflect-config.json";

    private static Map<String, JsonNode> listed() throws Exception {
        Map<String, JsonNode> listed = new TreeMap<>();
        try (InputStream in = HecAppender.class.getClassLoader().getResourceAsStream(METADATA)) {
            new ObjectMapper()
                    .readTree(in)
                    .forEach(entry -> listed.put(entry.path("name").asText(), entry));
        }
        return listed;
    }

    /** All classes that Logback makes for an element without a class, from the appender on down. */
    private static Set<String> madeByLogback() {
        Set<String> made = new TreeSet<>();
        Deque<Class<?>> open = new ArrayDeque<>(Set.of(HecAppender.class));
        while (!open.isEmpty()) {
            Class<?> type = open.remove();
            if (made.add(type.getName())) {
                for (Method method : type.getMethods()) {
                    if (isFilledByAnElement(method)) {
                        open.add(method.getParameterTypes()[0]);
                    }
                }
            }
        }
        return made;
    }

    private static boolean isFilledByAnElement(Method method) {
        if (method.getParameterCount() != 1 || !method.getName().matches("(set|add)[A-Z].*")) {
            return false;
        }
        Class<?> type = method.getParameterTypes()[0];
        return !type.isPrimitive() && !type.getName().startsWith("java.") && !Modifier.isAbstract(type.getModifiers());
    }

    @Test
    void metadata_ofTheAppender_listsWhatLogbackMakes() throws Exception {
        assertThat(madeByLogback())
                .contains(HecField.class.getName(), HecSsl.class.getName())
                .isEqualTo(listed().keySet());
    }

    @Test
    void metadata_ofEachClass_keepsConstructorsAndMethods() throws Exception {
        assertThat(listed().values()).allSatisfy(entry -> {
            assertThat(entry.path("allPublicConstructors").booleanValue()).isTrue();
            assertThat(entry.path("allPublicMethods").booleanValue()).isTrue();
            assertThat(Class.forName(entry.path("name").asText()).getConstructor())
                    .isNotNull();
        });
    }
}
