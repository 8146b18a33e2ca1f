package dev.hec.delivery;

import java.util.concurrent.TimeUnit;

/**
 * When one kind of trouble was told, and when it will be again: after one minute, then two, four, up to an hour.
 *
 * <p>Guarded by the monitor of {@link DeliveryReporter}.
 */
final class Reminder {

    static final long FIRST_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long LAST_NANOS = TimeUnit.HOURS.toNanos(1);

    private boolean everTold;
    private boolean toldThisOutage;
    private long toldAt;
    private long intervalNanos = FIRST_NANOS;

    boolean isDue(long now) {
        return !everTold || now - toldAt >= intervalNanos;
    }

    boolean wasToldThisOutage() {
        return toldThisOutage;
    }

    void told(long now) {
        if (toldThisOutage) {
            intervalNanos = Math.min(intervalNanos * 2, LAST_NANOS);
        }
        everTold = true;
        toldThisOutage = true;
        toldAt = now;
    }

    void outageEnded() {
        toldThisOutage = false;
        intervalNanos = FIRST_NANOS;
    }
}
