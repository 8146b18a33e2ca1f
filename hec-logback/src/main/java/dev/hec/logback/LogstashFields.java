package dev.hec.logback;

import dev.hec.event.EventShape;
import dev.hec.event.Origin;
import dev.hec.format.EventWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.lang.ref.SoftReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * Writes the structured arguments and markers of logstash-logback-encoder, which know their fields and write them with
 * Jackson. Neither library is needed: both are found through the argument itself, Jackson 2 and 3 alike.
 *
 * <p>Thread-safe. Holds no class of an application that is stopped, or that could not be unloaded; nor does any place that
 * outlives this object hold something of it.
 */
final class LogstashFields {

    private static final String ARGUMENT = "net.logstash.logback.argument.StructuredArgument";
    private static final String MARKER = "net.logstash.logback.marker.LogstashMarker";

    private final Map<Class<?>, Boolean> structured = Collections.synchronizedMap(new WeakHashMap<>());
    private final Map<Class<?>, SoftReference<Object>> mappers = Collections.synchronizedMap(new WeakHashMap<>());

    /** Whether an argument or marker writes fields. */
    boolean isStructured(Object candidate) {
        // Most arguments are these.
        return !(candidate instanceof String)
                && !(candidate instanceof Number)
                && candidate.getClass().getClassLoader() != null
                && structured.computeIfAbsent(
                        candidate.getClass(), type -> findWriter(type).isPresent());
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
        Method writer = findWriter(structured.getClass()).orElseThrow();
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
        if (!shape.users(out, Origin.ARGUMENT, json)) {
            // A raw field that holds no JSON.
            shape.user(out, Origin.ARGUMENT, structured.getClass().getName(), json);
        }
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
        SoftReference<Object> known = mappers.get(generatorType);
        Object mapper = known == null ? null : known.get();
        if (mapper == null) {
            mapper = newMapper(generatorType);
            mappers.put(generatorType, new SoftReference<>(mapper));
        }
        Object maker = isJackson2(generatorType)
                ? mapper.getClass().getMethod("getFactory").invoke(mapper)
                : mapper;
        return maker.getClass().getMethod("createGenerator", Writer.class).invoke(maker, out);
    }

    /** With the modules that are there, and without failing on beans that have no properties: as in the library itself. */
    private static Object newMapper(Class<?> generatorType) throws ReflectiveOperationException {
        ClassLoader loader = generatorType.getClassLoader();
        if (isJackson2(generatorType)) {
            Object mapper = Class.forName("com.fasterxml.jackson.databind.ObjectMapper", true, loader)
                    .getConstructor()
                    .newInstance();
            call(mapper.getClass(), mapper, "findAndRegisterModules");
            allowEmptyBeans(mapper, Class.forName("com.fasterxml.jackson.databind.SerializationFeature", true, loader));
            return mapper;
        }
        Class<?> mapperType = Class.forName("tools.jackson.databind.json.JsonMapper", true, loader);
        Object builder = mapperType.getMethod("builder").invoke(null);
        Class<?> builderType = Class.forName("tools.jackson.databind.cfg.MapperBuilder", true, loader);
        call(builderType, builder, "findAndAddModules");
        allowEmptyBeans(builder, Class.forName("tools.jackson.databind.SerializationFeature", true, loader));
        return builderType.getMethod("build").invoke(builder);
    }

    private static void allowEmptyBeans(Object configurable, Class<?> features) throws ReflectiveOperationException {
        Object feature = features.getField("FAIL_ON_EMPTY_BEANS").get(null);
        configurable.getClass().getMethod("configure", features, boolean.class).invoke(configurable, feature, false);
    }

    private static boolean isJackson2(Class<?> generatorType) {
        return generatorType.getName().startsWith("com.fasterxml.");
    }
}
