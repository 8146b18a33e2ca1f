package dev.hec.delivery;

import dev.hec.Diagnostics;
import dev.hec.DropReason;
import dev.hec.buffer.BufferCounts;
import dev.hec.time.Time;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Says what happens to delivery, once per change and then ever more rarely.
 *
 * <p>Thread-safe; its monitor guards all state. Called by delivery threads only, so a slow {@link Diagnostics} never holds
 * up a thread that logs.
 *
 * <p>States: healthy, or degraded since an instant for a cause. A failure with a new cause is told at once, the same cause
 * again after one minute, then two, four, up to an hour. The first success afterwards tells how long it took.
 */
final class DeliveryReporter {

    private static final long FIRST_REMINDER_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long LAST_REMINDER_NANOS = TimeUnit.HOURS.toNanos(1);

    private final Diagnostics diagnostics;
    private final Time time;

    private @Nullable String cause;
    private long degradedSince;
    private int failures;
    private long nextReminder;
    private long reminderNanos;

    private final Map<DropReason, Throttle> drops = new EnumMap<>(DropReason.class);
    private final Throttle refusals = new Throttle();
    private long refusedTold;

    DeliveryReporter(Diagnostics diagnostics, Time time) {
        this.diagnostics = diagnostics;
        this.time = time;
    }

    /**
     * An attempt failed.
     *
     * @param newCause the same text for the same trouble
     * @param consequence what happens next
     */
    synchronized void failed(String newCause, String consequence) {
        long now = time.nanos();
        if (cause == null) {
            degradedSince = now;
            failures = 0;
        }
        failures++;
        if (!newCause.equals(cause)) {
            cause = newCause;
            reminderNanos = FIRST_REMINDER_NANOS;
            nextReminder = now + reminderNanos;
            diagnostics.warn("Delivery failed: " + newCause + ". " + consequence);
        } else if (now - nextReminder >= 0) {
            reminderNanos = Math.min(reminderNanos * 2, LAST_REMINDER_NANOS);
            nextReminder = now + reminderNanos;
            diagnostics.warn("Delivery still fails after " + seconds(now - degradedSince) + " and " + failures
                    + " attempts: " + newCause + ". " + consequence);
        }
    }

    /** An attempt succeeded. */
    synchronized void succeeded() {
        if (cause != null) {
            cause = null;
            diagnostics.info("Delivery recovered after " + seconds(time.nanos() - degradedSince) + " and " + failures
                    + " failed attempts.");
        }
    }

    /** Admitted events were given up. */
    synchronized void dropped(DropReason reason, int events, String why) {
        Throttle throttle = drops.computeIfAbsent(reason, r -> new Throttle());
        long told = throttle.add(events, time.nanos());
        if (told > 0) {
            diagnostics.warn("Dropped " + told + " event(s), " + reason + ": " + why);
        }
    }

    /** Looks for refusals at the door since the last call. */
    synchronized void refusals(BufferCounts counts, long bufferBytes) {
        long told = refusals.add(counts.refusedFull() - refusedTold, time.nanos());
        refusedTold = counts.refusedFull();
        if (told > 0) {
            diagnostics.warn(
                    "Refused " + told + " event(s): the buffer is full, " + counts.heldBytes() + " of " + bufferBytes
                            + " bytes wait for delivery. Raise bufferBytes, log less, or look for the cause above.");
        }
    }

    /** Other news, told each time. */
    synchronized void warn(String message) {
        diagnostics.warn(message);
    }

    private static String seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos) + " s";
    }

    /** Lets a growing count through at once and then at most once a minute. Guarded by the reporter's monitor. */
    private static final class Throttle {

        private long untold;
        private boolean quiet;
        private long quietUntil;

        /** Adds to the count; returns what to tell now, 0 for nothing. */
        long add(long more, long now) {
            untold += more;
            if (untold == 0 || (quiet && now - quietUntil < 0)) {
                return 0;
            }
            quiet = true;
            quietUntil = now + FIRST_REMINDER_NANOS;
            long told = untold;
            untold = 0;
            return told;
        }
    }
}
