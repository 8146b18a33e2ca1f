package dev.hec.delivery;

import dev.hec.buffer.Batch;
import dev.hec.buffer.BatchId;
import dev.hec.codec.Codec;
import dev.hec.codec.Compressor;
import dev.hec.telemetry.JfrEvents;
import dev.hec.time.Time;
import dev.hec.transport.Answer;
import dev.hec.transport.Payload;
import dev.hec.transport.Transport;
import dev.hec.transport.Trouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Sends a run of records again and again, until it is clear what becomes of it. Confined to one delivery thread.
 *
 * <pre>
 * Accepted            clear; with acks, once the collector says they are indexed
 * Busy                everybody pauses for Retry-After or backoff, same payload again
 * Unreachable         another endpoint at once, or backoff; same payload again
 * UnsupportedCoding   next codec, same records again
 * TooLarge            clear
 * BadEvent(n)         clear, if n > 0
 * BadEvent(0)         uncompressed, if the codec was never accepted; else clear
 * BadEvent(unknown)   the same
 * Refused             token read anew; if it is the same or refused too, another endpoint, or park and probe
 * too old             clear, after Busy or Unreachable; the time spent parked does not count
 * </pre>
 *
 * <p>What belongs to an attempt lives in the loop body and dies with it. The run keeps its id whatever the codec: it is the same
 * records.
 */
final class Attempts implements AutoCloseable {

    /** A run of records of a batch: from its first unsettled one to an index. */
    record Run(Batch batch, int from, int to, BatchId id) {}

    /**
     * What is clear about a run.
     *
     * @param outcome of the last attempt: accepted, too large or bad; anything, if the run has expired
     * @param expired whether the run got too old on the way
     * @param codec what compressed the last attempt
     * @param doubted a codec that the collector could not read, though it did not say so; null for none
     */
    record Verdict(
            Outcome outcome,
            boolean expired,
            Codec codec,
            @Nullable Codec doubted) {}

    private static final String PROXY_REFUSES = "HTTP 407";

    private final DeliveryContext context;
    private final Transport transport;
    private final Time time;

    private @Nullable Compressor compressor;
    private @Nullable Codec compressorCodec;
    private int requests;
    private long wireBytes;
    private String address = "";
    private String lastOutcome = "";

    Attempts(DeliveryContext context, Transport transport) {
        this.context = context;
        this.transport = transport;
        time = context.time();
    }

    /** Requests since the last {@link #beginBatch}. */
    int requests() {
        return requests;
    }

    /** Body bytes of the requests since the last {@link #beginBatch}. */
    long wireBytes() {
        return wireBytes;
    }

    /** Where the last request went, for people. */
    String address() {
        return address;
    }

    /** What the last request came to, for people. */
    String lastOutcome() {
        return lastOutcome;
    }

    void beginBatch() {
        requests = 0;
        wireBytes = 0;
    }

    /** Sends a run until it is clear what becomes of it. */
    Verdict send(Run run) throws InterruptedException {
        Payload payload = payload(run, context.codecs().current());
        run.batch().attempting(run.to(), run.id());
        Codec doubted = null;
        boolean maybeStored = false;
        boolean renewed = false;
        for (int attempt = 1; ; attempt++) {
            long sentAt = context.pacer().awaitTurn(payload.rawBytes());
            Endpoint endpoint = context.endpoints().pick();
            String authorization = context.credentials().authorization();
            count(payload, endpoint, attempt, maybeStored);
            Outcome outcome = attempt(payload, endpoint, authorization);
            lastOutcome = outcome.getClass().getSimpleName();
            maybeStored |= outcome instanceof Outcome.Unreachable unreachable && unreachable.maybeSent();
            long backoff = context.retry()
                    .backoffNanos(attempt, ThreadLocalRandom.current().nextDouble());
            long pause = pace(outcome, sentAt, backoff);
            // Once in a row: a source that makes a new token each time is asked, it does not help all the same.
            renewed = !renewed
                    && outcome instanceof Outcome.Refused refused
                    && refused.isAboutTheToken()
                    && context.credentials().renew(authorization);
            boolean newCodec = outcome instanceof Outcome.UnsupportedCoding
                    && context.codecs().refused(payload.codec());
            boolean elsewhere = !renewed && learn(endpoint, outcome, newCodec);
            if (outcome instanceof Outcome.Accepted || outcome instanceof Outcome.TooLarge) {
                return new Verdict(outcome, false, payload.codec(), doubted);
            } else if (outcome instanceof Outcome.BadEvent bad) {
                if (bad.event().orElse(0) != 0 || !context.codecs().isInDoubt(payload.codec())) {
                    return new Verdict(outcome, false, payload.codec(), doubted);
                }
                // A collector that does not know the coding reads the compressed bytes as broken JSON, which some call
                // a bad first event.
                doubted = payload.codec();
                payload = payload(run, Codec.NONE);
                attempt = 0;
            } else if (newCodec && outcome instanceof Outcome.UnsupportedCoding unsupported) {
                tellNewCodec(payload.codec(), unsupported.why().toString());
                payload = payload(run, context.codecs().current());
                attempt = 0;
            } else if (isTransient(outcome) && context.isTooOld(run.batch())) {
                return new Verdict(outcome, true, payload.codec(), doubted);
            } else {
                tell(outcome, elsewhere);
                if (!renewed && !elsewhere) {
                    waitAfter(outcome, pause);
                }
            }
        }
    }

    /** A collector that takes no body at all, also none without compression, is as useful as one that is away. */
    private boolean learn(Endpoint endpoint, Outcome outcome, boolean newCodec) {
        if (!newCodec && outcome instanceof Outcome.UnsupportedCoding unsupported) {
            return context.endpoints().failed(endpoint, unsupported.why(), 1);
        }
        return context.endpoints().attempted(endpoint, outcome);
    }

    private void count(Payload payload, Endpoint endpoint, int attempt, boolean maybeStored) {
        context.counters().requested(attempt, maybeStored);
        requests++;
        wireBytes += payload.bytes().remaining();
        address = EndpointState.address(endpoint.url());
    }

    private Outcome attempt(Payload payload, Endpoint endpoint, String authorization) throws InterruptedException {
        Answer answer;
        try {
            answer = transport.post(endpoint.url(), payload, authorization);
        } catch (IOException e) {
            return Outcome.of(e);
        }
        Outcome outcome = Outcome.of(answer, time.now());
        if (outcome instanceof Outcome.Accepted) {
            context.counters().accepted(payload);
            return acknowledged(endpoint, answer, outcome);
        }
        return context.settings().raw() ? Outcome.withoutEventNumber(outcome) : outcome;
    }

    private Outcome acknowledged(Endpoint endpoint, Answer answer, Outcome accepted) throws InterruptedException {
        Acks acks = context.acks();
        if (acks == null) {
            return accepted;
        }
        Acks.Result result = acks.await(transport, endpoint.url(), context.credentials(), answer);
        if (result instanceof Acks.NotOffered notOffered) {
            context.reporter().warn(notOffered.news());
        }
        return result instanceof Acks.TimedOut late ? new Outcome.Unreachable(true, late.why()) : accepted;
    }

    /**
     * What an outcome means for everybody's next request.
     *
     * @return how long the next attempt has to wait
     */
    private long pace(Outcome outcome, long sentAt, long backoff) {
        if (outcome instanceof Outcome.Busy busy) {
            return context.pacer().busy(sentAt, busy.retryAfter(), backoff);
        } else if (!(outcome instanceof Outcome.Unreachable)) {
            context.pacer().succeeded(sentAt);
        }
        return backoff;
    }

    /** After the records of an accepted run are settled. */
    void tellAccepted(Verdict verdict) {
        Codec doubted = verdict.doubted();
        if (doubted == null) {
            context.codecs().accepted(verdict.codec());
        } else {
            context.codecs().unreadable(doubted);
            tellNewCodec(doubted, "it answered 400, and took the same events uncompressed");
        }
        context.reporter().succeeded(context.buffer().counts(), context.bufferBytes());
    }

    private void tellNewCodec(Codec refused, String why) {
        context.reporter()
                .warn("The collector does not take " + refused.name() + " (" + why + "); using "
                        + context.codecs().current().name() + " from now on.");
    }

    private void tell(Outcome outcome, boolean elsewhere) {
        context.reporter().counts(context.buffer().counts(), context.bufferBytes());
        if (outcome instanceof Outcome.Busy busy) {
            context.reporter().failed(busy.why(), "The collector asks for patience; events are kept.");
        } else if (outcome instanceof Outcome.Unreachable unreachable) {
            context.reporter().failed(unreachable.why(), "Trying again; events are kept.");
        } else if (outcome instanceof Outcome.Refused refused && elsewhere) {
            // Without other addresses it is told when delivery parks.
            context.reporter().failed(refused.why(), "Another address takes over; check url and token.");
        }
    }

    private void waitAfter(Outcome outcome, long nanos) throws InterruptedException {
        if (outcome instanceof Outcome.Busy busy) {
            // The pacer holds everybody.
            JfrEvents.paused(context.name(), nanos, busy.why().kind());
        } else if (outcome instanceof Outcome.Unreachable unreachable) {
            JfrEvents.paused(context.name(), nanos, unreachable.why().kind());
            context.pacer().backOff(nanos);
        } else if (outcome instanceof Outcome.Refused refused) {
            park(
                    refused.why(),
                    refused.why().kind().equals(PROXY_REFUSES)
                            ? "The proxy refuses us; events are kept. Check proxyUser and proxyPassword."
                            : "The collector refuses us; events are kept. Check url and token.");
        } else if (outcome instanceof Outcome.UnsupportedCoding unsupported) {
            park(unsupported.why(), "The collector refuses even uncompressed bodies; events are kept.");
        } else {
            throw new IllegalStateException("nothing to wait for: " + outcome);
        }
    }

    private void park(Trouble why, String consequence) throws InterruptedException {
        context.reporter().failed(why, consequence);
        JfrEvents.paused(context.name(), context.retry().parkNanos(), why.kind());
        context.pacer().backOff(context.retry().parkNanos());
        context.resumed().set(time.nanos());
    }

    /** A refused sender waits for somebody to mend its token or address, however long that takes. */
    private static boolean isTransient(Outcome outcome) {
        return outcome instanceof Outcome.Busy || outcome instanceof Outcome.Unreachable;
    }

    private Payload payload(Run run, Codec codec) {
        ByteBuffer raw = run.batch().bytes(run.from(), run.to());
        return new Payload(
                compressor(codec).compress(raw),
                codec,
                raw.remaining(),
                run.id().toString(),
                context.settings().contentType());
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

    /** Frees the connection and native memory. */
    @Override
    public void close() {
        transport.close();
        if (compressor != null) {
            compressor.close();
        }
    }
}
