package dev.hec.format;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes a throwable as the member {@link EventField#EXCEPTION}: class, message, and the whole stack trace. Stateless. */
public final class ThrowableFields {

    private ThrowableFields() {}

    /**
     * Writes the member; nothing for null.
     *
     * <p>The stack trace is the text of {@link Throwable#printStackTrace()}: causes and suppressed throwables included, safe
     * against cycles. A throwable whose own methods throw is written with that failure in place of the text.
     */
    public static void write(EventWriter out, @Nullable Throwable throwable) {
        if (throwable == null) {
            return;
        }
        out.beginObject(EventField.EXCEPTION);
        out.field("class", throwable.getClass().getName());
        out.field("message", text("getMessage", throwable::getMessage));
        out.field("stack", text("printStackTrace", () -> stack(throwable)));
        out.endObject();
    }

    private static @Nullable String stack(Throwable throwable) {
        StringWriter text = new StringWriter(2048);
        throwable.printStackTrace(new PrintWriter(text));
        return text.toString().stripTrailing();
    }

    private static @Nullable String text(String method, Supplier<@Nullable String> source) {
        try {
            return source.get();
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            return "[" + method + " failed: " + e.getClass().getName() + "]";
        }
    }
}
