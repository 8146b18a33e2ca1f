package dev.hec.receiver.ack;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A question about ids, such as {@code {"acks":[0,1]}}, and its answer {@code {"acks":{"0":true,"1":false}}}. Immutable.
 *
 * @param ids what is asked for, in the order of the question, each once
 */
public record AckQuery(Set<Long> ids) {

    /** More ids than that are refused. */
    public static final int MAX_IDS = 100_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(100).build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** An id takes an entry of a set, and its digits in the answer twice. */
    private static final long HEAP_BYTES_PER_ID = 160;

    private static final String FORM = "expected {\"acks\":[0,1]} with ids of replies";

    /**
     * Reads a question. Members other than {@code acks} are ignored.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    public static AckQuery read(byte[] body) {
        Set<Long> ids = null;
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException(FORM);
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (!name.equals("acks")) {
                    json.skipChildren();
                } else if (value == JsonToken.START_ARRAY) {
                    ids = ids(json);
                } else {
                    throw new IllegalArgumentException(FORM);
                }
            }
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("expected nothing after the object");
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is no JSON, or has a number that is too large; " + FORM, e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading bytes failed", e);
        }
        if (ids == null || ids.isEmpty()) {
            throw new IllegalArgumentException("no ids; " + FORM);
        }
        return new AckQuery(ids);
    }

    /**
     * What a question and its answer take of the heap at most, by estimate.
     *
     * @param bytes of the question; an id has two at least, with what parts it from the next
     */
    public static long heap(int bytes) {
        return HEAP_BYTES_PER_ID * Math.min(MAX_IDS, bytes / 2);
    }

    private static Set<Long> ids(JsonParser json) throws IOException {
        Set<Long> ids = new LinkedHashSet<>();
        int asked = 0;
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token != JsonToken.VALUE_NUMBER_INT) {
                throw new IllegalArgumentException("an id is no whole number; " + FORM);
            }
            ids.add(json.getLongValue());
            if (++asked > MAX_IDS) {
                throw new IllegalArgumentException("more than " + MAX_IDS + " ids; ask for them in parts");
            }
        }
        return ids;
    }

    /** The answer, as compact JSON. */
    public String answer(AckChannels.Acks acks) {
        StringWriter out = new StringWriter(16 + 12 * ids.size());
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeObjectFieldStart("acks");
            for (long id : ids) {
                json.writeBooleanField(Long.toString(id), acks.contains(id));
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to a string failed", e);
        }
        return out.toString();
    }
}
