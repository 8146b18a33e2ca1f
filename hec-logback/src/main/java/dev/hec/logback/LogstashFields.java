package dev.hec.logback;

import dev.hec.event.EventShape;
import dev.hec.event.Origin;
import dev.hec.format.EventWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Writes the structured arguments and markers of logstash-logback-encoder, which know their fields and write them with
 * Jackson. Neither library is needed: both are found through the argument itself, Jackson 2 and 3 alike.
 *
 * <p>Thread-safe. What is known of a class is kept as long as this object, and not in any place that outlives it, or an
 * application that is stopped could not be unloaded.
 */
final class LogstashFields {

    private static final String ARGUMENT = "net.logstash.logback.argument.StructuredArgument";
    private static final String MARKER = "net.logstash.logback.marker.LogstashMarker";

    private final ConcurrentMap<Class<?>, Optional<Method>> writers = new ConcurrentHashMap<>();
    private final ConcurrentMap<Class<?>, Object> mappers = new ConcurrentHashMap<>();

    /** Whether an argument or marker writes fields. */
    boolean isStructured(Object candidate) {
        // Most arguments are these.
        return !(candidate instanceof String)
                && !(candidate instanceof Number)
                && writer(candidate.getClass()).isPresent();
    }

    private Optional<Method> writer(Class<?> type) {
        Optional<Method> known = writers.get(type);
        return known != null ? known : writers.computeIfAbsent(type, LogstashFields::findWriter);
    }

    private static Optional<Method> findWriter(Class<?> type) {
        for (Class<?> link = type; link != null; link = link.getSuperclass()) {
            if (link.getName().equals(MARKER)) {
                return writeTo(link);
            }
            for (Class<?> face : link.getInterfaces()) {
                if (face.getName().equals(ARGUMENT)) {
                    return writeTo(face);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Method> writeTo(Class<?> type) {
        for (Method method : type.getMethods()) {
            if (method.getName().equals("writeTo") && method.getParameterCount() == 1) {
                return Optional.of(method);
            }
        }
        return Optional.empty();
    }

    /** Writes the fields of an argument or marker; one that fails is written as a text that says so. */
    void write(Object structured, EventShape shape, EventWriter out) {
        Method writer = writer(structured.getClass()).orElseThrow();
        String json;
        try {
            json = json(structured, writer);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            Throwable cause = e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e;
            String name = structured.getClass().getName();
            shape.user(
                    out,
                    Origin.ARGUMENT,
                    name,
                    "[" + name + " failed: " + cause.getClass().getName() + "]");
            return;
        }
        shape.users(out, Origin.ARGUMENT, json);
    }

    private String json(Object structured, Method writer) throws ReflectiveOperationException {
        Class<?> generatorType = writer.getParameterTypes()[0];
        StringWriter text = new StringWriter();
        Object generator = generator(generatorType, text);
        call(generatorType, generator, "writeStartObject");
        writer.invoke(structured, generator);
        call(generatorType, generator, "writeEndObject");
        call(generatorType, generator, "close");
        return text.toString();
    }

    private static void call(Class<?> type, Object generator, String method) throws ReflectiveOperationException {
        type.getMethod(method).invoke(generator);
    }

    private Object generator(Class<?> generatorType, Writer out) throws ReflectiveOperationException {
        Object mapper = mappers.get(generatorType);
        if (mapper == null) {
            mapper = newMapper(generatorType);
            mappers.put(generatorType, mapper);
        }
        Object maker = isJackson2(generatorType)
                ? mapper.getClass().getMethod("getFactory").invoke(mapper)
                : mapper;
        return maker.getClass().getMethod("createGenerator", Writer.class).invoke(maker, out);
    }

    private static Object newMapper(Class<?> generatorType) throws ReflectiveOperationException {
        String name = isJackson2(generatorType)
                ? "com.fasterxml.jackson.databind.ObjectMapper"
                : "tools.jackson.databind.json.JsonMapper";
        return Class.forName(name, true, generatorType.getClassLoader())
                .getConstructor()
                .newInstance();
    }

    private static boolean isJackson2(Class<?> generatorType) {
        return generatorType.getName().startsWith("com.fasterxml.");
    }
}
