package dev.hec.event;

import static dev.hec.event.Shapes.settings;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hec.settings.HecSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ThrowableShapeTest {

    private static JsonNode written(HecSettings settings, @Nullable Throwable throwable) {
        return Shapes.event(settings, (shape, out) -> shape.throwable(out, throwable));
    }

    private static JsonNode exception(Throwable throwable, String... namesAndTexts) {
        return written(settings(namesAndTexts), throwable).path("exception");
    }

    private static String stack(Throwable throwable, String... namesAndTexts) {
        return exception(throwable, namesAndTexts).path("stack").textValue();
    }

    private static Throwable with(Throwable throwable, StackTraceElement... frames) {
        throwable.setStackTrace(frames);
        return throwable;
    }

    private static StackTraceElement frame(String type, String method, int line) {
        return new StackTraceElement(type, method, type + ".java", line);
    }

    @Test
    void throwable_ofNull_writesNothing() {
        assertThat(written(settings(), null)).isEmpty();
    }

    @Test
    void throwable_withCausesAndSuppressed_hasTheTextOfPrintStackTrace() {
        Exception failure =
                new IllegalStateException("outer", new IOException("middle", new RuntimeException("inner")));
        failure.addSuppressed(new IllegalArgumentException("beside", new Error("below")));
        StringWriter printed = new StringWriter();
        failure.printStackTrace(new PrintWriter(printed));

        JsonNode exception = exception(failure);

        assertThat(exception.path("class").textValue()).isEqualTo("java.lang.IllegalStateException");
        assertThat(exception.path("message").textValue()).isEqualTo("outer");
        assertThat(exception.path("stack").textValue())
                .isEqualTo(
                        printed.toString().replace(System.lineSeparator(), "\n").stripTrailing());
        assertThat(exception.path("causes"))
                .map(JsonNode::textValue)
                .containsExactly("java.io.IOException: middle", "java.lang.RuntimeException: inner");
    }

    @Test
    void throwable_withoutMessageAndCause_leavesThemOut() {
        JsonNode exception = exception(new IOException());

        assertThat(exception.has("message")).isFalse();
        assertThat(exception.has("causes")).isFalse();
        assertThat(exception.has("hash")).isFalse();
    }

    @Test
    void stack_rootFirst_beginsWithWhatWentWrong() {
        Throwable inner = with(new IOException("inner"), frame("I", "x", 1), frame("O", "main", 2));
        Throwable outer = with(new IllegalStateException("outer", inner), frame("O", "y", 3), frame("O", "main", 2));

        assertThat(stack(outer, "stackOrder", "rootFirst")).isEqualTo("""
                java.io.IOException: inner
                \tat I.x(I.java:1)
                \t... 1 more
                Wrapped by: java.lang.IllegalStateException: outer
                \tat O.y(O.java:3)
                \tat O.main(O.java:2)""");
    }

    @Test
    void stack_withExcludedFrames_tellsTheirNumber() {
        Throwable failure = with(
                new IOException("m"),
                frame("a.Proxy", "x", 1),
                frame("b.Service", "run", 2),
                frame("a.Proxy", "y", 3),
                frame("a.Proxy", "z", 4));

        assertThat(stack(failure, "stackExclude", "a.*")).isEqualTo("""
                java.io.IOException: m
                \t... 1 frame excluded
                \tat b.Service.run(b.Service.java:2)
                \t... 2 frames excluded""");
    }

    @Test
    void stack_longerThanAllowed_isCutAtAFrame() {
        StackTraceElement[] frames = new StackTraceElement[1_000];
        java.util.Arrays.setAll(frames, i -> frame("é".repeat(10), "m", i));

        String stack = stack(with(new IOException("m", new Error("never seen")), frames), "stackBytes", "2KB");

        assertThat(stack.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hasSizeBetween(1_900, 2_050);
        assertThat(stack).endsWith(")\n\t... cut at 2000 bytes").doesNotContain("never seen");
    }

    @Test
    void stack_ofAMessageLongerThanAllowed_hasItsBeginning() {
        assertThat(stack(new IOException("x".repeat(100_000)), "stackBytes", "1KB"))
                .startsWith("java.io.IOException: xxx")
                .endsWith("x\n\t... cut at 1000 bytes")
                .hasSizeLessThan(1_024);
    }

    @Test
    void hash_ofTheSamePlace_isTheSame() {
        List<String> hashes = java.util.stream.IntStream.range(0, 2)
                .mapToObj(i -> exception(new IOException("message " + i), "include", "stackHash")
                        .path("hash")
                        .textValue())
                .toList();

        assertThat(hashes.get(0)).matches("[0-9a-f]{8}").isEqualTo(hashes.get(1));
    }

    @Test
    void hash_ofAnotherClassPlaceOrCause_isAnother() {
        StackTraceElement here = frame("A", "m", 1);
        Throwable reference = with(new IOException(), here);

        assertThat(List.of(
                        StackHash.of(reference, null),
                        StackHash.of(with(new Error(), here), null),
                        StackHash.of(with(new IOException(), frame("A", "n", 1)), null),
                        StackHash.of(with(new IOException(with(new Error(), here)), here), null)))
                .doesNotHaveDuplicates();
        assertThat(StackHash.of(with(new IOException("m"), frame("A", "m", 9)), null))
                .as("line and message do not count")
                .isEqualTo(StackHash.of(reference, null));
        assertThat(StackHash.of(
                        with(new IOException(), here, frame("jdk.internal.reflect.GeneratedMethodAccessor7", "x", 1)),
                        null))
                .as("generated code does not count")
                .isEqualTo(StackHash.of(reference, null));
    }

    @Test
    void causes_inACircle_end() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);

        for (String order : List.of("rootLast", "rootFirst")) {
            JsonNode exception = exception(first, "stackOrder", order, "include", "stackHash");

            assertThat(exception.path("stack").textValue()).contains("CIRCULAR REFERENCE");
            assertThat(exception.path("causes"))
                    .map(JsonNode::textValue)
                    .containsExactly("java.lang.Exception: second");
        }
    }

    @Test
    void causes_withoutEnd_end() {
        class Endless extends Exception {
            private static final long serialVersionUID = 1L;

            @Override
            public synchronized Throwable getCause() {
                return new Endless();
            }
        }

        for (String order : List.of("rootLast", "rootFirst")) {
            JsonNode exception = exception(new Endless(), "stackOrder", order, "include", "stackHash");

            assertThat(exception.path("class").textValue()).isEqualTo(Endless.class.getName());
            assertThat(exception.path("stack").textValue()).contains("Endless");
            assertThat(exception.path("causes")).hasSizeLessThan(200);
        }
    }

    @Test
    void throwable_thatFailsItself_saysSo() {
        JsonNode exception = exception(
                new Exception() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public String getMessage() {
                        throw new AssertionError();
                    }

                    @Override
                    public synchronized Throwable getCause() {
                        throw new IllegalStateException();
                    }
                },
                "include",
                "stackHash");

        assertThat(exception.path("message").textValue()).isEqualTo("[getMessage failed: java.lang.AssertionError]");
        assertThat(exception.path("stack").textValue()).isEqualTo("[stack trace failed: java.lang.AssertionError]");
        assertThat(exception.path("causes").get(0).textValue())
                .isEqualTo("[getCause failed: java.lang.IllegalStateException]");
        assertThat(exception.path("hash").textValue()).isEqualTo("[hash failed: java.lang.IllegalStateException]");
    }
}
