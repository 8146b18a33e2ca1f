package dev.hec.receiver.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a JSON object into flat fields: {@code {"host":{"ip":"127.0.0.1"}}} becomes {@code host.ip}. Confined to one request.
 *
 * <ul>
 *   <li>Numbers are kept exactly: {@code Long}, {@code BigInteger} or {@code BigDecimal}. One whose digits written out would
 *       be more than {@value #MAX_SCALE}, such as {@code 1e999999999}, stays text.
 *   <li>An array of scalars becomes a list. An array with objects or arrays in it stays one field, its JSON text as it was
 *       sent: names such as {@code items.0.id} would grow with the data and still lose which values belong together.
 *   <li>{@code null}, <code>{}</code> and {@code []} hold no value and make no field.
 *   <li>Where two keys give one name, as in <code>{"a.b":1,"a":{"b":2}}</code>, the last in the document counts, and the clash
 *       is counted.
 *   <li>An event with more than {@value #MAX_FIELDS} fields, or a name of more than {@value #MAX_NAME} characters, is at fault like one
 *       that is no JSON: nothing of it is cut off silently.
 * </ul>
 *
 * <p>A name is looked at before anything is made of it: the names of nested objects are joined only when there is a value to
 * keep, or a body of a few kilobytes, compressed, would be gigabytes of names. So the work is in proportion to the text.
 *
 * <p>Source: the vendor's article, "Nested fields are flattened in . dot format"; it says nothing of arrays or clashes.
 */
final class Flattener {

    /** Digits after which a number written as a power of ten stays text. */
    static final int MAX_SCALE = 1000;

    /** The most fields of an event that one envelope gives it, after flattening. */
    static final int MAX_FIELDS = 10_000;

    /** The longest name of a field, after flattening. */
    static final int MAX_NAME = 4096;

    private static final long FIELD_BYTES = 96;

    private static final long BYTES_PER_CHAR = 2;
    private static final long ELEMENT_BYTES = 32;

    private final String text;
    private final MemoryBudget.Share memory;
    private final IngestCounters counters;

    /** The names around the members being read, each with its dot. Never longer than a name may be. */
    private final StringBuilder around = new StringBuilder();

    /**
     * For one body.
     *
     * @param text the text the parser reads, whose character offsets it reports
     */
    Flattener(String text, MemoryBudget.Share memory, IngestCounters counters) {
        this.text = text;
        this.memory = memory;
        this.counters = counters;
    }

    /** The fields of the object whose opening brace is the current token; ends at its closing brace. */
    Map<String, Object> object(JsonParser json) throws IOException, Refusal {
        Map<String, Object> fields = new LinkedHashMap<>();
        around.setLength(0);
        members(json, fields);
        return fields;
    }

    /** The only field of an event that is no object. */
    Map<String, Object> message(Object value) throws StreamConstraintsException, Refusal {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "message", value);
        return fields;
    }

    /**
     * Sets a field; of two values under one name the last stays.
     *
     * @throws StreamConstraintsException if that is a name too long, or a field too many
     */
    void put(Map<String, Object> fields, String name, Object value) throws StreamConstraintsException, Refusal {
        checkLength(name.length());
        memory.take(FIELD_BYTES + BYTES_PER_CHAR * name.length());
        if (fields.put(name, value) != null) {
            counters.clash();
        } else if (fields.size() > MAX_FIELDS) {
            throw new StreamConstraintsException("an event has more than " + MAX_FIELDS + " fields");
        }
    }

    /**
     * The array whose opening bracket is the current token; ends at its closing bracket.
     *
     * @return a {@code List} of scalars, a {@code String} of JSON if something in it is no scalar, or null if it is empty
     */
    @Nullable
    Object array(JsonParser json) throws IOException, Refusal {
        int start = offset(json);
        List<Object> elements = new ArrayList<>();
        boolean nested = false;
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token.isStructStart()) {
                nested = true;
                json.skipChildren();
            } else if (token != JsonToken.VALUE_NULL && !nested) {
                memory.take(ELEMENT_BYTES);
                elements.add(scalar(json));
            }
        }
        if (nested) {
            return text.substring(start, offset(json) + 1);
        }
        return elements.isEmpty() ? null : List.copyOf(elements);
    }

    /** The JSON text, as it was sent, of the array whose opening bracket is the current token. */
    String arrayText(JsonParser json) throws IOException {
        int start = offset(json);
        json.skipChildren();
        return text.substring(start, offset(json) + 1);
    }

    /** The scalar that is the current token, other than null. */
    static Object scalar(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT ->
                switch (json.getNumberType()) {
                    case INT, LONG -> json.getLongValue();
                    default -> json.getBigIntegerValue();
                };
            case VALUE_NUMBER_FLOAT -> decimal(json.getText());
            default -> json.getText();
        };
    }

    private void members(JsonParser json, Map<String, Object> fields) throws IOException, Refusal {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            checkLength(around.length() + name.length());
            switch (json.nextToken()) {
                case START_OBJECT -> {
                    int length = around.length();
                    around.append(name).append('.');
                    members(json, fields);
                    around.setLength(length);
                }
                case START_ARRAY -> {
                    Object array = array(json);
                    if (array != null) {
                        put(fields, around + name, array);
                    }
                }
                case VALUE_NULL -> {}
                default -> put(fields, around + name, scalar(json));
            }
        }
    }

    private static void checkLength(int chars) throws StreamConstraintsException {
        if (chars > MAX_NAME) {
            throw new StreamConstraintsException("a field has a name of more than " + MAX_NAME + " characters");
        }
    }

    private static Object decimal(String digits) {
        try {
            BigDecimal number = new BigDecimal(digits);
            return Math.abs((long) number.scale()) > MAX_SCALE ? digits : number;
        } catch (NumberFormatException e) {
            return digits; // an exponent beyond what the type holds
        }
    }

    private static int offset(JsonParser json) {
        return Math.toIntExact(json.currentTokenLocation().getCharOffset());
    }
}
