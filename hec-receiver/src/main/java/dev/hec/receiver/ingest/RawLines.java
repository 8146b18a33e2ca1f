package dev.hec.receiver.ingest;

import dev.hec.receiver.event.Event;
import dev.hec.receiver.parse.LineGroups;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body of {@code /raw}: lines that end at {@code \n}, {@code \r\n} or a lone {@code \r}; empty lines are no events. Query
 * parameters that are neither metadata nor protocol become fields of each event; repeated ones become lists. Lines that the parser
 * of the {@code sourcetype} puts together are one event. Lines of a file that came in an archive have its path as the field
 * {@value #FILE}, and as their {@code source} if the request names none. Confined to one request.
 *
 * <p>Source: the vendor's article, section "Format for the /raw endpoint".
 */
final class RawLines {

    private static final Set<String> PROTOCOL_PARAMETERS = Set.of("channel", "token", "auto_extract_timestamp");
    private static final String FILE = "file";

    /** A line is its message, and why it was not parsed. */
    private static final int LEAST_OF_A_LINE = 2;

    private static final long EVENT_BYTES = 288;
    private static final long FIELD_BYTES = 64;
    private static final long BYTES_PER_CHAR = 2;

    private final EventAssembly assembly;
    private final MemoryBudget.Share memory;
    private final Metadata metadata;
    private final Map<String, Object> fields = new LinkedHashMap<>();

    /** Each event shares its fields with the others in memory, but not in the record that is stored. */
    private long bytesPerEvent = EVENT_BYTES;

    /**
     * For a body, or for one file of it.
     *
     * @param path of the file; null if the body is a text by itself
     */
    RawLines(Map<String, List<String>> query, EventAssembly assembly, MemoryBudget.Share memory, @Nullable String path)
            throws Refusal {
        this.assembly = assembly;
        this.memory = memory;
        boolean named = !query.getOrDefault("source", List.of("")).get(0).isBlank();
        metadata = path == null || named ? Metadata.NONE : new Metadata(null, null, path, null, null);
        if (path != null) {
            addField(FILE, path, 2 * path.length());
        }
        query.forEach((name, values) -> {
            if (!Metadata.NAMES.contains(name) && !PROTOCOL_PARAMETERS.contains(name)) {
                addField(
                        path != null && name.equals(FILE) ? "fields." + FILE : name,
                        values.size() == 1 ? values.get(0) : List.copyOf(values),
                        values.stream().mapToInt(String::length).sum());
            }
        });
        check();
    }

    /** What is wrong with the query string is wrong with each event, so it is said of the request. */
    private void check() throws Refusal {
        if (fields.size() + LEAST_OF_A_LINE > Flattener.MAX_FIELDS) {
            throw Refusal.invalidData("more than " + (Flattener.MAX_FIELDS - LEAST_OF_A_LINE) + " query parameters");
        }
        if (fields.keySet().stream().anyMatch(name -> name.length() > Flattener.MAX_NAME)) {
            throw Refusal.invalidData(
                    "a query parameter has a name of more than " + Flattener.MAX_NAME + " characters");
        }
    }

    private void addField(String name, Object value, int chars) {
        fields.put(name, value);
        bytesPerEvent += FIELD_BYTES + BYTES_PER_CHAR * (name.length() + chars);
    }

    /** Reads a body; without any line in it the result is empty. */
    List<Event> read(String text) throws Refusal {
        List<Event> events = new ArrayList<>();
        LineGroups groups = assembly.groups();
        int eventStart = 0;
        int eventEnd = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '\n' || text.charAt(i) == '\r') {
                if (i > start) {
                    if (!groups.joins(text, start, i)) {
                        addEvent(events, text, eventStart, eventEnd);
                        eventStart = start;
                    }
                    eventEnd = i;
                }
                start = i + 1;
            }
        }
        addEvent(events, text, eventStart, eventEnd);
        return events;
    }

    private void addEvent(List<Event> events, String text, int start, int end) throws Refusal {
        if (end > start) {
            events.add(event(text.substring(start, end)));
        }
    }

    private Event event(String line) throws Refusal {
        memory.take(bytesPerEvent);
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("message", line);
        try {
            return assembly.assembleText(metadata, event, fields);
        } catch (TooMany e) {
            throw Refusal.invalidData(String.valueOf(e.getMessage()));
        }
    }
}
