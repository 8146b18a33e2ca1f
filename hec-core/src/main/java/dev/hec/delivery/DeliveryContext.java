package dev.hec.delivery;

import dev.hec.auth.Credentials;
import dev.hec.buffer.Batch;
import dev.hec.buffer.BatchId;
import dev.hec.buffer.EventBuffer;
import dev.hec.codec.Codec;
import dev.hec.deadletter.DeadLetters;
import dev.hec.time.Time;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the delivery loops of one client share. Thread-safe, as each of its parts is.
 *
 * @param bufferBytes bound of the buffer, for messages
 * @param acks null where acceptance counts as delivery
 * @param deadLetters null where events that are given up are not kept
 * @param batches number of batch ids given out
 * @param resumed monotonic time at which delivery last came out of being parked; long ago if it never was
 */
record DeliveryContext(
        DeliverySettings settings,
        EventBuffer buffer,
        long bufferBytes,
        Credentials credentials,
        Endpoints endpoints,
        @Nullable Acks acks,
        CodecChoice codecs,
        Pacer pacer,
        DeliveryReporter reporter,
        DeliveryCounters counters,
        Losses losses,
        @Nullable DeadLetters deadLetters,
        Time time,
        AtomicLong batches,
        AtomicLong resumed) {

    String name() {
        return settings.name();
    }

    RetryPolicy retry() {
        return settings.retry();
    }

    BatchId nextBatchId() {
        return new BatchId(settings.instance(), batches.incrementAndGet());
    }

    /** A level is meant for the configured codec; one that stands in for it uses its own default. */
    int compressionLevelFor(Codec codec) {
        return codec == settings.codec() ? settings.compressionLevel() : 0;
    }

    /** Whether a batch has waited for {@code retryFor}, not counting the time before delivery came out of being parked. */
    boolean isTooOld(Batch batch) {
        long now = time.nanos();
        long age = Math.min(now - batch.oldestNanos(), now - resumed.get());
        return age >= retry().retryForNanos();
    }
}
