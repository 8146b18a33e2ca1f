package dev.hec.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A collector's JSON reply: {@code {"text":"…","code":n}}, with the number of the offending event or an ack id where they
 * apply. Immutable.
 *
 * @param code the HEC code, see {@link ReplyCode}; for errors of HTTP itself, the HTTP status
 * @param text a sentence for people
 * @param invalidEventNumber 0-based index of the event at fault in the request body; the events before it were stored
 * @param ackId identifier to ask the ack endpoint about, or null where acks are off
 */
public record Reply(
        int code,
        String text,
        @Nullable Integer invalidEventNumber,
        @Nullable Long ackId) {

    private static final JsonFactory JSON = new JsonFactory();

    /** A reply with a code of the table and its text. */
    public static Reply of(ReplyCode code) {
        return new Reply(code.code(), code.text(), null, null);
    }

    /** A reply that names the event at fault. */
    public static Reply of(ReplyCode code, int invalidEventNumber) {
        return new Reply(code.code(), code.text(), invalidEventNumber, null);
    }

    /** A reply to an error of HTTP itself: the status serves as the code. */
    public static Reply ofStatus(int status, String text) {
        return new Reply(status, text, null, null);
    }

    /** The reply as compact JSON, members in Splunk's order. */
    public String toJson() {
        StringWriter out = new StringWriter(64);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("text", text);
            json.writeNumberField("code", code);
            if (invalidEventNumber != null) {
                json.writeNumberField("invalid-event-number", invalidEventNumber);
            }
            if (ackId != null) {
                json.writeNumberField("ackId", ackId);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to a string failed", e);
        }
        return out.toString();
    }

    /**
     * Reads a reply, leniently: servers and proxies also answer with HTML, with nothing, or with members of their own.
     *
     * @param body the body of the HTTP response, UTF-8
     * @return the reply, or empty if the body is not a JSON object with a numeric {@code code}
     */
    public static Optional<Reply> parse(byte[] body) {
        Integer code = null;
        String text = "";
        Integer invalidEventNumber = null;
        Long ackId = null;
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("text") && value == JsonToken.VALUE_STRING) {
                    text = json.getText();
                } else if (name.equals("code") && value == JsonToken.VALUE_NUMBER_INT) {
                    code = json.getIntValue();
                } else if (name.equals("invalid-event-number") && value == JsonToken.VALUE_NUMBER_INT) {
                    invalidEventNumber = json.getIntValue();
                } else if (name.equals("ackId") && value == JsonToken.VALUE_NUMBER_INT) {
                    ackId = json.getLongValue();
                } else {
                    json.skipChildren();
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return code == null ? Optional.empty() : Optional.of(new Reply(code, text, invalidEventNumber, ackId));
    }
}
