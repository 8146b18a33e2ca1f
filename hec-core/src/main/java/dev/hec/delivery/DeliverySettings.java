package dev.hec.delivery;

import dev.hec.codec.Codec;
import dev.hec.transport.TransportSettings;
import java.net.URI;
import java.util.List;

/**
 * How delivery works. Immutable.
 *
 * @param name of the client, shown in thread names
 * @param instance of the client, the first part of its batch ids
 * @param urls complete addresses of the collector, at least one
 * @param maxInFlight batches in delivery at the same time, at least 1; above 1 requests may overtake each other
 * @param codec compression of request bodies
 * @param compressionLevel effort of the codec, 0 for its default
 */
public record DeliverySettings(
        String name,
        long instance,
        List<URI> urls,
        TransportSettings transport,
        RetryPolicy retry,
        int maxInFlight,
        Codec codec,
        int compressionLevel) {}
