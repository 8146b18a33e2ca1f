package dev.hec.receiver.parse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The structured data of one line of syslog: {@code [id name="value" …][id …]}. Confined to one request.
 *
 * <p>A parameter becomes {@code sd.<id>.<name>}, one that comes again in its element a list, an element without any
 * {@code sd.<id>} with the value {@code true}. In a value {@code \"}, {@code \\} and {@code \]} stand for the second character;
 * a backslash before anything else is a backslash.
 *
 * <p>Source: RFC 5424 section 6.3.
 */
final class StructuredData {

    private final String line;
    private int at;

    /** For the data that begins at an index. */
    StructuredData(String line, int from) {
        this.line = line;
        this.at = from;
    }

    /** The index after the last element. */
    int end() {
        return at;
    }

    /** Finds the fields; the result is as {@link Extraction} has it. */
    <X extends Exception> @Nullable String extract(LineFields<X> into) throws X {
        if (!line.startsWith("[", at)) {
            return "no structured data at character " + (at + 1);
        }
        while (line.startsWith("[", at)) {
            at++;
            String why = element(into);
            if (why != null) {
                return why;
            }
        }
        return null;
    }

    private <X extends Exception> @Nullable String element(LineFields<X> into) throws X {
        String id = name();
        if (id.isEmpty()) {
            return "no id in the structured data at character " + (at + 1);
        }
        Map<String, Object> parameters = new LinkedHashMap<>();
        while (line.startsWith(" ", at)) {
            at++;
            String name = name();
            if (name.isEmpty() || !line.startsWith("=\"", at)) {
                return "no name=\"value\" in the structured data at character " + (at + 1);
            }
            at += 2;
            String value = value();
            if (value == null) {
                return "a value of the structured data does not end";
            }
            into.scope().take(32L + 2L * (name.length() + value.length()));
            parameters.merge(name, value, StructuredData::both);
            if (parameters.size() > LineFields.MOST || into.tooMany()) {
                return "more than " + LineFields.MOST + " fields";
            }
        }
        if (!line.startsWith("]", at)) {
            return "no ] in the structured data at character " + (at + 1);
        }
        at++;
        if (parameters.isEmpty()) {
            into.put("sd." + id, true);
        }
        for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
            String name = "sd." + id + "." + parameter.getKey();
            if (parameter.getValue() instanceof String text) {
                into.put(name, text);
            } else {
                into.put(name, parameter.getValue());
            }
        }
        return null;
    }

    @SuppressWarnings("unchecked") // the only lists in the map are those made here
    private static Object both(Object before, Object value) {
        if (before instanceof List<?> list) {
            ((List<Object>) list).add(value);
            return list;
        }
        List<Object> list = new ArrayList<>();
        list.add(before);
        list.add(value);
        return list;
    }

    private String name() {
        int start = at;
        while (at < line.length() && " =]\"".indexOf(line.charAt(at)) < 0) {
            at++;
        }
        return line.substring(start, at);
    }

    /** The value up to its quote, which is passed over; null if there is no quote. */
    private @Nullable String value() {
        StringBuilder text = new StringBuilder();
        for (; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '"') {
                at++;
                return text.toString();
            }
            if (c == '\\' && at + 1 < line.length() && "\"\\]".indexOf(line.charAt(at + 1)) >= 0) {
                at++;
                c = line.charAt(at);
            }
            text.append(c);
        }
        return null;
    }
}
