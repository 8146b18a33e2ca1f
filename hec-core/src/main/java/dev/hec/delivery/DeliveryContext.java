package dev.hec.delivery;

import dev.hec.auth.Credentials;
import dev.hec.buffer.BatchId;
import dev.hec.buffer.EventBuffer;
import dev.hec.codec.Codec;
import dev.hec.time.Time;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the delivery loops of one client share. Thread-safe, as each of its parts is.
 *
 * @param compressionLevel level for the configured codec, 0 for its default
 * @param batches number of batch ids given out
 * @param resumed monotonic time at which delivery last came out of being parked; long ago if it never was
 */
record DeliveryContext(
        URI url,
        EventBuffer buffer,
        long bufferBytes,
        Credentials credentials,
        RetryPolicy retry,
        Codec configuredCodec,
        int compressionLevel,
        CodecChoice codecs,
        Pacer pacer,
        DeliveryReporter reporter,
        DeliveryCounters counters,
        Time time,
        long instance,
        AtomicLong batches,
        AtomicLong resumed) {

    BatchId nextBatchId() {
        return new BatchId(instance, batches.incrementAndGet());
    }

    /** A level is meant for the configured codec; one that stands in for it uses its own default. */
    int compressionLevelFor(Codec codec) {
        return codec == configuredCodec ? compressionLevel : 0;
    }
}
