package dev.hec.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ThrowableFieldsTest {

    private static JsonNode written(@Nullable Throwable throwable) throws IOException {
        EventWriter writer = new EventWriter(new EventDefaults(null, null, null, null, Map.of()));
        writer.begin(0, Integer.MAX_VALUE);
        writer.beginObject();
        ThrowableFields.write(writer, throwable);
        writer.endObject();
        int length = writer.end();
        return new ObjectMapper().readTree(writer.bytes(), 0, length).get("event");
    }

    @Test
    void write_null_writesNothing() throws IOException {
        assertThat(written(null)).isEmpty();
    }

    @Test
    void write_withCauseAndSuppressed_hasThemInTheStack() throws IOException {
        Exception failure = new IllegalStateException("outer", new IOException("inner"));
        failure.addSuppressed(new IllegalArgumentException("beside"));

        JsonNode exception = written(failure).get("exception");

        assertThat(exception.get("class").textValue()).isEqualTo("java.lang.IllegalStateException");
        assertThat(exception.get("message").textValue()).isEqualTo("outer");
        assertThat(exception.get("stack").textValue())
                .startsWith("java.lang.IllegalStateException: outer")
                .contains("\tat dev.hec.format.ThrowableFieldsTest.write_withCause")
                .contains("Caused by: java.io.IOException: inner")
                .contains("Suppressed: java.lang.IllegalArgumentException: beside")
                .doesNotEndWith("\n");
    }

    @Test
    void write_withoutMessage_leavesItOut() throws IOException {
        assertThat(written(new IOException()).get("exception").has("message")).isFalse();
    }

    @Test
    void write_cycleOfCauses_ends() throws IOException {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);

        assertThat(written(first).at("/exception/stack").textValue()).contains("CIRCULAR REFERENCE");
    }

    @Test
    void write_throwableThatFailsItself_saysSo() throws IOException {
        JsonNode exception = written(new Exception() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public String getMessage() {
                        throw new JsonWriterTest.OwnError();
                    }

                    @Override
                    public void printStackTrace(PrintWriter out) {
                        throw new IllegalStateException();
                    }
                })
                .get("exception");

        assertThat(exception.get("message").textValue())
                .isEqualTo("[getMessage failed: dev.hec.format.JsonWriterTest$OwnError]");
        assertThat(exception.get("stack").textValue())
                .isEqualTo("[printStackTrace failed: java.lang.IllegalStateException]");
    }

    @Test
    void write_causesWithoutEnd_saysSo() throws IOException {
        class Endless extends Exception {
            private static final long serialVersionUID = 1L;

            @Override
            public synchronized Throwable getCause() {
                return new Endless();
            }

            @Override
            public synchronized Throwable fillInStackTrace() {
                return this;
            }
        }

        JsonNode exception = written(new Endless()).get("exception");

        assertThat(exception.get("class").textValue()).isEqualTo(Endless.class.getName());
        assertThat(exception.get("stack").textValue())
                .isEqualTo("[printStackTrace failed: java.lang.StackOverflowError]");
    }
}
