package dev.hec.delivery;

import dev.hec.DropReason;
import dev.hec.Severity;
import dev.hec.buffer.Batch;
import dev.hec.buffer.BatchId;
import dev.hec.buffer.EventBuffer;
import dev.hec.buffer.Region;
import dev.hec.deadletter.DeadLetters;
import dev.hec.delivery.Attempts.Run;
import dev.hec.delivery.Attempts.Verdict;
import dev.hec.telemetry.BatchWatch;
import dev.hec.telemetry.JfrEvents;
import dev.hec.transport.Transport;
import dev.hec.transport.Trouble;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Takes batches and brings each to its settlement. Confined to one delivery thread.
 *
 * <pre>
 * Accepted            all records delivered
 * TooLarge            two parts; a single record is dropped (OVERSIZE)
 * BadEvent(n)         records before n delivered, n dropped (REJECTED), the rest sent anew
 * BadEvent(0)         the first record alone; if that is accepted, the others in two parts
 * BadEvent(unknown)   two parts; a single record is dropped (REJECTED)
 * too old             the rest dropped (EXPIRED)
 * failure of our own  long backoff, the unsettled records again
 * </pre>
 *
 * <p>What {@link Attempts} tries before it comes to that is written there. A run of records that is sent in another composition
 * gets a new batch id. What an earlier process was sending when it died goes out first, in the same composition and under the
 * same id. Records are settled before anything is told about them, so that trouble with telling cannot send them twice.
 */
final class DeliveryLoop implements Runnable {

    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final DeliveryContext context;
    private final EventBuffer buffer;
    private final Attempts attempts;
    private @Nullable Run last;

    DeliveryLoop(DeliveryContext context, Transport transport) {
        this.context = context;
        buffer = context.buffer();
        attempts = new Attempts(context, transport);
    }

    @Override
    public void run() {
        Batch batch = null;
        try {
            while (true) {
                try {
                    if (batch == null) {
                        // Left open, the batch grows until it may go.
                        context.pacer().awaitOpen();
                        batch = buffer.take();
                    }
                    if (batch == null) {
                        return;
                    }
                    deliver(batch);
                    batch = null;
                } catch (RuntimeException | Error e) {
                    // Memory may have run out, so nothing here needs any. The next turn goes on with the same batch; an
                    // interrupt ends the rest.
                    LockSupport.parkNanos(REST_NANOS);
                }
            }
        } catch (InterruptedException e) {
            // Only closing interrupts this thread; what is left is counted there.
            return;
        } finally {
            attempts.close();
        }
    }

    private void deliver(Batch batch) throws InterruptedException {
        BatchWatch watch = JfrEvents.watchBatch();
        int records = batch.records() - batch.settled();
        int rawBytes = batch.bytes(batch.settled(), batch.records()).remaining();
        attempts.beginBatch();
        while (!batch.isSettled()) {
            sendOrReport(batch);
        }
        if (watch != null) {
            watch.ended(new BatchWatch.Facts(
                    context.name(),
                    attempts.address(),
                    records,
                    rawBytes,
                    attempts.wireBytes(),
                    attempts.requests(),
                    String.valueOf(batch.cut()),
                    attempts.lastOutcome()));
        }
    }

    /** A failure of our own, or memory running out, must not end delivery: the rest of the batch is sent again. */
    private void sendOrReport(Batch batch) throws InterruptedException {
        try {
            finishInterrupted(batch);
            settleTo(batch, batch.records());
        } catch (RuntimeException | Error e) {
            if (batch.isSettled()) {
                // It was the telling that failed; there is nothing left to do.
                return;
            }
            Trouble trouble = Trouble.unexpected(e);
            if (context.isTooOld(batch)) {
                drop(batch, batch.settled(), batch.records(), DropReason.EXPIRED, trouble.toString());
            } else {
                context.reporter().failed(trouble, "Trying again; events are kept.");
                context.pacer().backOff(context.retry().maxNanos());
            }
        }
    }

    /** What an earlier process was sending when it died goes out again under the same id: the collector may have it. */
    private void finishInterrupted(Batch batch) throws InterruptedException {
        Region.Attempt attempt = batch.interrupted();
        if (attempt != null && attempt.from() == batch.settled() && attempt.to() <= batch.records()) {
            send(batch, attempt.from(), attempt.to(), attempt.id());
        }
    }

    /** Settles the records before an index. A loop, because a run of bad events would be too deep for a recursion. */
    private void settleTo(Batch batch, int to) throws InterruptedException {
        while (batch.settled() < to) {
            send(batch, batch.settled(), to, idOf(batch, to));
        }
    }

    /** After a failure of our own the same records go out again, and may have arrived before: they keep their id. */
    private BatchId idOf(Batch batch, int to) {
        Run run = last;
        if (run != null && run.batch() == batch && run.from() == batch.settled() && run.to() == to) {
            return run.id();
        }
        return context.nextBatchId();
    }

    /**
     * Settles at least the first record of a run, which is the first unsettled one of the batch.
     *
     * @return whether the collector accepted the run as it is
     */
    private boolean send(Batch batch, int from, int to, BatchId id) throws InterruptedException {
        Run run = new Run(batch, from, to, id);
        last = run;
        Verdict verdict = attempts.send(run);
        if (verdict.expired()) {
            drop(batch, from, to, DropReason.EXPIRED, "not accepted within retryFor");
        } else if (verdict.outcome() instanceof Outcome.Accepted) {
            buffer.delivered(batch, to);
            attempts.tellAccepted(verdict);
            context.losses().tellInto(buffer);
            return true;
        } else if (verdict.outcome() instanceof Outcome.TooLarge tooLarge) {
            divide(batch, from, to, DropReason.OVERSIZE, tooLarge.why());
        } else if (verdict.outcome() instanceof Outcome.BadEvent bad) {
            isolate(batch, from, to, bad);
        } else {
            throw new IllegalStateException("nothing follows from " + verdict);
        }
        return false;
    }

    /** Settles a run up to its bad event; what comes after it is the next run. */
    private void isolate(Batch batch, int from, int to, Outcome.BadEvent bad) throws InterruptedException {
        OptionalInt event = bad.event();
        if (event.isEmpty() || event.getAsInt() < 0 || event.getAsInt() >= to - from) {
            divide(batch, from, to, DropReason.REJECTED, bad.why());
            return;
        }
        int index = from + event.getAsInt();
        if (index > from) {
            buffer.delivered(batch, index);
        } else if (to - from > 1) {
            suspect(batch, from, to);
            return;
        }
        drop(batch, index, index + 1, DropReason.REJECTED, bad.why().toString());
    }

    /**
     * The collector blames the first of several records and has stored none. Some say that of a body which they do not take as
     * a whole, because it is too large for them: dropping the first record again and again would lose them all.
     */
    private void suspect(Batch batch, int from, int to) throws InterruptedException {
        int second = from + 1;
        boolean accepted = send(batch, from, second, context.nextBatchId());
        if (accepted && to - second > 1) {
            halve(batch, second, to);
        }
    }

    private void divide(Batch batch, int from, int to, DropReason reasonForOne, Trouble why)
            throws InterruptedException {
        if (to - from == 1) {
            drop(batch, from, to, reasonForOne, why.toString());
        } else {
            halve(batch, from, to);
        }
    }

    private void halve(Batch batch, int from, int to) throws InterruptedException {
        int middle = batch.safeMiddle(from, to);
        if (middle < 0) {
            context.counters().dividedUnsafely();
            middle = (from + to) >>> 1;
        }
        settleTo(batch, middle);
        settleTo(batch, to);
    }

    private void drop(Batch batch, int from, int to, DropReason reason, String why) {
        DeadLetters deadLetters = context.deadLetters();
        Map<Severity, Long> severities = new EnumMap<>(Severity.class);
        for (int record = from; record < to; record++) {
            severities.merge(batch.severity(record), 1L, Long::sum);
            if (deadLetters != null) {
                ByteBuffer bytes = batch.bytes(record, record + 1);
                deadLetters.write(bytes, reason, why, context.time().now());
            }
        }
        long first = batch.minTime();
        long last = batch.maxTime();
        // Last of all that looks into the batch: the memory and index of what is settled may be used for other records.
        buffer.dropped(batch, to, reason);
        context.losses().dropped(reason, severities, first, last);
        context.reporter().dropped(reason, to - from, why);
        JfrEvents.dropped(context.name(), reason, to - from);
    }
}
