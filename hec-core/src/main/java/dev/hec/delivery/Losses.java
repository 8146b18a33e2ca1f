package dev.hec.delivery;

import dev.hec.DropReason;
import dev.hec.Severity;
import dev.hec.buffer.EventBuffer;
import dev.hec.telemetry.Loss;
import dev.hec.telemetry.LossReport;
import dev.hec.telemetry.LossWriter;
import dev.hec.time.Time;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Tells the collector of events that it will never see: an event of our own, with what was lost since the last one.
 *
 * <p>It goes into the buffer behind the events that wait there, and from then on is an admitted event like any other. Told after
 * a success, when there is room and a collector that listens.
 *
 * <p>Open for tests only. Thread-safe; the monitor guards the writer and the time of the last telling, and is held while the
 * buffer's lock is taken, by delivery threads only.
 */
public class Losses {

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LossReport report = new LossReport();
    private final LossWriter writer;
    private final Time time;
    private boolean everTold;
    private long toldNanos;

    /** @param writer used under this object's monitor only */
    public Losses(LossWriter writer, Time time) {
        this.writer = writer;
        this.time = time;
    }

    /** An event was refused at the door because the buffer was full; called by threads that log. */
    public void refused(Severity severity, long epochMillis) {
        report.refused(severity, epochMillis);
    }

    /** Events of an earlier process cannot be delivered any more. */
    public void damaged(long events) {
        report.dropped(DropReason.DAMAGED, events);
    }

    void dropped(DropReason reason, Map<Severity, Long> severities, long firstMillis, long lastMillis) {
        report.dropped(reason, severities, firstMillis, lastMillis);
    }

    /**
     * Puts what was lost and not yet told into a buffer, if there is something to tell and room for it. Not soon again after the
     * last time, unless the buffer closes: a collector that rejects such events must not be kept busy with them.
     */
    synchronized void tellInto(EventBuffer buffer) {
        long nanos = time.nanos();
        if (everTold && nanos - toldNanos < INTERVAL_NANOS && !buffer.isClosed()) {
            return;
        }
        Loss loss = report.take();
        if (loss == null) {
            return;
        }
        long now = time.now().toEpochMilli();
        if (!buffer.appendNotice(writer.write(loss, now), now)) {
            report.giveBack(loss);
            return;
        }
        everTold = true;
        toldNanos = nanos;
    }
}
