package dev.hec.delivery;

import dev.hec.codec.Codec;
import dev.hec.transport.TransportSettings;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How delivery works. Immutable.
 *
 * @param name of the client, shown in thread names
 * @param instance of the client, the first part of its batch ids
 * @param urls complete addresses of the collector, at least one, the preferred one first
 * @param urlStrategy {@code failover} or {@code roundRobin}
 * @param contentType of request bodies
 * @param raw whether bodies are lines of text, which the collector counts in its own way
 * @param ack how to wait for acknowledgements; null to count events as delivered when they are accepted
 * @param maxInFlight batches in delivery at the same time, at least 1
 * @param codec compression of request bodies
 * @param compressionLevel effort of the codec, 0 for its default
 */
public record DeliverySettings(
        String name,
        long instance,
        List<URI> urls,
        String urlStrategy,
        String contentType,
        boolean raw,
        @Nullable AckSettings ack,
        TransportSettings transport,
        RetryPolicy retry,
        PaceLimits pace,
        int maxInFlight,
        Codec codec,
        int compressionLevel) {}
