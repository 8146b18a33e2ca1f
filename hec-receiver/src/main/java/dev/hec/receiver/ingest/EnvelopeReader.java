package dev.hec.receiver.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.hec.format.EpochTime;
import dev.hec.format.ReplyCode;
import dev.hec.receiver.event.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body of {@code /event}: envelopes one after another with any white space or none between them, or one array of them.
 * Confined to one request.
 *
 * <p>Reading stops at the first envelope at fault; those before it are kept. Each envelope stands alone, and nothing carries over to the
 * next, unless the rules let metadata be inherited; a time never is.
 */
final class EnvelopeReader {

    private static final int MAX_DEPTH = 100;
    private static final long EVENT_BYTES = 192;

    private static final JsonFactoryBuilder JSON = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(Flattener.MAX_SCALE)
                    .maxNameLength(Flattener.MAX_NAME)
                    .build())
            // Names come from strangers: the JVM-wide table is not for them.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES);

    private final EventAssembly assembly;
    private final MemoryBudget.Share memory;
    private final IngestCounters counters;
    private final boolean inherit;
    private Metadata previous = Metadata.NONE;

    EnvelopeReader(
            EventAssembly assembly, MemoryBudget.Share memory, IngestCounters counters, boolean inheritMetadata) {
        this.assembly = assembly;
        inherit = inheritMetadata;
        this.memory = memory;
        this.counters = counters;
    }

    /** Makes parsers for one request. A factory remembers names, and those of one request are not for the next to keep. */
    static JsonFactory json() {
        return JSON.build();
    }

    /**
     * What a body holds.
     *
     * @param events the events before the first fault, in order
     * @param fault why reading stopped, or null if it reached the end; the number of the envelope at fault is the number of
     *     events
     */
    record Envelopes(List<Event> events, @Nullable ReplyCode fault) {}

    /** Reads a body; without any envelope in it the result is empty and has no fault. */
    Envelopes read(String text) throws Refusal {
        List<Event> events = new ArrayList<>();
        Flattener flattener = new Flattener(text, memory, counters);
        try (JsonParser json = json().createParser(text)) {
            JsonToken token = json.nextToken();
            boolean array = token == JsonToken.START_ARRAY;
            if (array) {
                token = json.nextToken();
            }
            while (token == JsonToken.START_OBJECT) {
                events.add(envelope(json, flattener));
                token = json.nextToken();
            }
            boolean complete = array ? token == JsonToken.END_ARRAY && json.nextToken() == null : token == null;
            return new Envelopes(events, complete ? null : ReplyCode.INVALID_DATA_FORMAT);
        } catch (JsonProcessingException | TooMany e) {
            return new Envelopes(events, ReplyCode.INVALID_DATA_FORMAT);
        } catch (Fault e) {
            return new Envelopes(events, e.code);
        } catch (IOException e) {
            throw new UncheckedIOException("reading a string failed", e);
        }
    }

    private Event envelope(JsonParser json, Flattener flattener) throws IOException, Fault, TooMany, Refusal {
        memory.take(EVENT_BYTES);
        Long time = null;
        String host = null;
        String source = null;
        String sourcetype = null;
        String index = null;
        Map<String, Object> body = null;
        boolean text = false;
        Map<String, Object> fields = Map.of();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            switch (key) {
                case "time" -> time = time(json, value);
                case "host" -> host = metadata(json, value);
                case "source" -> source = metadata(json, value);
                case "sourcetype" -> sourcetype = metadata(json, value);
                case "index" -> index = metadata(json, value);
                case "event" -> {
                    body = body(json, value, flattener);
                    text = value == JsonToken.VALUE_STRING;
                }
                case "fields" -> fields = fields(json, value, flattener);
                default -> {
                    counters.unknownKey();
                    json.skipChildren();
                }
            }
        }
        if (body == null) {
            throw new Fault(ReplyCode.EVENT_REQUIRED);
        }
        Metadata metadata = metadata(new Metadata(time, host, source, sourcetype, index));
        return text ? assembly.assembleText(metadata, body, fields) : assembly.assemble(metadata, body, fields);
    }

    private Metadata metadata(Metadata own) {
        if (!inherit) {
            return own;
        }
        Metadata metadata = own.orElse(previous);
        previous = metadata.withoutTime();
        return metadata;
    }

    private static @Nullable Long time(JsonParser json, JsonToken value) throws IOException, Fault {
        String text = switch (value) {
            case VALUE_NULL -> "";
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                json.getText().strip();
            default -> throw new Fault(ReplyCode.INVALID_DATA_FORMAT);
        };
        try {
            return text.isEmpty() ? null : EpochTime.parseNanos(text);
        } catch (NumberFormatException e) {
            throw new Fault(ReplyCode.INVALID_DATA_FORMAT);
        }
    }

    private static @Nullable String metadata(JsonParser json, JsonToken value) throws IOException, Fault {
        if (value.isStructStart()) {
            throw new Fault(ReplyCode.INVALID_DATA_FORMAT);
        }
        String text = value == JsonToken.VALUE_NULL ? "" : json.getText();
        if (text.length() > Metadata.LONGEST) {
            throw new Fault(ReplyCode.INVALID_DATA_FORMAT);
        }
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Map<String, Object> body(JsonParser json, JsonToken value, Flattener flattener)
            throws IOException, Fault, Refusal {
        return switch (value) {
            case VALUE_NULL -> null;
            case START_OBJECT -> flattener.object(json);
            case START_ARRAY -> flattener.message(flattener.arrayText(json));
            default -> {
                String text = json.getText();
                if (text.isEmpty()) {
                    throw new Fault(ReplyCode.EVENT_BLANK);
                }
                yield flattener.message(text);
            }
        };
    }

    private static Map<String, Object> fields(JsonParser json, JsonToken value, Flattener flattener)
            throws IOException, Fault, Refusal {
        if (value == JsonToken.VALUE_NULL) {
            return Map.of();
        }
        if (value != JsonToken.START_OBJECT) {
            throw new Fault(ReplyCode.INDEXED_FIELDS);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            Object field = switch (json.nextToken()) {
                case VALUE_NULL -> null;
                case START_ARRAY -> flattener.array(json);
                case START_OBJECT -> throw new Fault(ReplyCode.INDEXED_FIELDS);
                default -> Flattener.scalar(json);
            };
            if (field instanceof String && json.currentToken() == JsonToken.END_ARRAY) {
                throw new Fault(ReplyCode.INDEXED_FIELDS); // an array with more than scalars in it
            }
            if (field != null) {
                flattener.put(fields, name, field);
            }
        }
        return fields;
    }

    /** Something is wrong with the envelope being read. */
    private static final class Fault extends Exception {

        private static final long serialVersionUID = 1L;

        private final ReplyCode code;

        Fault(ReplyCode code) {
            super(code.text(), null, false, false);
            this.code = code;
        }
    }
}
