package dev.hec.event;

import dev.hec.format.EventWriter;
import dev.hec.settings.EventSetting;
import dev.hec.settings.HecSettings;
import dev.hec.settings.NamePatterns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a throwable: class, message, stack trace, causes, and on request a hash. Immutable.
 *
 * <p>A throwable whose own methods throw is written with that failure in place of the text.
 */
final class ThrowableShape {

    private final FieldNames.Group names;
    private final boolean rootFirst;
    private final boolean hash;
    private final @Nullable NamePatterns exclude;
    private final long maxBytes;

    ThrowableShape(HecSettings settings, FieldNames fieldNames, boolean hash) {
        names = fieldNames.group("exception");
        rootFirst = settings.get(EventSetting.STACK_ORDER).equals("rootFirst");
        exclude = settings.find(EventSetting.STACK_EXCLUDE);
        maxBytes = settings.get(EventSetting.STACK_BYTES);
        this.hash = hash;
    }

    void write(EventWriter out, Throwable throwable) {
        begin(out);
        field(out, EventField.EXCEPTION_CLASS, () -> throwable.getClass().getName());
        field(out, EventField.EXCEPTION_MESSAGE, () -> text("getMessage", throwable::getMessage));
        field(
                out,
                EventField.EXCEPTION_STACK,
                () -> text("stack trace", () -> StackTrace.of(throwable, rootFirst, exclude, maxBytes)));
        causes(out, throwable);
        if (hash) {
            field(out, EventField.EXCEPTION_HASH, () -> text("hash", () -> StackHash.of(throwable, exclude)));
        }
        end(out);
    }

    /** Writes a throwable of which there is only a description. */
    void write(EventWriter out, @Nullable String className, @Nullable String message, String stack) {
        begin(out);
        field(out, EventField.EXCEPTION_CLASS, () -> className);
        field(out, EventField.EXCEPTION_MESSAGE, () -> message);
        field(out, EventField.EXCEPTION_STACK, () -> stack);
        end(out);
    }

    private void begin(EventWriter out) {
        if (names.object() != null) {
            out.beginObject(names.object());
        }
    }

    private void end(EventWriter out) {
        if (names.object() != null) {
            out.endObject();
        }
    }

    private void field(EventWriter out, EventField field, Supplier<@Nullable String> text) {
        String name = names.of(field);
        if (name != null) {
            out.field(name, text.get());
        }
    }

    private void causes(EventWriter out, Throwable throwable) {
        String name = names.of(EventField.EXCEPTION_CAUSES);
        if (name == null) {
            return;
        }
        List<String> causes = new ArrayList<>();
        try {
            Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
            seen.add(throwable);
            for (Throwable cause = throwable.getCause();
                    cause != null && seen.size() < StackTrace.MAX_CAUSES && seen.add(cause);
                    cause = cause.getCause()) {
                Throwable link = cause;
                causes.add(text("toString", link::toString));
            }
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            causes.add(failure("getCause", e));
        }
        if (!causes.isEmpty()) {
            out.beginArray(name);
            causes.forEach(out::string);
            out.endArray();
        }
    }

    private static @Nullable String text(String method, Supplier<@Nullable String> source) {
        try {
            return source.get();
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            return failure(method, e);
        }
    }

    private static String failure(String method, Throwable e) {
        return "[" + method + " failed: " + e.getClass().getName() + "]";
    }
}
