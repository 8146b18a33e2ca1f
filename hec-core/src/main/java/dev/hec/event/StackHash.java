package dev.hec.event;

import dev.hec.settings.NamePatterns;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A short text that is the same for the same failure at the same place, in every run and on every machine: made of the
 * classes of a throwable and its causes, and of the classes and methods of their frames. Messages and line numbers do not
 * count, nor do frames of generated code, nor frames that are left out of the stack trace. Stateless.
 */
final class StackHash {

    private StackHash() {}

    /** Eight hexadecimal digits. */
    static String of(Throwable throwable, @Nullable NamePatterns exclude) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        int hash = 1;
        for (Throwable link = throwable;
                link != null && seen.size() < StackTrace.MAX_CAUSES && seen.add(link);
                link = link.getCause()) {
            hash = 31 * hash + link.getClass().getName().hashCode();
            for (StackTraceElement frame : link.getStackTrace()) {
                String place = frame.getClassName() + "." + frame.getMethodName();
                if (!isGenerated(frame) && (exclude == null || !exclude.matches(place))) {
                    hash = 31 * hash + place.hashCode();
                }
            }
        }
        return String.format(Locale.ROOT, "%08x", hash);
    }

    /** Code made at run time has other names each time, and no source. */
    private static boolean isGenerated(StackTraceElement frame) {
        String name = frame.getClassName();
        return frame.getFileName() == null
                || name.contains("$$")
                || name.startsWith("jdk.internal.reflect.")
                || name.startsWith("java.lang.invoke.");
    }
}
