package dev.hec.delivery;

import dev.hec.DropReason;
import dev.hec.buffer.Batch;
import dev.hec.buffer.BatchId;
import dev.hec.buffer.EventBuffer;
import dev.hec.buffer.Region;
import dev.hec.codec.Codec;
import dev.hec.codec.Compressor;
import dev.hec.time.Time;
import dev.hec.transport.Payload;
import dev.hec.transport.Transport;
import dev.hec.transport.Trouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
 * BadEvent(unknown)   uncompressed, if the codec was never accepted; else two halves; a single record is dropped (REJECTED)
 * Refused             token read anew; if it is the same, park and probe
 * failure of our own  long backoff, the unsettled records again
 * too old             the rest dropped (EXPIRED); the time spent parked does not count
 * </pre>
 *
 * <p>What belongs to an attempt lives in the loop body and dies with it. A run of records that is sent anew in another
 * composition gets a new batch id; the same bytes keep theirs. Records are settled before anything is told about them, so
 * that trouble with telling cannot send them twice.
 */
final class DeliveryLoop implements Runnable {

    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

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
                    while (!batch.isSettled()) {
                        sendOrReport(batch);
                    }
                    batch = null;
                } catch (OutOfMemoryError e) {
                    // Nothing here may need memory. The next turn goes on with the same batch; an interrupt ends the
                    // rest.
                    LockSupport.parkNanos(REST_NANOS);
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
            finishInterrupted(batch);
            settleTo(batch, batch.records());
        } catch (RuntimeException | Error e) {
            Trouble trouble = Trouble.unexpected(e);
            if (isTooOld(batch)) {
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
            send(batch, batch.settled(), to, context.nextBatchId());
        }
    }

    /** Settles at least the first record of a run, which is the first unsettled one of the batch. */
    private void send(Batch batch, int from, int to, BatchId id) throws InterruptedException {
        Payload payload = payload(batch, from, to, context.codecs().current(), id);
        batch.attempting(to, id);
        Codec doubted = null;
        for (int attempt = 1; ; attempt++) {
            long sentAt = context.pacer().awaitTurn(payload.rawBytes());
            String authorization = context.credentials().authorization();
            Outcome outcome = attempt(payload, authorization, attempt);
            long backoff = context.retry()
                    .backoffNanos(attempt, ThreadLocalRandom.current().nextDouble());
            pace(outcome, sentAt, backoff);
            if (outcome instanceof Outcome.Accepted) {
                context.counters().accepted(payload);
                buffer.delivered(batch, to);
                tellAccepted(payload.codec(), doubted);
                return;
            } else if (outcome instanceof Outcome.TooLarge tooLarge) {
                halve(batch, from, to, DropReason.OVERSIZE, tooLarge.why());
                return;
            } else if (outcome instanceof Outcome.BadEvent bad
                    && bad.event().isEmpty()
                    && context.codecs().isInDoubt(payload.codec())) {
                // A collector that does not know the coding reads the compressed bytes as broken JSON.
                doubted = payload.codec();
                payload = payload(batch, from, to, Codec.NONE, id);
                attempt = 0;
            } else if (outcome instanceof Outcome.BadEvent bad) {
                isolate(batch, from, to, bad);
                return;
            } else if (outcome instanceof Outcome.UnsupportedCoding unsupported
                    && context.codecs().refused(payload.codec())) {
                tellNewCodec(payload.codec(), unsupported.why().toString());
                payload = payload(batch, from, to, context.codecs().current(), id);
                attempt = 0;
            } else if (isTransient(outcome) && isTooOld(batch)) {
                drop(batch, from, to, DropReason.EXPIRED, "not accepted within retryFor");
                return;
            } else {
                waitAfter(outcome, authorization, backoff);
            }
        }
    }

    private void tellAccepted(Codec codec, @Nullable Codec doubted) {
        if (doubted == null) {
            context.codecs().accepted(codec);
        } else {
            context.codecs().unreadable(doubted);
            tellNewCodec(doubted, "it answered 400, and took the same events uncompressed");
        }
        context.reporter().succeeded(buffer.counts(), context.bufferBytes());
    }

    private void tellNewCodec(Codec refused, String why) {
        context.reporter()
                .warn("The collector does not take " + refused.name() + " (" + why + "); using "
                        + context.codecs().current().name() + " from now on.");
    }

    private Outcome attempt(Payload payload, String authorization, int attempt) throws InterruptedException {
        context.counters().requested(attempt);
        try {
            return Outcome.of(transport.post(context.url(), payload, authorization), time.now());
        } catch (IOException e) {
            return Outcome.of(e);
        }
    }

    /** What an outcome means for everybody's next request. */
    private void pace(Outcome outcome, long sentAt, long backoff) {
        if (outcome instanceof Outcome.Busy busy) {
            context.pacer().busy(sentAt, busy.retryAfter(), backoff);
        } else if (!(outcome instanceof Outcome.Unreachable)) {
            context.pacer().succeeded(sentAt);
        }
    }

    private void waitAfter(Outcome outcome, String authorization, long backoff) throws InterruptedException {
        context.reporter().counts(buffer.counts(), context.bufferBytes());
        if (outcome instanceof Outcome.Busy busy) {
            context.reporter().failed(busy.why(), "The collector asks for patience; events are kept.");
        } else if (outcome instanceof Outcome.Unreachable unreachable) {
            context.reporter().failed(unreachable.why(), "Trying again; events are kept.");
            context.pacer().backOff(backoff);
        } else if (outcome instanceof Outcome.Refused refused) {
            if (!context.credentials().renew(authorization)) {
                park(refused.why(), "The collector refuses us; events are kept. Check url and token.");
            }
        } else if (outcome instanceof Outcome.UnsupportedCoding unsupported) {
            park(unsupported.why(), "The collector refuses even uncompressed bodies; events are kept.");
        } else {
            throw new IllegalStateException("nothing to wait for: " + outcome);
        }
    }

    private void park(Trouble why, String consequence) throws InterruptedException {
        context.reporter().failed(why, consequence);
        context.pacer().backOff(context.retry().parkNanos());
        context.resumed().set(time.nanos());
    }

    /** A refused sender waits for somebody to mend its token or address, however long that takes. */
    private static boolean isTransient(Outcome outcome) {
        return outcome instanceof Outcome.Busy || outcome instanceof Outcome.Unreachable;
    }

    private boolean isTooOld(Batch batch) {
        long now = time.nanos();
        long age = Math.min(now - batch.oldestNanos(), now - context.resumed().get());
        return age >= context.retry().retryForNanos();
    }

    /** Settles a run up to its bad event; what comes after it is the next run. */
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
        drop(batch, index, index + 1, DropReason.REJECTED, bad.why().toString());
    }

    private void halve(Batch batch, int from, int to, DropReason reasonForOne, Trouble why)
            throws InterruptedException {
        if (to - from == 1) {
            drop(batch, from, to, reasonForOne, why.toString());
        } else {
            int middle = batch.middle(from, to);
            settleTo(batch, middle);
            settleTo(batch, to);
        }
    }

    private void drop(Batch batch, int from, int to, DropReason reason, String why) {
        buffer.dropped(batch, to, reason);
        context.reporter().dropped(reason, to - from, why);
    }

    private Payload payload(Batch batch, int from, int to, Codec codec, BatchId id) {
        ByteBuffer raw = batch.bytes(from, to);
        return new Payload(compressor(codec).compress(raw), codec, raw.remaining(), id.toString(), "application/json");
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
