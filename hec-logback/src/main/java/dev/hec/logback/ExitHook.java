package dev.hec.logback;

import ch.qos.logback.core.Context;
import ch.qos.logback.core.CoreConstants;

/**
 * Delivers what is buffered when the JVM ends without anybody stopping Logback.
 *
 * <p>Logback stops its appenders at the end of the JVM only if {@code <shutdownHook/>} or the application's framework makes
 * it. This hook only flushes and leaves the appender running: other hooks, such as that of a framework that shuts an
 * application down in good order, run at the same time and still log. It does nothing if Logback has a hook of its own.
 *
 * <p>Whether a framework will stop Logback cannot be told: Spring Boot leaves a mark in Logback's context, but the same one
 * with {@code logging.register-shutdown-hook=false}, and servlet containers leave none. So this hook flushes there too, which
 * only sends earlier what the framework's stop would send.
 *
 * <p>Thread-safe. Removed when the appender stops, so that a stopped application can be unloaded.
 */
final class ExitHook {

    private final Thread thread;

    private ExitHook(Thread thread) {
        this.thread = thread;
    }

    /** Registers a hook that flushes. If the JVM is already ending it never runs. */
    static ExitHook add(String name, Context context, Runnable flush) {
        Thread thread = new Thread(
                () -> {
                    if (context.getObject(CoreConstants.SHUTDOWN_HOOK_THREAD) == null) {
                        flush.run();
                    }
                },
                "hec-" + name + "-exit");
        thread.setContextClassLoader(ExitHook.class.getClassLoader());
        ExitHook hook = new ExitHook(thread);
        try {
            Runtime.getRuntime().addShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The JVM is already ending; whoever still starts an appender now has to stop it.
            return hook;
        }
        return hook;
    }

    /**
     * Takes the hook back; nothing happens if the JVM is already ending.
     *
     * @return whether the hook was there
     */
    boolean remove() {
        try {
            return Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The JVM is ending, and with it this thread.
            return false;
        }
    }
}
