package dev.hec.transport;

import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with an attempt, for people. Immutable.
 *
 * @param kind the same text for the same trouble: a status, or the type or name of a failure
 * @param detail what may differ from time to time, such as the text of a reply; may be empty
 */
public record Trouble(String kind, String detail) {

    /** An attempt without an answer: in our words where we have some, else in those of the failure. */
    public static Trouble of(IOException failure) {
        Trouble explained = explained(failure);
        if (explained != null) {
            return explained;
        }
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            message = deepest.getMessage();
        }
        Throwable telling = deepest instanceof UnresolvedAddressException ? deepest : failure;
        return new Trouble(telling.getClass().getSimpleName(), message == null ? "" : message);
    }

    /** What a failure of TLS means and what to do, in our words; null where we have none. */
    public static @Nullable Trouble explained(IOException failure) {
        return Explanation.of(failure);
    }

    /** A failure that no collector is to blame for. */
    public static Trouble unexpected(Throwable failure) {
        String message = failure.getMessage();
        return new Trouble("unexpected " + failure.getClass().getName(), message == null ? "" : message);
    }

    @Override
    public String toString() {
        return detail.isEmpty() ? kind : kind + ": " + detail;
    }
}
