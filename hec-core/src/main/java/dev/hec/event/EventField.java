package dev.hec.event;

import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a log event that have a field of their own, whatever the framework. The names under which a part is written
 * are those of a preset, or the user's own, see {@link FieldNames}.
 */
public enum EventField {

    /** The formatted message. */
    MESSAGE("message", "message", "message", "message", "message"),

    /** Name of the level: {@code ERROR}, {@code WARN}, {@code INFO}, {@code DEBUG}, {@code TRACE}, or one of the user's own. */
    SEVERITY("severity", "severity", "log.level", "severity", "level"),

    /** The level as a number: 5000 TRACE, 10000 DEBUG, 20000 INFO, 30000 WARN, 40000 ERROR. On request. */
    LEVEL_VALUE("levelValue", "level_value", "event.severity", "level_value", "level_value"),

    /** Name of the logger. */
    LOGGER("logger", "logger", "log.logger", "logger", "logger_name"),

    /** Name of the thread. */
    THREAD("thread", "thread", "process.thread.name", "thread", "thread_name"),

    /** The message before its arguments were put in. On request. */
    TEMPLATE("template", "template", "message_template", "template", "message_template"),

    /** Array of the arguments. On request. */
    ARGUMENTS("arguments", "arguments", "message_arguments", "arguments", "message_arguments"),

    /** Object with the entries of the MDC or ThreadContext; without a name they stand beside the other fields. */
    MDC("mdc", "mdc", "labels", "properties", ""),

    /** Array with the ThreadContext stack, oldest first. */
    NDC("ndc", "ndc", "ndc", "ndc", "ndc"),

    /** Array with the names of the markers, parents included. */
    MARKERS("markers", "markers", "tags", "marker", "tags"),

    /** Class of the throwable. */
    EXCEPTION_CLASS("exception.class", "exception.class", "error.type", "exception.class", "throwable_class"),

    /** Message of the throwable. */
    EXCEPTION_MESSAGE(
            "exception.message", "exception.message", "error.message", "exception.message", "throwable_message"),

    /** The stack trace, causes and suppressed throwables included. */
    EXCEPTION_STACK("exception.stack", "exception.stack", "error.stack_trace", "exception.stack", "stack_trace"),

    /** Array with class and message of each cause; only of a throwable that has one. */
    EXCEPTION_CAUSES("exception.causes", "exception.causes", "error.causes", "exception.causes", "throwable_causes"),

    /** The same for the same failure at the same place, see {@link StackHash}. On request. */
    EXCEPTION_HASH("exception.hash", "exception.hash", "error.stack_hash", "exception.hash", "stack_hash"),

    /** Class that logged. On request. */
    CALLER_CLASS("caller.class", "caller.class", "log.origin.class", "caller.class", "caller_class_name"),

    /** Method that logged. On request. */
    CALLER_METHOD("caller.method", "caller.method", "log.origin.function", "caller.method", "caller_method_name"),

    /** File of the class that logged. On request. */
    CALLER_FILE("caller.file", "caller.file", "log.origin.file.name", "caller.file", "caller_file_name"),

    /** Line of that file. On request. */
    CALLER_LINE("caller.line", "caller.line", "log.origin.file.line", "caller.line", "caller_line_number"),

    /** Id of this process. On request. */
    PROCESS_ID("processId", "process_id", "process.pid", "process_id", "process_id"),

    /** Number of the event, rising by one from event to event of an appender. On request. */
    SEQUENCE("sequence", "sequence", "event.sequence", "sequence", "sequence");

    /** The presets, in the order of the names of each constant. */
    static final List<String> PRESETS = List.of("sdl", "ecs", "splunk", "logstash");

    private final String key;

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable
    private final List<String> names;

    EventField(String key, String... names) {
        this.key = key;
        this.names = List.of(names);
    }

    /** The word for this part in the setting {@code fieldNames}; before a dot, that for all parts of its group. */
    public String key() {
        return key;
    }

    /** Its name in a preset; empty for none. */
    public String name(String preset) {
        return names.get(PRESETS.indexOf(preset));
    }

    /** What stands before the dot of the key, for parts that belong together; else the key. */
    String group() {
        int dot = key.indexOf('.');
        return dot < 0 ? key : key.substring(0, dot);
    }

    /** All parts of a group, in the order in which they are written. */
    static List<EventField> group(String group) {
        List<EventField> fields = new ArrayList<>();
        for (EventField field : values()) {
            if (field.group().equals(group)) {
                fields.add(field);
            }
        }
        return fields;
    }
}
