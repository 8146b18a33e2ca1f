package dev.hec.delivery;

import dev.hec.Diagnostics;
import dev.hec.DropReason;
import dev.hec.buffer.BufferCounts;
import dev.hec.time.Time;
import dev.hec.transport.Trouble;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Says what happens to delivery, once per change and then ever more rarely.
 *
 * <p>Thread-safe; its monitor guards all state and is not held while {@link Diagnostics} is called, so neither can a slow one
 * hold up other threads nor one with a lock of its own lock up with us. Never called by threads that log.
 *
 * <p>Throttling: each kind of trouble is told at once, again after one minute, then two, four, up to an hour. A success ends
 * an outage; it is told if the outage was, with all events lost meanwhile, and makes the next reminder due after one minute
 * again. So a collector that alternates between good and bad is told about once a minute, not once a request. Drops, by
 * reason, and refusals at the door are summed up and told at most once a minute.
 */
final class DeliveryReporter {

    private final String collector;
    private final Diagnostics diagnostics;
    private final Time time;

    private final Map<String, Reminder> reminders = new HashMap<>();
    private boolean failing;
    private boolean outageTold;
    private long failingSince;
    private Instant failingSinceWall = Instant.EPOCH;
    private int failures;
    private long lostBefore;

    private final Map<DropReason, Sum> drops = new EnumMap<>(DropReason.class);
    private final Sum refusals = new Sum();
    private long refusalsSeen;
    private long dropsSeen;
    private boolean closed;

    /**
     * A reporter of a healthy delivery.
     *
     * @param collector what to call the collector in messages
     */
    DeliveryReporter(String collector, Diagnostics diagnostics, Time time) {
        this.collector = collector;
        this.diagnostics = diagnostics;
        this.time = time;
    }

    /**
     * An attempt failed.
     *
     * @param consequence what happens next
     */
    void failed(Trouble trouble, String consequence) {
        warn(failure(trouble, consequence));
    }

    private synchronized @Nullable String failure(Trouble trouble, String consequence) {
        long now = time.nanos();
        if (!failing) {
            failing = true;
            outageTold = false;
            failingSince = now;
            failingSinceWall = time.now().truncatedTo(ChronoUnit.SECONDS);
            failures = 0;
            lostBefore = lostInAll();
        }
        failures++;
        Reminder reminder = reminders.computeIfAbsent(trouble.kind(), kind -> new Reminder());
        if (!reminder.isDue(now)) {
            return null;
        }
        boolean again = reminder.wasToldThisOutage();
        reminder.told(now);
        outageTold = true;
        return again
                ? "Delivery to " + collector + " still fails, since " + failingSinceWall + ", after "
                        + seconds(now - failingSince) + " and " + failures + " attempts, with " + lost()
                        + " so far: " + trouble + ". " + consequence
                : "Delivery to " + collector + " failed: " + trouble + ". " + consequence;
    }

    private long lostInAll() {
        return refusalsSeen + dropsSeen;
    }

    /** What the outage has cost until now. */
    private String lost() {
        long events = lostInAll() - lostBefore;
        return events == 0 ? "no event lost" : events + " event(s) lost";
    }

    /**
     * An attempt succeeded.
     *
     * @param counts taken after it, for the refusals at the door until then
     */
    void succeeded(BufferCounts counts, long bufferBytes) {
        counts(counts, bufferBytes);
        String news = recovery();
        if (news != null) {
            diagnostics.info(news);
        }
    }

    private synchronized @Nullable String recovery() {
        if (!failing) {
            return null;
        }
        failing = false;
        reminders.values().forEach(Reminder::outageEnded);
        return outageTold && !closed
                ? "Delivery to " + collector + " recovered after " + seconds(time.nanos() - failingSince) + " and "
                        + failures + " failed attempts, with " + lost() + " since " + failingSinceWall + "."
                : null;
    }

    /** Admitted events were given up. */
    void dropped(DropReason reason, int events, String why) {
        warn(drop(reason, events, why));
    }

    private synchronized @Nullable String drop(DropReason reason, int events, String why) {
        Sum sum = drops.computeIfAbsent(reason, r -> new Sum());
        sum.why = why;
        sum.add(events);
        dropsSeen += events;
        return drops(reason, sum, sum.tell(time.nanos()));
    }

    private static @Nullable String drops(DropReason reason, Sum sum, long told) {
        return told == 0 ? null : "Dropped " + told + " event(s), " + reason + ": " + sum.why;
    }

    /** Looks for refusals at the door since the last call, and for sums that have waited long enough. */
    void counts(BufferCounts counts, long bufferBytes) {
        sums(counts, bufferBytes, false).forEach(diagnostics::warn);
    }

    private synchronized List<String> sums(BufferCounts counts, long bufferBytes, boolean now) {
        List<String> news = new ArrayList<>();
        // Delivery threads may come here in another order than their snapshots were taken.
        long more = Math.max(0, counts.refusedFull() - refusalsSeen);
        refusalsSeen += more;
        refusals.add(more);
        if (!closed) {
            long nanos = time.nanos();
            long refused = now ? refusals.tellNow(nanos) : refusals.tell(nanos);
            if (refused > 0) {
                news.add("Refused " + refused + " event(s): the buffer is full, " + counts.heldBytes() + " of "
                        + bufferBytes
                        + " bytes wait for delivery. Raise bufferBytes, log less, or look for the cause above.");
            }
            drops.forEach((reason, sum) -> {
                String told = drops(reason, sum, now ? sum.tellNow(nanos) : sum.tell(nanos));
                if (told != null) {
                    news.add(told);
                }
            });
        }
        return news;
    }

    /** Other news, told each time; null for none. */
    void warn(@Nullable String message) {
        if (message != null && !isClosed()) {
            diagnostics.warn(message);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Tells the sums not told yet; from then on nothing is told. */
    void close(BufferCounts counts, long bufferBytes) {
        List<String> last;
        synchronized (this) {
            last = sums(counts, bufferBytes, true);
            closed = true;
        }
        last.forEach(diagnostics::warn);
    }

    private static String seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos) + " s";
    }

    /** A growing count, told at once and then at most once a minute. Guarded by the reporter's monitor. */
    private static final class Sum {

        private String why = "";
        private long untold;
        private boolean everTold;
        private long toldAt;

        void add(long more) {
            untold += more;
        }

        /** What to tell now, 0 for nothing. */
        long tell(long now) {
            return everTold && now - toldAt < Reminder.FIRST_NANOS ? 0 : tellNow(now);
        }

        long tellNow(long now) {
            long told = untold;
            if (told > 0) {
                everTold = true;
                toldAt = now;
                untold = 0;
            }
            return told;
        }
    }
}
