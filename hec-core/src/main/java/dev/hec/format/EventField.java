package dev.hec.format;

/**
 * Names of the fields of a log event, the same for every logging framework, so that a query does not depend on which one an
 * application uses.
 */
public final class EventField {

    /** The formatted message. */
    public static final String MESSAGE = "message";

    /** Name of the level: {@code ERROR}, {@code WARN}, {@code INFO}, {@code DEBUG}, {@code TRACE}, or a level of the user's own. */
    public static final String SEVERITY = "severity";

    /** Name of the logger. */
    public static final String LOGGER = "logger";

    /** Name of the thread. */
    public static final String THREAD = "thread";

    /** Object with the MDC or ThreadContext map. */
    public static final String MDC = "mdc";

    /** Array with the ThreadContext stack, oldest first. */
    public static final String NDC = "ndc";

    /** Array with the names of the markers, parents included. */
    public static final String MARKERS = "markers";

    /** Object with {@code class}, {@code message} and {@code stack} of a throwable. */
    public static final String EXCEPTION = "exception";

    private static final String[] RESERVED = {MESSAGE, SEVERITY, LOGGER, THREAD, MDC, NDC, MARKERS, EXCEPTION};

    private EventField() {}

    /**
     * The name under which a key/value pair of the user's is written: its key, or {@code kv.} and its key where the key is
     * one of the names above, or would fall together with a member of one once the collector has flattened the event.
     */
    public static String ofKey(String key) {
        // Without cutting the key up: this runs for every pair of every event.
        for (String name : RESERVED) {
            if (key.startsWith(name) && (key.length() == name.length() || key.charAt(name.length()) == '.')) {
                return "kv." + key;
            }
        }
        return key;
    }
}
