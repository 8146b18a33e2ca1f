package dev.hec.telemetry;

import dev.hec.Admission;
import dev.hec.DropReason;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events {@code hec.Batch}, {@code hec.Drop}, {@code hec.Pause} and {@code hec.SlowAppend} while a recording of
 * the JDK's Flight Recorder wants them.
 *
 * <p>Stateless and thread-safe; never called under a lock. Without a recording each method reads one flag and allocates
 * nothing. Without the module {@code jdk.jfr} there are no events.
 *
 * <p>The classes of the events are loaded only once a recording has been started in this JVM: to load one starts the
 * recorder's own machinery, which takes far longer than a log call may. So {@code jfr metadata} shows them no earlier.
 */
public final class JfrEvents {

    private static final boolean PRESENT = isPresent();

    private JfrEvents() {}

    private static boolean isPresent() {
        try {
            boolean ignored = FlightRecorder.isInitialized();
            return true;
        } catch (LinkageError e) {
            return false;
        }
    }

    private static boolean isRecorderInUse() {
        return PRESENT && FlightRecorder.isInitialized();
    }

    /** Starts to measure an append; null if no recording wants to know. */
    public static @Nullable AppendWatch watchAppend() {
        return isRecorderInUse() ? Recorded.append() : null;
    }

    /** Starts to measure the delivery of a batch; null if no recording wants to know. */
    public static @Nullable BatchWatch watchBatch() {
        return isRecorderInUse() ? Recorded.batch() : null;
    }

    /**
     * Admitted events were given up.
     *
     * @param client its name
     */
    public static void dropped(String client, DropReason reason, long events) {
        if (isRecorderInUse()) {
            Recorded.drop(client, reason.name(), events);
        }
    }

    /**
     * Events were refused at the door.
     *
     * @param client its name
     */
    public static void refused(String client, Admission reason, long events) {
        if (isRecorderInUse()) {
            Recorded.drop(client, reason.name(), events);
        }
    }

    /**
     * Sending pauses.
     *
     * @param client its name
     * @param nanos how long
     * @param cause what for, for people
     */
    public static void paused(String client, long nanos, String cause) {
        if (isRecorderInUse()) {
            Recorded.pause(client, nanos, cause);
        }
    }

    /** What refers to the classes of the events; loaded with the first one. */
    private static final class Recorded {

        /** Asked whether a recording wants such events, so that none is made only to ask it. */
        private static final SlowAppendEvent APPEND = new SlowAppendEvent();

        private static final BatchEvent BATCH = new BatchEvent();

        private Recorded() {}

        static @Nullable AppendWatch append() {
            if (!APPEND.isEnabled()) {
                return null;
            }
            SlowAppendEvent event = new SlowAppendEvent();
            event.begin();
            return event;
        }

        static @Nullable BatchWatch batch() {
            if (!BATCH.isEnabled()) {
                return null;
            }
            BatchEvent event = new BatchEvent();
            event.begin();
            return event;
        }

        static void drop(String client, String reason, long events) {
            DropEvent event = new DropEvent();
            if (event.isEnabled()) {
                event.client = client;
                event.reason = reason;
                event.events = events;
                event.commit();
            }
        }

        static void pause(String client, long nanos, String cause) {
            PauseEvent event = new PauseEvent();
            if (event.isEnabled()) {
                event.client = client;
                event.nanos = nanos;
                event.cause = cause;
                event.commit();
            }
        }
    }
}
