package dev.hec.settings;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows of the table of settings that say what an event looks like, see {@link HecSetting} for the others. What
 * {@code docs/events.md} explains.
 */
public final class EventSetting {

    /** The parts of an event that can be named, and the groups of those with a dot. What {@code dev.hec.event} writes. */
    public static final List<String> PARTS = List.of(
            "message",
            "severity",
            "levelValue",
            "logger",
            "thread",
            "template",
            "arguments",
            "mdc",
            "ndc",
            "markers",
            "exception",
            "exception.class",
            "exception.message",
            "exception.stack",
            "exception.causes",
            "exception.hash",
            "caller",
            "caller.class",
            "caller.method",
            "caller.file",
            "caller.line",
            "processId",
            "sequence");

    /** Names of an event's fields. */
    public static final Setting<String> FIELD_PRESET = Setting.of(
            "fieldPreset",
            Kind.choice("sdl", "ecs", "splunk", "logstash"),
            "sdl",
            "Names of an event's fields: those of the data lake, the Elastic Common Schema, Splunk's own library, "
                    + "or logstash-logback-encoder; docs/events.md lists them.");

    /** Own names of an event's fields. */
    public static final Setting<Map<String, String>> FIELD_NAMES = Setting.of(
            "fieldNames",
            Kind.pairsNamed(PARTS, "message=msg, thread="),
            null,
            "Own names, over those of `fieldPreset`; a field without a name is "
                    + "left out, the `mdc` without a name has its entries among the event's own fields.");

    /** Fields written on request. */
    public static final Setting<Set<String>> INCLUDE = Setting.of(
            "include",
            Kind.words("levelValue", "template", "arguments", "caller", "processId", "sequence", "stackHash"),
            null,
            "Fields that are only written on request. `caller` makes the framework look for the place of the log "
                    + "call, which is slow.");

    /** Entries of the MDC to write. */
    public static final Setting<NamePatterns> MDC_INCLUDE =
            Setting.of("mdcInclude", Kind.names(), null, "Entries of the MDC or ThreadContext to write. Default: all.");

    /** Entries of the MDC to leave out. */
    public static final Setting<NamePatterns> MDC_EXCLUDE = Setting.of(
            "mdcExclude",
            Kind.names(),
            null,
            "Entries of the MDC or ThreadContext to leave out, also of those in `mdcInclude`.");

    /** Own names of entries of the MDC. */
    public static final Setting<Map<String, String>> MDC_RENAME = Setting.of(
            "mdcRename",
            Kind.pairs(),
            null,
            "Own names of entries of the MDC or ThreadContext, such as `uid=user.id`.");

    /** What stands before names of the MDC. */
    public static final Setting<String> MDC_PREFIX = Setting.of(
            "mdcPrefix", Kind.text(), null, "Put before each name of the MDC or ThreadContext, such as `ctx_`.");

    /** Types of entries of the MDC. */
    public static final Setting<Map<String, String>> MDC_TYPES = Setting.of(
            "mdcTypes",
            Kind.pairsValued(List.of("long", "double", "boolean"), "*_ms=long, is_*=boolean"),
            null,
            "Types of entries of the MDC or ThreadContext, `*` for any characters; a value that is none of its type "
                    + "stays a text.");

    /** Order of a stack trace. */
    public static final Setting<String> STACK_ORDER = Setting.of(
            "stackOrder",
            Kind.choice("rootLast", "rootFirst"),
            "rootLast",
            "Order of a stack trace: as Java prints it, or from the root cause up.");

    /** Frames to leave out of stack traces. */
    public static final Setting<NamePatterns> STACK_EXCLUDE = Setting.of(
            "stackExclude",
            Kind.names(),
            null,
            "Frames to leave out of stack traces, by class and method, such as `java.lang.reflect.*, "
                    + "org.springframework.cglib.*`; their number is told in their place.");

    /** Longest stack trace. */
    public static final Setting<Long> STACK_BYTES = Setting.of(
            "stackBytes",
            Kind.bytes("1KB", "10MB"),
            "64KB",
            "Longest stack trace; a longer one is cut at a frame, and says so.");

    /** Fields whose values are hidden. */
    public static final Setting<NamePatterns> MASK_FIELDS = Setting.of(
            "maskFields",
            Kind.names(),
            null,
            "Fields whose values become `****` before the event enters the buffer, in any letter case, such as "
                    + "`password, *token*, card`; at any depth.");

    /** Parts of texts that are hidden. */
    public static final Setting<String> MASK_PATTERN = Setting.of(
            "maskPattern",
            Kind.regex(),
            null,
            "Regular expression of the parts of texts that become `****` before the event enters the buffer, "
                    + "messages and stack traces included. Costs time for each text.");

    /** What a layout writes. */
    public static final Setting<String> LAYOUT_FORMAT = Setting.of(
            "layoutFormat",
            Kind.choice("auto", "text", "json"),
            "auto",
            "What the user's own layout or encoder writes: a text, which becomes the event as a string, or JSON, "
                    + "which becomes the event as it is. `auto` goes by what the layout declares.");

    static final List<Setting<?>> ALL = List.of(
            FIELD_PRESET,
            FIELD_NAMES,
            INCLUDE,
            MDC_INCLUDE,
            MDC_EXCLUDE,
            MDC_RENAME,
            MDC_PREFIX,
            MDC_TYPES,
            STACK_ORDER,
            STACK_EXCLUDE,
            STACK_BYTES,
            MASK_FIELDS,
            MASK_PATTERN,
            LAYOUT_FORMAT);

    private EventSetting() {}
}
