package dev.hec.transport;

import java.time.Duration;

/**
 * How to connect. Immutable.
 *
 * @param connectTimeout longest wait for a connection
 * @param requestTimeout longest wait for a complete answer, connecting included
 */
public record TransportSettings(Duration connectTimeout, Duration requestTimeout) {}
