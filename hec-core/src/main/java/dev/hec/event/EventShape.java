package dev.hec.event;

import dev.hec.format.EventWriter;
import dev.hec.settings.EventSetting;
import dev.hec.settings.HecSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the parts of a log event as the settings want them: under which names, which of them, and who gives way when two
 * want one name. For adapters, so that an event looks the same whatever the framework.
 *
 * <p>Immutable and thread-safe; the state of an event is in its {@link EventWriter}. Between {@link #begin} and {@link #end}
 * an adapter writes the parts in any order, but the user's fields in the order of {@link Origin}.
 *
 * <p><b>The rule for names.</b> The names of {@link EventField} are taken from the start. A field of the user's whose name
 * is taken, or falls together with a part of another field once the collector has flattened the event, is written with the
 * prefix of its origin ({@code kv.}, {@code arg.}, {@code mdc.}); if that is taken too, it is left out. Either
 * is counted, see {@link EventWriter#clashes}.
 */
public final class EventShape {

    /** Keeps names inside the MDC's object apart from those beside it. */
    private static final String CONTEXT_NAMES = "\u0000";

    private final FieldNames names;
    private final Set<EventField> included = EnumSet.allOf(EventField.class);
    private final List<String> takenFields = new ArrayList<>();
    private final List<String> takenObjects = new ArrayList<>();
    private final ContextShape context;
    private final ThrowableShape throwables;
    private final FieldNames.Group caller;
    private final boolean includesCaller;

    /**
     * The shape that the settings describe.
     *
     * @throws IllegalArgumentException if two parts of an event would have one name; its message says what to do
     */
    public EventShape(HecSettings settings) {
        Map<String, String> own = settings.find(EventSetting.FIELD_NAMES);
        names = new FieldNames(settings.get(EventSetting.FIELD_PRESET), own == null ? Map.of() : own);
        Set<String> wanted = settings.find(EventSetting.INCLUDE);
        leaveOutUnwanted(wanted == null ? Set.of() : wanted);
        names.requireDifferent(included);
        context = new ContextShape(settings);
        throwables = new ThrowableShape(settings, names, included.contains(EventField.EXCEPTION_HASH));
        caller = names.group("caller");
        includesCaller = !Collections.disjoint(included, EventField.group("caller"));
        take(names.of(EventField.MDC), takenObjects);
        take(names.group("exception").object(), takenObjects);
        take(includesCaller() ? caller.object() : null, takenObjects);
        for (EventField field : included) {
            if (!takenObjects.contains(field == EventField.MDC ? names.of(field) : groupObject(field))) {
                take(names.of(field), takenFields);
            }
        }
    }

    private @Nullable String groupObject(EventField field) {
        return names.group(field.group()).object();
    }

    private static void take(@Nullable String name, List<String> taken) {
        if (name != null) {
            taken.add(name);
        }
    }

    private void leaveOutUnwanted(Set<String> wanted) {
        for (String word : List.of("levelValue", "template", "arguments", "caller", "processId", "sequence")) {
            if (!wanted.contains(word)) {
                included.removeAll(EventField.group(word));
            }
        }
        if (!wanted.contains("stackHash")) {
            included.remove(EventField.EXCEPTION_HASH);
        }
        included.removeIf(field -> field != EventField.MDC && names.of(field) == null);
    }

    /** Apart, for finding it out takes some milliseconds, and few events have it. */
    private static final class ThisProcess {

        static final long ID = ProcessHandle.current().pid();
    }

    /** Whether a part is written at all; to be asked before one that is dear. */
    public boolean includes(EventField field) {
        return included.contains(field);
    }

    /** Whether the place of the log call is written, or some of it; finding it out is dear. */
    public boolean includesCaller() {
        return includesCaller;
    }

    /** Opens the event. */
    public void begin(EventWriter out) {
        out.beginObject();
        out.claimFirst(takenFields, takenObjects);
        if (includes(EventField.PROCESS_ID)) {
            number(out, EventField.PROCESS_ID, ThisProcess.ID);
        }
        if (includes(EventField.SEQUENCE) && out.number() >= 0) {
            number(out, EventField.SEQUENCE, out.number());
        }
    }

    /** Closes the event. */
    public void end(EventWriter out) {
        out.endObject();
    }

    /** Writes a part that is a text; a null one is left out. */
    public void text(EventWriter out, EventField field, @Nullable CharSequence text) {
        if (text != null && included.contains(field)) {
            String name = names.of(field);
            if (name != null) {
                out.field(name, text);
            }
        }
    }

    /** Writes the message, of a template and the arguments for its places; see {@link EventWriter#message}. */
    public void message(EventWriter out, String template, @Nullable Object[] arguments) {
        String name = names.of(EventField.MESSAGE);
        if (name != null) {
            out.message(name, template, arguments);
        }
    }

    /** Writes a part that is a number. */
    public void number(EventWriter out, EventField field, long number) {
        if (included.contains(field)) {
            String name = names.of(field);
            if (name != null) {
                out.field(name, number);
            }
        }
    }

    /** Writes a part that is a list of names, such as markers; an empty one is left out. */
    public void list(EventWriter out, EventField field, Collection<String> texts) {
        String name = names.of(field);
        if (name != null && !texts.isEmpty() && included.contains(field)) {
            out.beginArray(name);
            for (String text : texts) {
                out.string(text);
            }
            out.endArray();
        }
    }

    /** Writes the arguments of a log call, each as JSON of its own type; none are left out. */
    public void arguments(EventWriter out, @Nullable Object @Nullable [] arguments) {
        String name = names.of(EventField.ARGUMENTS);
        if (name != null && arguments != null && arguments.length > 0 && included.contains(EventField.ARGUMENTS)) {
            out.value(name, arguments);
        }
    }

    /** Writes the place of the log call. */
    public void caller(EventWriter out, StackTraceElement frame) {
        if (!includesCaller()) {
            return;
        }
        if (caller.object() != null) {
            out.beginObject(caller.object());
        }
        text(out, caller.of(EventField.CALLER_CLASS), frame.getClassName());
        text(out, caller.of(EventField.CALLER_METHOD), frame.getMethodName());
        text(out, caller.of(EventField.CALLER_FILE), frame.getFileName());
        String line = caller.of(EventField.CALLER_LINE);
        if (line != null && frame.getLineNumber() >= 0) {
            out.field(line, frame.getLineNumber());
        }
        if (caller.object() != null) {
            out.endObject();
        }
    }

    private static void text(EventWriter out, @Nullable String name, @Nullable String text) {
        if (name != null) {
            out.field(name, text);
        }
    }

    /** Writes a throwable, if there is one. */
    public void throwable(EventWriter out, @Nullable Throwable throwable) {
        if (throwable != null) {
            throwables.write(out, throwable);
        }
    }

    /** Writes a throwable of which there is only a description. */
    public void throwable(EventWriter out, @Nullable String className, @Nullable String message, String stack) {
        throwables.write(out, className, message, stack);
    }

    /** Writes the MDC. */
    public void context(EventWriter out, @Nullable Map<String, String> entries) {
        if (entries == null || entries.isEmpty()) {
            return;
        }
        boolean object = beginContext(out);
        if (object && context.isPlain()) {
            // Nothing is allocated here: the usual case.
            entries.forEach(out.texts());
        } else {
            entries.forEach((key, value) -> contextEntry(out, key, value));
        }
        endContext(out, object);
    }

    /**
     * Opens the object for the MDC, if there is to be one; for an adapter that has no map.
     *
     * @return whether there is one, for {@link #endContext}
     */
    public boolean beginContext(EventWriter out) {
        String name = names.of(EventField.MDC);
        if (name != null) {
            out.beginObject(name);
        }
        return name != null;
    }

    /** Writes an entry of the MDC. */
    public void contextEntry(EventWriter out, String key, @Nullable Object value) {
        String name = context.name(key);
        if (name != null && names.of(EventField.MDC) == null) {
            name = free(out, Origin.CONTEXT, name, value instanceof Map);
        } else if (name != null && context.renames() && !out.claim(CONTEXT_NAMES + name, false)) {
            // Renamed to the name of another entry.
            out.countClash();
            name = null;
        }
        if (name != null && out.hides(key)) {
            // Also under another name.
            out.masked(name);
        } else if (name != null) {
            context.write(out, key, name, value);
        }
    }

    /** Closes what {@link #beginContext} opened. */
    public void endContext(EventWriter out, boolean object) {
        if (object) {
            out.endObject();
        }
    }

    /** Writes a field of the user's, with the JSON type of its value, under the name that the rule gives it. */
    public void user(EventWriter out, Origin origin, String name, @Nullable Object value) {
        String free = free(out, origin, name, value instanceof Map);
        if (free != null) {
            out.value(free, value);
        }
    }

    /**
     * Writes fields of the user's that are JSON already.
     *
     * @param json an object
     * @return false if it is none; then nothing is written
     */
    public boolean users(EventWriter out, Origin origin, CharSequence json) {
        return out.members(json, (name, object) -> free(out, origin, name, object));
    }

    private static @Nullable String free(EventWriter out, Origin origin, String name, boolean object) {
        if (out.claim(name, object)) {
            return name;
        }
        out.countClash();
        String other = origin.prefix() + name;
        return out.claim(other, object) ? other : null;
    }
}
