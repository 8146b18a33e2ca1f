package dev.hec.receiver.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/** Writes each record of the log as one JSON object on a line of its own. Thread-safe, and without state. */
public final class JsonLines extends Formatter {

    private static final JsonFactory JSON = new JsonFactory();

    /** For Tomcat, which is told its name. */
    public JsonLines() {}

    @Override
    public String format(LogRecord record) {
        StringWriter line = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("timestamp", record.getInstant().toString());
            json.writeStringField("level", level(record.getLevel()));
            if (record.getLoggerName() != null) {
                json.writeStringField("logger", record.getLoggerName());
            }
            json.writeStringField("message", formatMessage(record));
            Throwable thrown = record.getThrown();
            if (thrown != null) {
                json.writeStringField("exception", stackTrace(thrown));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a text takes all that is written", e);
        }
        return line.append(System.lineSeparator()).toString();
    }

    /** A message may be null, which is no fault of the log's. */
    @Override
    public String formatMessage(LogRecord record) {
        @Nullable String message = super.formatMessage(record);
        return message == null ? "" : message;
    }

    /** The names that everybody else uses. */
    private static String level(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (value >= Level.WARNING.intValue()) {
            return "WARN";
        }
        if (value >= Level.INFO.intValue()) {
            return "INFO";
        }
        return value >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
