package dev.hec.event;

import dev.hec.format.EventWriter;

/** Writes what a user's own layout has made of an event, as that event. Stateless. */
public final class LayoutText {

    private LayoutText() {}

    /**
     * Writes the event.
     *
     * @param text of the layout; one line break at its end is left out
     * @param json whether the layout is said to write JSON objects; a text that is none is written as a text all the same
     */
    public static void write(EventWriter out, String text, boolean json) {
        int end = text.endsWith("\r\n") ? text.length() - 2 : text.endsWith("\n") ? text.length() - 1 : text.length();
        String line = text.substring(0, end);
        if (json) {
            out.json(line);
        } else {
            // A collector refuses an empty event, but takes a blank one.
            out.string(line.isEmpty() ? " " : line);
        }
    }

    /** Whether a layout with this content type writes JSON. */
    public static boolean isJson(String contentType) {
        return contentType.startsWith("application/json") || contentType.contains("+json");
    }
}
