package dev.hec.delivery;

import dev.hec.DropReason;
import dev.hec.buffer.Batch;
import dev.hec.buffer.EventBuffer;
import dev.hec.codec.Codec;
import dev.hec.codec.Compressor;
import dev.hec.time.Time;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Takes batches and brings each to its settlement. Confined to one delivery thread.
 *
 * <pre>
 * Accepted            all records delivered
 * Busy                everybody pauses for Retry-After or backoff, same payload again
 * Unreachable         backoff, same payload again
 * UnsupportedCoding   next codec, same records again
 * TooLarge            two halves; a single record is dropped (OVERSIZE)
 * BadEvent(n)         records before n delivered, n dropped (REJECTED), the rest sent anew
 * BadEvent(unknown)   two halves; a single record is dropped (REJECTED)
 * Refused             token read anew; if it is the same, park and probe
 * too old             the rest dropped (EXPIRED), except while parked
 * </pre>
 *
 * <p>What belongs to an attempt lives in the loop body and dies with it. A run of records that is sent anew in another
 * composition gets a new batch id; the same bytes keep theirs.
 */
final class DeliveryLoop implements Runnable {

    private final DeliveryContext context;
    private final EventBuffer buffer;
    private final Transport transport;
    private final Time time;

    private @Nullable Compressor compressor;
    private @Nullable Codec compressorCodec;

    DeliveryLoop(DeliveryContext context, Transport transport) {
        this.context = context;
        this.transport = transport;
        buffer = context.buffer();
        time = context.time();
    }

    @Override
    public void run() {
        try {
            for (Batch batch = buffer.take(); batch != null; batch = buffer.take()) {
                while (!batch.isSettled()) {
                    sendOrReport(batch);
                }
            }
        } catch (InterruptedException e) {
            // Only closing interrupts this thread; what is left is counted there.
            return;
        } finally {
            transport.close();
            if (compressor != null) {
                compressor.close();
            }
        }
    }

    /** A failure of our own, or memory running out, must not end delivery: the rest of the batch is sent again. */
    private void sendOrReport(Batch batch) throws InterruptedException {
        try {
            send(batch, batch.settled(), batch.records());
        } catch (RuntimeException | Error e) {
            context.reporter().failed("unexpected " + e, "Trying again; events are kept.");
            context.pacer().backOff(context.retry().maxNanos());
        }
    }

    /** Settles the records of a run, whose first record is the first unsettled one of the batch. */
    private void send(Batch batch, int from, int to) throws InterruptedException {
        Payload payload = payload(batch, from, to);
        for (int attempt = 1; ; attempt++) {
            context.pacer().awaitTurn();
            Outcome outcome = attempt(payload, attempt);
            context.reporter().refusals(buffer.counts(), context.bufferBytes());
            if (outcome instanceof Outcome.Accepted) {
                context.counters().accepted(payload);
                context.reporter().succeeded();
                buffer.delivered(batch, to);
                return;
            } else if (outcome instanceof Outcome.TooLarge tooLarge) {
                halve(batch, from, to, DropReason.OVERSIZE, tooLarge.why());
                return;
            } else if (outcome instanceof Outcome.BadEvent bad) {
                isolate(batch, from, to, bad);
                return;
            } else if (outcome instanceof Outcome.UnsupportedCoding unsupported
                    && context.codecs().refused(payload.codec())) {
                context.reporter()
                        .warn("The collector does not take " + payload.codec().name() + " (" + unsupported.why()
                                + "); using " + context.codecs().current().name() + " from now on.");
                payload = payload(batch, from, to);
            } else if (expired(batch, outcome)) {
                drop(batch, from, to, DropReason.EXPIRED, "not accepted within retryFor");
                return;
            } else {
                waitAfter(outcome, attempt);
            }
        }
    }

    private Outcome attempt(Payload payload, int attempt) throws InterruptedException {
        context.counters().requested(attempt);
        try {
            return Outcome.of(transport.post(payload, context.credentials().authorization()), time.now());
        } catch (IOException e) {
            return Outcome.of(e);
        }
    }

    private void waitAfter(Outcome outcome, int attempt) throws InterruptedException {
        RetryPolicy policy = context.retry();
        long backoff = policy.backoffNanos(attempt, ThreadLocalRandom.current().nextDouble());
        if (outcome instanceof Outcome.Busy busy) {
            context.reporter().failed(busy.why(), "The collector asks for patience; events are kept.");
            long asked = busy.retryAfter().map(DeliveryLoop::nanos).orElse(0L);
            context.pacer().pause(Math.max(Math.min(asked, policy.maxPauseNanos()), backoff));
        } else if (outcome instanceof Outcome.Unreachable unreachable) {
            context.reporter().failed(unreachable.why(), "Trying again; events are kept.");
            context.pacer().backOff(backoff);
        } else if (!context.credentials().refresh()) {
            context.reporter().failed(refusal(outcome), "Events are kept; check url and token.");
            context.pacer().backOff(policy.parkNanos());
        }
    }

    private static String refusal(Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            return "the collector refuses us, " + refused.why();
        }
        if (outcome instanceof Outcome.UnsupportedCoding unsupported) {
            return "the collector refuses even uncompressed bodies, " + unsupported.why();
        }
        throw new IllegalStateException("no refusal: " + outcome);
    }

    private static long nanos(Duration duration) {
        // Retry-After has no upper bound, a long of nanoseconds has: 292 years.
        return duration.compareTo(Duration.ofDays(365)) > 0
                ? Duration.ofDays(365).toNanos()
                : duration.toNanos();
    }

    /** A refused sender waits for somebody to mend its token or address, however long that takes. */
    private boolean expired(Batch batch, Outcome outcome) {
        boolean transientTrouble = outcome instanceof Outcome.Busy || outcome instanceof Outcome.Unreachable;
        return transientTrouble
                && time.nanos() - batch.oldestNanos() >= context.retry().retryForNanos();
    }

    private void isolate(Batch batch, int from, int to, Outcome.BadEvent bad) throws InterruptedException {
        OptionalInt event = bad.event();
        if (event.isEmpty() || event.getAsInt() < 0 || event.getAsInt() >= to - from) {
            halve(batch, from, to, DropReason.REJECTED, bad.why());
            return;
        }
        int index = from + event.getAsInt();
        if (index > from) {
            buffer.delivered(batch, index);
        }
        drop(batch, index, index + 1, DropReason.REJECTED, bad.why());
        if (index + 1 < to) {
            send(batch, index + 1, to);
        }
    }

    private void halve(Batch batch, int from, int to, DropReason reasonForOne, String why) throws InterruptedException {
        if (to - from == 1) {
            drop(batch, from, to, reasonForOne, why);
        } else {
            int middle = (from + to) >>> 1;
            send(batch, from, middle);
            send(batch, middle, to);
        }
    }

    private void drop(Batch batch, int from, int to, DropReason reason, String why) {
        buffer.dropped(batch, to, reason);
        context.reporter().dropped(reason, to - from, why);
    }

    private Payload payload(Batch batch, int from, int to) {
        Codec codec = context.codecs().current();
        ByteBuffer raw = batch.bytes(from, to);
        return new Payload(compressor(codec).compress(raw), codec, raw.remaining(), context.nextBatchId());
    }

    private Compressor compressor(Codec codec) {
        Compressor current = compressor;
        if (current == null || compressorCodec != codec) {
            if (current != null) {
                current.close();
            }
            current = codec.compressor(context.compressionLevelFor(codec));
            compressor = current;
            compressorCodec = codec;
        }
        return current;
    }
}
