package dev.hec.event;

import dev.hec.settings.NamePatterns;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a throwable as text, as {@link Throwable#printStackTrace()} does, causes and suppressed throwables included; or from
 * the root cause up, which shows first what went wrong. Frames can be left out, and the length is bounded.
 *
 * <p>For one throwable, on one thread. Safe against cycles; what the throwable's own methods throw comes through.
 */
final class StackTrace {

    /** A longer chain of causes has no end, or none that anybody reads. */
    static final int MAX_CAUSES = 100;

    private final @Nullable NamePatterns exclude;
    private final long maxBytes;
    private final StringBuilder text = new StringBuilder(2048);
    private final StringBuilder line = new StringBuilder();
    private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private long bytes;
    private boolean full;

    private StackTrace(@Nullable NamePatterns exclude, long maxBytes) {
        this.exclude = exclude;
        this.maxBytes = maxBytes;
    }

    /**
     * The text, without a line break at its end.
     *
     * @param rootFirst whether the root cause comes first
     * @param exclude frames to leave out, by class and method; null for none
     * @param maxBytes longest text, in UTF-8
     */
    static String of(Throwable throwable, boolean rootFirst, @Nullable NamePatterns exclude, long maxBytes) {
        StackTrace trace = new StackTrace(exclude, maxBytes);
        if (rootFirst) {
            trace.rootFirst(throwable, null, "");
        } else {
            trace.rootLast(throwable, null, "", "");
        }
        String text = trace.text.toString();
        return trace.full ? text + "\t... cut at " + maxBytes + " bytes" : text.stripTrailing();
    }

    private void rootLast(
            Throwable throwable, StackTraceElement @Nullable [] enclosing, String indent, String caption) {
        if (full || seen.size() == MAX_CAUSES) {
            return;
        }
        if (!seen.add(throwable)) {
            line(indent + caption + "[CIRCULAR REFERENCE: " + throwable + "]");
            return;
        }
        line(indent + caption + throwable);
        StackTraceElement[] frames = throwable.getStackTrace();
        frames(frames, enclosing, indent);
        suppressed(throwable, frames, indent);
        Throwable cause = throwable.getCause();
        if (cause != null) {
            rootLast(cause, frames, indent, "Caused by: ");
        }
    }

    private void rootFirst(Throwable throwable, StackTraceElement @Nullable [] enclosing, String indent) {
        if (seen.size() == MAX_CAUSES) {
            return;
        }
        if (!seen.add(throwable)) {
            line(indent + "[CIRCULAR REFERENCE: " + throwable + "]");
            return;
        }
        StackTraceElement[] frames = throwable.getStackTrace();
        Throwable cause = throwable.getCause();
        if (cause == null) {
            line(indent + throwable);
        } else {
            rootFirst(cause, frames, indent);
            line(indent + "Wrapped by: " + throwable);
        }
        frames(frames, enclosing, indent);
        suppressed(throwable, frames, indent);
    }

    private void suppressed(Throwable throwable, StackTraceElement[] frames, String indent) {
        for (Throwable suppressed : throwable.getSuppressed()) {
            rootLast(suppressed, frames, indent + "\t", "Suppressed: ");
        }
    }

    private void frames(StackTraceElement[] frames, StackTraceElement @Nullable [] enclosing, String indent) {
        int common = enclosing == null ? 0 : common(frames, enclosing);
        int excluded = 0;
        for (int i = 0; i < frames.length - common && !full; i++) {
            if (exclude != null && exclude.matches(frames[i].getClassName() + "." + frames[i].getMethodName())) {
                excluded++;
            } else {
                excluded = tellExcluded(excluded, indent);
                line(indent + "\tat " + frames[i]);
            }
        }
        tellExcluded(excluded, indent);
        if (common > 0) {
            line(indent + "\t... " + common + " more");
        }
    }

    private int tellExcluded(int excluded, String indent) {
        if (excluded > 0) {
            line(indent + "\t... " + excluded + (excluded == 1 ? " frame" : " frames") + " excluded");
        }
        return 0;
    }

    /** Frames at the end that are the same in the throwable that this one caused. */
    private static int common(StackTraceElement[] frames, StackTraceElement[] enclosing) {
        int mine = frames.length - 1;
        int theirs = enclosing.length - 1;
        while (mine >= 0 && theirs >= 0 && frames[mine].equals(enclosing[theirs])) {
            mine--;
            theirs--;
        }
        return frames.length - 1 - mine;
    }

    private void line(String content) {
        if (full) {
            return;
        }
        line.setLength(0);
        line.append(content).append('\n');
        long length = utf8Length(line);
        if (bytes + length <= maxBytes) {
            bytes += length;
            text.append(line);
            return;
        }
        full = true;
        if (bytes == 0) {
            // A message longer than everything: as much of it as fits, be it fewer characters than bytes.
            int end = (int) Math.min(line.length(), maxBytes / 3);
            text.append(line, 0, end).append('\n');
        }
    }

    private static long utf8Length(CharSequence text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Each half of a pair counts two of its four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
