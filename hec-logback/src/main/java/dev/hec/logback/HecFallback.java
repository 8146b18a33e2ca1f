package dev.hec.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What {@link HecAppender} does with events that it cannot take: it gives them to the appenders named by
 * {@code <appender-ref>} inside it.
 *
 * <p>Thread-safe; no lock is held while another appender is called. Those appenders belong to the configuration: one that a
 * logger has too, be it by way of another appender, is stopped by that logger. One that nobody else has is stopped here, after
 * delivery.
 */
public abstract class HecFallback extends HecAppenderSettings implements AppenderAttachable<ILoggingEvent> {

    private final AppenderAttachableImpl<ILoggingEvent> fallbacks = new AppenderAttachableImpl<>();

    /** Stopped by us, to be started again with this appender. Used by the thread that starts and stops it. */
    private final List<Appender<ILoggingEvent>> stoppedHere = new ArrayList<>();

    /** Set in a thread while it is in a fallback: what that logs itself must not come back to it. */
    private final ThreadLocal<Boolean> inside = new ThreadLocal<>();

    private final AtomicBoolean complained = new AtomicBoolean();

    private volatile boolean attached;

    HecFallback() {}

    /** Whether there is a fallback. */
    final boolean hasFallback() {
        return attached;
    }

    /** Whether this thread is in a fallback of this appender. */
    final boolean isInsideFallback() {
        return inside.get() != null;
    }

    /** Gives an event to each fallback, whatever becomes of it there. Throws nothing but {@link OutOfMemoryError}. */
    final void appendToFallback(ILoggingEvent event) {
        if (!attached || isInsideFallback()) {
            return;
        }
        inside.set(true);
        try {
            for (Iterator<Appender<ILoggingEvent>> each = fallbacks.iteratorForAppenders(); each.hasNext(); ) {
                append(each.next(), event);
            }
        } finally {
            inside.remove();
        }
    }

    private void append(Appender<ILoggingEvent> fallback, ILoggingEvent event) {
        try {
            fallback.doAppend(event);
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // The application must not suffer for it. Told once, since every event would tell the same.
            if (!complained.getAndSet(true)) {
                addWarn("Appender " + getName() + ": its fallback " + fallback.getName() + " fails: " + e);
            }
        }
    }

    /** Starts the fallbacks that an earlier stop has stopped. */
    final void startFallback() {
        stoppedHere.forEach(Appender::start);
        stoppedHere.clear();
        complained.set(false);
    }

    /** Stops the fallbacks that nobody else stops; after everything that may still give events to them. */
    final void stopFallback() {
        for (Iterator<Appender<ILoggingEvent>> each = fallbacks.iteratorForAppenders(); each.hasNext(); ) {
            Appender<ILoggingEvent> fallback = each.next();
            if (fallback.isStarted() && !isUsedByALogger(fallback)) {
                fallback.stop();
                stoppedHere.add(fallback);
            }
        }
    }

    private boolean isUsedByALogger(Appender<ILoggingEvent> fallback) {
        return getContext() instanceof LoggerContext loggers
                && loggers.getLoggerList().stream().anyMatch(logger -> holds(logger, fallback));
    }

    /** Whether an appender is attached to a holder, also by way of another appender, such as an asynchronous one. */
    private static boolean holds(AppenderAttachable<ILoggingEvent> holder, Appender<ILoggingEvent> wanted) {
        for (Iterator<Appender<ILoggingEvent>> each = holder.iteratorForAppenders(); each.hasNext(); ) {
            Appender<ILoggingEvent> appender = each.next();
            if (appender == wanted) {
                return true;
            }
            // One like us that is stopped has left it to us.
            boolean counts = !(appender instanceof HecFallback) || appender.isStarted();
            if (counts && appender instanceof AppenderAttachable<?> between) {
                @SuppressWarnings("unchecked") // whatever a logger holds is about logging events
                AppenderAttachable<ILoggingEvent> inner = (AppenderAttachable<ILoggingEvent>) between;
                if (holds(inner, wanted)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Adds a fallback; called for each {@code <appender-ref>}. */
    @Override
    public void addAppender(Appender<ILoggingEvent> fallback) {
        if (fallback == this) {
            addWarn("Appender " + getName() + " cannot be its own fallback; that is left out.");
            return;
        }
        fallbacks.addAppender(fallback);
        attached = true;
    }

    @Override
    public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
        return fallbacks.iteratorForAppenders();
    }

    @Override
    public @Nullable Appender<ILoggingEvent> getAppender(String name) {
        return fallbacks.getAppender(name);
    }

    @Override
    public boolean isAttached(Appender<ILoggingEvent> appender) {
        return fallbacks.isAttached(appender);
    }

    /** Removes all fallbacks, and stops those that are started, whoever else has them. */
    @Override
    public void detachAndStopAllAppenders() {
        for (Iterator<Appender<ILoggingEvent>> each = fallbacks.iteratorForAppenders(); each.hasNext(); ) {
            Appender<ILoggingEvent> fallback = each.next();
            if (detachAppender(fallback) && fallback.isStarted()) {
                fallback.stop();
            }
        }
    }

    @Override
    public boolean detachAppender(Appender<ILoggingEvent> fallback) {
        boolean removed = fallbacks.detachAppender(fallback);
        attached = fallbacks.iteratorForAppenders().hasNext();
        return removed;
    }

    @Override
    public boolean detachAppender(String name) {
        Appender<ILoggingEvent> fallback = getAppender(name);
        return fallback != null && detachAppender(fallback);
    }
}
